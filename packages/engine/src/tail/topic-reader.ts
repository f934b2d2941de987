import type { Clock } from '@millrace/core';
import { lostPosition } from '../epoch/lost-position.ts';
import type { EngineLimits } from '../limits.ts';
import { mergeBatches } from '../record/merged-batch.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import type { PartitionEnd } from '../topic/partition-ends.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';
import { OneAfterAnother } from './one-after-another.ts';
import { PartitionCursor } from './partition-cursor.ts';
import { readsAhead } from './reads-ahead.ts';
import type { TailHub } from './tail-hub.ts';

/** Where a reader starts in one partition. */
export interface ReaderStart {
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly offset: number;
  readonly end: PartitionEnd | undefined;
}

export interface TopicReaderOptions {
  readonly hub: TailHub;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly starts: readonly ReaderStart[];
  readonly maxRecords: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of every batch that is handed out. */
  readonly onBatch: (batch: RecordBatch) => void;
  /** Told of a partition that cannot be read on: it has been removed, the others go on. Without this the reader ends. */
  readonly onFailed?: (partitionId: number, error: unknown) => void;
}

interface Joined {
  readonly cursor: PartitionCursor;
  readonly leave: () => void;
}

const ended = { done: true, value: undefined } as const;

/**
 * Reads partitions side by side, for ever. One read from the database is handed out before the next partition has its turn,
 * and at most two more are read ahead: so a reader holds three of them, however many partitions it has. Partitions may come,
 * go, pause and move while it is open, and the others do not notice.
 */
export class TopicReader implements AsyncIterableIterator<RecordBatch> {
  readonly #options: TopicReaderOptions;
  /** By the partition's id. */
  readonly #partitions = new Map<number, Joined>();
  readonly #leave: (() => void)[] = [];
  /** Cursors behind their partition's end, in the order of their turns. */
  readonly #line: PartitionCursor[] = [];
  /** What was read of `#current` and is being handed out. */
  #rest: RecordBatch[] = [];
  #current: PartitionCursor | undefined;
  #filling: Promise<void> | undefined;
  #isFilling = false;
  #wake: (() => void) | undefined;
  #ended = false;
  #error: unknown;
  readonly #calls = new OneAfterAnother();

  constructor(options: TopicReaderOptions) {
    this.#options = options;
    this.#leave.push(options.hub.open());
    for (const start of options.starts) this.add(start);
    const { signal } = options;
    if (!signal) return;
    const stop = () => this.#end();
    if (signal.aborted) stop();
    else {
      signal.addEventListener('abort', stop, { once: true });
      this.#leave.push(() => signal.removeEventListener('abort', stop));
    }
  }

  next(): Promise<IteratorResult<RecordBatch, undefined>> {
    return this.#calls.run(() => this.#next());
  }

