import { type Clock, isMillraceError, MillraceError } from '@millrace/core';
import type { EngineLimits } from '../limits.ts';
import type { ColumnBatch } from '../record/column-batch.ts';
import { mergeBatches } from '../record/merged-batch.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import type { PartitionEnd } from '../topic/partition-ends.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';
import type { PartitionTail } from './partition-tail.ts';
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

/** Reads from the database that may be under way while another one is handed out: two keep both sides busy. */
const readsAhead = 2;
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
  /** The batch that is being handed out in parts, and whose it is. */
  #rest: { cursor: Cursor; batch: RecordBatch } | undefined;
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
    this.#rest = undefined;
    this.#wake?.();
  }

  async #next(): Promise<IteratorResult<RecordBatch, undefined>> {
    while (!this.#ended.signal.aborted) {
      if (this.#rest) return { done: false, value: this.#handOut(this.#rest) };
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
        const batch = await this.#take(cursor);
        if (batch) this.#rest = { cursor, batch };
        // Else there was nothing yet: a look that came too early. The next one will tell.
      } catch (error) {
        this.#end(error);
      }
    }
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
    return ended;
  }

  #handOut(rest: { cursor: Cursor; batch: RecordBatch }): RecordBatch {
    const { cursor, batch } = rest;
    const part = batch.slice(0, this.#maxRecords);
    this.#rest = part.count < batch.count ? { cursor, batch: batch.slice(part.count, batch.count) } : undefined;
    if (!this.#rest) {
      this.#line(cursor);
      this.#readAhead();
    }
    this.#onBatch(part);
    return part;
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

  async #take(cursor: Cursor): Promise<RecordBatch | undefined> {
    const { tail } = cursor;
    if (cursor.offset < tail.logStartOffset) {
      throw new MillraceError(
        'OFFSET_OUT_OF_RANGE',
        `Offset ${cursor.offset} of partition ${tail.partition.index} of "${tail.topic.name}" was deleted: its log starts at ${tail.logStartOffset}. Read on from there.`,
        { details: { partition: tail.partition.index, logStartOffset: tail.logStartOffset } },
      );
    }
    let batch = cursor.ahead ? undefined : tail.peek(cursor.offset, this.#maxRecords, this.#limits.maxFetchBytes);
    if (!batch) {
      const read = await this.#read(cursor);
      if (read.length > 0) batch = mergeBatches(read, tail.end);
    }
    if (batch) cursor.offset = batch.nextOffset;
    return batch;
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
