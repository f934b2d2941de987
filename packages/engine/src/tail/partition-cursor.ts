import { type Clock, MillraceError } from '@millrace/core';
import { lostPosition } from '../epoch/lost-position.ts';
import type { EngineLimits } from '../limits.ts';
import type { ColumnBatch } from '../record/column-batch.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import type { PartitionTail } from './partition-tail.ts';
import { rideOut } from './ride-out.ts';

/** Where a reader stands in one partition. */
export class PartitionCursor {
  readonly tail: PartitionTail;
  readonly #clock: Clock;
  readonly #limits: EngineLimits;
  /** Whether it stands in the line of those that have something to read. */
  queued = false;
  paused = false;
  #offset: number;
  /** Of the log, when its place was last known to be one. */
  #logEpoch: number;
  #moves = 0;
  /** Read ahead from the database, not yet taken. */
  #ahead: Promise<readonly ColumnBatch[]> | undefined;
  /** Of the read that is being waited for. */
  #reading: AbortController | undefined;

  constructor(options: { tail: PartitionTail; offset: number; logEpoch: number; clock: Clock; limits: EngineLimits }) {
    this.tail = options.tail;
    this.#offset = options.offset;
    this.#logEpoch = options.logEpoch;
    this.#clock = options.clock;
    this.#limits = options.limits;
  }

  /** The next offset to take. */
  get offset(): number {
    return this.#offset;
  }

  get logEpoch(): number {
    return this.#logEpoch;
  }

  /** How often it was moved: what was taken before the last time is not to be handed out. */
  get moves(): number {
    return this.#moves;
  }

  get hasMore(): boolean {
    return !this.paused && this.#offset < this.tail.end;
  }

  /** Goes on from another offset. What was read ahead is dropped, and a read that is being waited for ends with nothing. */
  moveTo(offset: number, logEpoch = this.#logEpoch): void {
    this.#moves += 1;
    this.#reading?.abort();
    this.#ahead = undefined;
    this.#offset = offset;
    this.#logEpoch = logEpoch;
  }

  /** Starts reading what the ring does not have. */
  readAhead(): void {
    if (this.#ahead || this.tail.peek(this.#offset, 1, 1)) return;
    this.#ahead = this.tail.read(this.#offset);
    // Looked at when its turn comes; it must not count as unhandled before.
    this.#ahead.catch(() => undefined);
  }

  /** What comes next where the ring has it and nothing is to be asked; undefined: `take` finds out. */
  takeNear(maxRecords: number): RecordBatch | undefined {
    if (this.#ahead || this.#offset < this.tail.logStartOffset) return undefined;
    const near = this.tail.peek(this.#offset, maxRecords, this.#limits.maxFetchBytes);
    if (!near || near.logEpoch > this.#logEpoch) return undefined;
    this.#offset = near.nextOffset;
    return near;
  }

  /**
   * The batches that come next: from the ring at the tail, by one read of the database further back. None when it was moved
   * meanwhile, or the look that told of the end came too early. OFFSET_OUT_OF_RANGE when they were deleted, or when they are of a
   * higher epoch and what was read before them was lost.
   */
  async take(maxRecords: number): Promise<readonly RecordBatch[]> {
    const { tail } = this;
    const moves = this.#moves;
    if (this.#offset < tail.logStartOffset) {
      throw new MillraceError(
        'OFFSET_OUT_OF_RANGE',
        `Offset ${this.#offset} of partition ${tail.partition.index} of "${tail.topic.name}" was deleted: its log starts at ${tail.logStartOffset}. Read on from there.`,
        { details: { partition: tail.partition.index, logStartOffset: tail.logStartOffset } },
      );
    }
    const near = this.#ahead ? undefined : tail.peek(this.#offset, maxRecords, this.#limits.maxFetchBytes);
    const batches = near ? [near] : ((await this.#asking(() => this.#read())) ?? []);
    const last = batches.at(-1);
    if (moves !== this.#moves || !last) return [];
    if (last.logEpoch > this.#logEpoch) {
      const isThere = await this.#asking(() => this.#assertNotLost());
      if (!isThere || moves !== this.#moves) return [];
      this.#logEpoch = last.logEpoch;
    }
    this.#offset = last.nextOffset;
    return batches;
  }

  #read(): Promise<readonly ColumnBatch[]> {
    const batches = this.#ahead ?? this.tail.read(this.#offset);
    this.#ahead = undefined;
    return batches;
  }

  async #assertNotLost(): Promise<true> {
    const { topic, partition } = this.tail;
    const offset = this.#offset;
    const logEpoch = this.#logEpoch;
    const epochEndOffset = await this.tail.epochEnd(logEpoch);
    if (epochEndOffset === null || offset <= epochEndOffset) return true;
    throw lostPosition({ topic: topic.name, partition: partition.index, offset, logEpoch, epochEndOffset });
  }

  /** Asks the database; rides out an outage of Postgres for `readerRetryMs`. undefined: it was moved meanwhile. */
  async #asking<T>(ask: () => Promise<T>): Promise<T | undefined> {
    const reading = new AbortController();
    this.#reading = reading;
    const { signal } = reading;
    try {
      return await rideOut({ clock: this.#clock, limitMs: this.#limits.readerRetryMs, signal }, () =>
        orAborted(ask(), signal),
      );
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
    }
  }
}

/** What was moved or left meanwhile is not waited for. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