  return(): Promise<IteratorResult<RecordBatch, undefined>> {
    this.#end();
    return Promise.resolve(ended);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Up to `maxRecords` of what has been read; undefined: nothing has, `ready` reads on. */
  poll(maxRecords: number): RecordBatch | undefined {
    return this.#rest.length > 0 ? this.#handOut(maxRecords) : undefined;
  }

  /** Resolves once `poll` has something, or the reader has ended. */
  ready(): Promise<void> {
    if (this.#filling) return this.#filling;
    const filling = this.#fill();
    // What is near is there already.
    if (this.#isFilling) this.#filling = filling;
    return filling;
  }

  /** Reads one more partition. */
  add(start: ReaderStart): void {
    if (this.#ended) return;
    const { hub, clock, limits } = this.#options;
    const id = start.partition.id;
    this.remove(id);
    const listener = {
      advanced: () => this.#enqueue(cursor),
      logEpochRaised: (epochEndOffset: number | null) => this.#readAnew(cursor, epochEndOffset),
      failed: (error: unknown) => this.#fail(cursor, error),
    };
    const tail = hub.join(start.topic, start.partition, start.end, listener);
    const logEpoch = start.end?.logEpoch ?? start.topic.logEpoch;
    const cursor = new PartitionCursor({ tail, offset: start.offset, logEpoch, clock, limits });
    this.#partitions.set(id, { cursor, leave: () => hub.leave(tail, listener) });
    this.#enqueue(cursor);
  }

  /** Reads nothing more of a partition; what was read of it and not handed out is dropped. */
  remove(partitionId: number): void {
    const joined = this.#partitions.get(partitionId);
    if (!joined) return;
    this.#partitions.delete(partitionId);
    joined.leave();
    this.#move(joined.cursor, joined.cursor.offset);
  }

  /** Keeps a partition without reading it. */
  pause(partitionId: number): void {
    const cursor = this.#partitions.get(partitionId)?.cursor;
    if (!cursor || cursor.paused) return;
    cursor.paused = true;
    this.#move(cursor, this.#offsetOf(cursor));
  }

  resume(partitionId: number): void {
    const cursor = this.#partitions.get(partitionId)?.cursor;
    if (!cursor) return;
    cursor.paused = false;
    this.#enqueue(cursor);
  }

  /** Goes on from another offset of a partition, whose bounds are known to be `end`. */
  seek(partitionId: number, offset: number, end: PartitionEnd): void {
    const cursor = this.#partitions.get(partitionId)?.cursor;
    if (!cursor) return;
    this.#move(cursor, offset, end.logEpoch);
    cursor.tail.advance(end);
    this.#enqueue(cursor);
  }

  async #next(): Promise<IteratorResult<RecordBatch, undefined>> {
    while (!this.#ended) {
      const value = this.poll(this.#options.maxRecords);
      if (value) return { done: false, value };
      await this.ready();
    }
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
    return ended;
  }

  /** The next offset of a partition that was not handed out. */
  #offsetOf(cursor: PartitionCursor): number {
    return this.#current === cursor && this.#rest[0] ? this.#rest[0].offset(0) : cursor.offset;
  }

  /** Takes a cursor out of the line and drops what was read for it. */
  #move(cursor: PartitionCursor, offset: number, logEpoch = cursor.logEpoch): void {
    if (this.#current === cursor) this.#rest = [];
    if (cursor.queued) this.#line.splice(this.#line.indexOf(cursor), 1);
    cursor.queued = false;
    cursor.moveTo(offset, logEpoch);
  }

  /** Puts a cursor in the line when there is something for it. */
  #enqueue(cursor: PartitionCursor): void {
    if (cursor.queued || !cursor.hasMore) return;
    cursor.queued = true;
    this.#line.push(cursor);
    this.#wake?.();
  }

  /** What was read ahead may be of a log that was lost: it is read again, unless what was handed out before it is lost as well. */
  #readAnew(cursor: PartitionCursor, epochEndOffset: number | null): void {
    const { topic, partition, logEpoch: now } = cursor.tail;
    const { logEpoch } = cursor;
    const offset = this.#offsetOf(cursor);
    if (epochEndOffset !== null && offset > epochEndOffset && logEpoch < now) {
      const place = { topic: topic.name, partition: partition.index };
      this.#fail(cursor, lostPosition({ ...place, offset, logEpoch, epochEndOffset }));
    } else {
      this.#move(cursor, offset, Math.max(logEpoch, now));
      this.#enqueue(cursor);
    }
  }

  #fail(cursor: PartitionCursor, error: unknown): void {
    const { onFailed } = this.#options;
    const { id } = cursor.tail.partition;
    if (!onFailed) this.#end(error);
    else if (this.#partitions.get(id)?.cursor === cursor) {
      this.remove(id);
      onFailed(id, error);
    }
  }

  #end(error?: unknown): void {
    if (this.#ended) return;
    this.#error = error;
    this.#ended = true;
    for (const leave of this.#leave) leave();
    for (const id of [...this.#partitions.keys()]) this.remove(id);
    this.#wake?.();
  }

  async #fill(): Promise<void> {
    this.#isFilling = true;
    try {
      while (!this.#ended && this.#rest.length === 0) {
        const cursor = this.#line.shift();
        if (cursor) {
          cursor.queued = false;
          // What is near is taken without waiting a turn.
          const near = cursor.takeNear(this.#options.maxRecords);
          if (near) this.#took(cursor, [near]);
          else await this.#take(cursor);
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          this.#wake = undefined;
        }
      }
    } finally {
      this.#isFilling = false;
      this.#filling = undefined;
    }
  }

  async #take(cursor: PartitionCursor): Promise<void> {
    const { moves } = cursor;
    try {
      const batches = await cursor.take(this.#options.maxRecords);
      // Unless it was moved, paused or removed, maybe in the moment between the reading and here.
      if (moves === cursor.moves) this.#took(cursor, batches);
    } catch (error) {
      this.#fail(cursor, error);
    }
  }

  /** `batches`: none after a look that came too early. The next one will tell. */
  #took(cursor: PartitionCursor, batches: readonly RecordBatch[]): void {
    this.#rest = [...batches];
    this.#current = cursor;
    this.#enqueue(cursor);
    this.#readAhead();
  }

  /** The next `maxRecords` of what was read: a part of a batch, or several small ones as one. */
  #handOut(maxRecords: number): RecordBatch {
    const parts: RecordBatch[] = [];
    let left = maxRecords;
    while (left > 0 && this.#rest.length > 0) {
      const batch = this.#rest[0] as RecordBatch;
      // A batch that goes out as it is costs a consumer less than one put together.
      if (parts.length > 0 && batch.count > left) break;
      const part = batch.slice(0, left);
      if (part.count === batch.count) this.#rest.shift();
      else this.#rest[0] = batch.slice(part.count, batch.count);
      parts.push(part);
      left -= part.count;
    }
    const batch = mergeBatches(parts, (parts.at(-1) as RecordBatch).highWatermark);
    this.#options.onBatch(batch);
    return batch;
  }

  /** Starts reading for the cursors whose turn is next, while what was read is being handed out. */
  #readAhead(): void {
    for (const cursor of this.#line.slice(0, readsAhead)) cursor.readAhead();
  }
}
