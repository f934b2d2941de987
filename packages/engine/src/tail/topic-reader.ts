import { type Clock, isMillraceError, MillraceError } from '@millrace/core';
import type { EngineLimits } from '../limits.ts';
import type { ColumnBatch } from '../record/column-batch.ts';
import { mergeBatches } from '../record/merged-batch.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import type { PartitionEnd } from '../topic/partition-ends.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';
import type { PartitionTail } from './partition-tail.ts';
import { readsAhead } from './reads-ahead.ts';
import type { TailHub } from './tail-hub.ts';

/** Where a reader starts in one partition. */
export interface ReaderStart {
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly offset: number;
  readonly end: PartitionEnd | undefined;
}

interface Cursor {
  tail: PartitionTail;
  offset: number;
  /** Whether it stands in the line of those that have something to read. */
  queued: boolean;
  /** Read ahead from the database, not yet handed out. */
  ahead: Promise<readonly ColumnBatch[]> | undefined;
}

const firstRetryDelayMs = 50;
const maxRetryDelayMs = 2_000;
const ended = { done: true, value: undefined } as const;

/**
 * Reads partitions side by side, for ever. One read from the database is handed out before the next partition has its turn,
 * and at most two more are read ahead: so a reader holds three of them, however many partitions it has.
 */
export class TopicReader implements AsyncIterableIterator<RecordBatch> {
  readonly #hub: TailHub;
  readonly #clock: Clock;
  readonly #limits: EngineLimits;
  readonly #maxRecords: number;
  readonly #onBatch: (batch: RecordBatch) => void;
  readonly #cursors: Cursor[] = [];
  readonly #leave: (() => void)[] = [];
  readonly #ended = new AbortController();
  /** Cursors behind their partition's end, in the order of their turns. */
  readonly #ready: Cursor[] = [];
  /** What was read and is being handed out. */
  #rest: RecordBatch[] = [];
  #wake: (() => void) | undefined;
  #error: unknown;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: {
    hub: TailHub;
    clock: Clock;
    limits: EngineLimits;
    starts: readonly ReaderStart[];
    maxRecords: number;
    signal: AbortSignal | undefined;
    /** Told of every batch that is handed out. */
    onBatch: (batch: RecordBatch) => void;
  }) {
    this.#hub = options.hub;
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#maxRecords = options.maxRecords;
    this.#onBatch = options.onBatch;
    this.#leave.push(options.hub.open());
    for (const start of options.starts) this.#join(start);
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
    const result = this.#turn.then(() => this.#next());
    this.#turn = result.catch(() => undefined);
    return result;
  }

  return(): Promise<IteratorResult<RecordBatch, undefined>> {
    this.#end();
    return Promise.resolve(ended);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #join(start: ReaderStart): void {
    const listener = {
      advanced: () => this.#line(cursor),
      failed: (error: unknown) => this.#end(error),
    };
    const tail = this.#hub.join(start.topic, start.partition, start.end, listener);
    const cursor: Cursor = { tail, offset: start.offset, queued: false, ahead: undefined };
    this.#cursors.push(cursor);
    this.#leave.push(() => this.#hub.leave(tail, listener));
    this.#line(cursor);
  }

  /** Puts a cursor in the line when there is something for it. */
  #line(cursor: Cursor): void {
    if (cursor.queued || cursor.offset >= cursor.tail.end) return;
    cursor.queued = true;
    this.#ready.push(cursor);
    this.#wake?.();
  }

  #end(error?: unknown): void {
    if (this.#ended.signal.aborted) return;
    this.#error = error;
    this.#ended.abort(error);
    for (const leave of this.#leave) leave();
    this.#rest = [];
    this.#wake?.();
  }

  async #next(): Promise<IteratorResult<RecordBatch, undefined>> {
    while (!this.#ended.signal.aborted) {
      if (this.#rest.length > 0) return { done: false, value: this.#handOut() };
      const cursor = this.#ready.shift();
      if (!cursor) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
        continue;
      }
      cursor.queued = false;
      try {
        // Nothing: a look that came too early. The next one will tell.
        const batches = await this.#take(cursor);
        if (this.#ended.signal.aborted) break;
        this.#rest = [...batches];
        this.#line(cursor);
        this.#readAhead();
      } catch (error) {
        this.#end(error);
      }
    }
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
    return ended;
  }

  /** The next `maxRecords` of what was read: a part of a batch, or several small ones as one. */
  #handOut(): RecordBatch {
    const parts: RecordBatch[] = [];
    let left = this.#maxRecords;
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
    this.#onBatch(batch);
    return batch;
  }

  /** Starts reading for the cursors whose turn is next, while what was handed out is being worked on. */
  #readAhead(): void {
    for (const cursor of this.#ready.slice(0, readsAhead)) {
      if (cursor.ahead || cursor.tail.peek(cursor.offset, 1, 1)) continue;
      cursor.ahead = cursor.tail.read(cursor.offset);
      // Looked at when its turn comes; it must not count as unhandled before.
      cursor.ahead.catch(() => undefined);
    }
  }

  async #take(cursor: Cursor): Promise<readonly RecordBatch[]> {
    const { tail } = cursor;
    if (cursor.offset < tail.logStartOffset) {
      throw new MillraceError(
        'OFFSET_OUT_OF_RANGE',
        `Offset ${cursor.offset} of partition ${tail.partition.index} of "${tail.topic.name}" was deleted: its log starts at ${tail.logStartOffset}. Read on from there.`,
        { details: { partition: tail.partition.index, logStartOffset: tail.logStartOffset } },
      );
    }
    const near = cursor.ahead ? undefined : tail.peek(cursor.offset, this.#maxRecords, this.#limits.maxFetchBytes);
    const batches = near ? [near] : await this.#read(cursor);
    cursor.offset = batches.at(-1)?.nextOffset ?? cursor.offset;
    return batches;
  }

  /** Reads from the database; rides out an outage of Postgres for `readerRetryMs`. */
  async #read(cursor: Cursor): Promise<readonly ColumnBatch[]> {
    const startedAt = this.#clock.monotonic();
    for (let delayMs = firstRetryDelayMs; ; delayMs = Math.min(delayMs * 2, maxRetryDelayMs)) {
      try {
        const reading = cursor.ahead ?? cursor.tail.read(cursor.offset);
        cursor.ahead = undefined;
        return await this.#orEnded(reading);
      } catch (error) {
        const unavailable = isMillraceError(error, 'POSTGRES_UNAVAILABLE');
        if (!unavailable || this.#clock.monotonic() - startedAt > this.#limits.readerRetryMs) throw error;
        await this.#clock.sleep(delayMs, this.#ended.signal).catch(() => undefined);
        if (this.#ended.signal.aborted) return [];
      }
    }
  }

  /** Leaving takes effect at once, also in the middle of a read: it then gives nothing. */
  #orEnded(reading: Promise<readonly ColumnBatch[]>): Promise<readonly ColumnBatch[]> {
    return new Promise((resolve, reject) => {
      this.#wake = () => {
        if (this.#ended.signal.aborted) resolve([]);
      };
      reading.then(resolve, reject);
    });
  }
}
