import type { LogReader } from '../fetch/log-reader.ts';
import type { EngineLimits } from '../limits.ts';
import { type ColumnBatch, indexOfOffset } from '../record/column-batch.ts';
import { mergeBatches } from '../record/merged-batch.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import type { PartitionEnd } from '../topic/partition-ends.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';

/** What wants to know when a partition's end moves or the partition fails. */
export interface TailListener {
  advanced(): void;
  /**
   * The log has another epoch: what was read ahead of the reader is to be read again, and positions that were remembered before and
   * lie behind `epochEndOffset` are lost; null: none is.
   */
  logEpochRaised(epochEndOffset: number | null): void;
  failed(error: unknown): void;
}

/**
 * The end of one partition as this node sees it, shared by all its local readers: the newest batches in a bounded ring,
 * and a single read from the database for all that want the same offset. Exists while somebody reads.
 */
export class PartitionTail {
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly listeners = new Set<TailListener>();
  readonly #reader: LogReader;
  readonly #limits: EngineLimits;
  readonly #ringBytes: () => number;
  readonly #readBytes: () => number;
  /** Oldest first, each with all that is there from where the one before it ended. */
  #ring: ColumnBatch[] = [];
  /** From here on the ring has all that is there, up to its end. */
  #ringStart = 0;
  #bytes = 0;
  #end: number;
  #logStartOffset: number;
  #logEpoch: number;
  /** Reads that are on their way, by the offset they begin at. */
  readonly #reads = new Map<number, Promise<readonly ColumnBatch[]>>();

  constructor(options: {
    topic: TopicState;
    partition: PartitionState;
    end: PartitionEnd;
    reader: LogReader;
    limits: EngineLimits;
    /** How much this ring may hold now. */
    ringBytes: () => number;
    /** How much a single read may take now. */
    readBytes: () => number;
  }) {
    this.topic = options.topic;
    this.partition = options.partition;
    this.#end = options.end.endOffset;
    this.#logStartOffset = options.end.logStartOffset;
    this.#logEpoch = options.end.logEpoch;
    this.#reader = options.reader;
    this.#limits = options.limits;
    this.#ringBytes = options.ringBytes;
    this.#readBytes = options.readBytes;
  }

  /** The next offset to be written, as far as known here. */
  get end(): number {
    return this.#end;
  }

  get logStartOffset(): number {
    return this.#logStartOffset;
  }

  /** The epoch of the log that its end and its ring are of. */
  get logEpoch(): number {
    return this.#logEpoch;
  }

  /** Batches this node has just committed. */
  offer(batches: readonly ColumnBatch[]): void {
    const last = batches.at(-1) as ColumnBatch;
    // Committed before the log lost its end, or behind that and before this node has heard of it: a look tells.
    if (last.logEpoch !== this.#logEpoch) return;
    for (const batch of batches) this.#enter(batch, batch.offset(0));
    this.#advance(last.nextOffset);
  }

  /** Its bounds were looked up. What was seen in another epoch does not count: `logEpochRaised` comes first. */
  advance({ endOffset, logStartOffset, logEpoch }: PartitionEnd): void {
    if (logEpoch !== this.#logEpoch) return;
    this.#logStartOffset = Math.max(this.#logStartOffset, logStartOffset);
    this.#advance(endOffset);
  }

  /** The log has another epoch: nothing that is remembered of it counts any more. */
  logEpochRaised(end: PartitionEnd, epochEndOffset: number | null): void {
    this.#ring = [];
    this.#bytes = 0;
    this.#reads.clear();
    this.#end = end.endOffset;
    this.#logStartOffset = end.logStartOffset;
    this.#logEpoch = end.logEpoch;
    for (const listener of [...this.listeners]) listener.logEpochRaised(epochEndOffset);
  }

  #advance(end: number): void {
    if (end <= this.#end) return;
    this.#end = end;
    for (const listener of this.listeners) listener.advanced();
  }

  fail(error: unknown): void {
    for (const listener of [...this.listeners]) listener.failed(error);
  }

  /** What the ring has from `offset` on; undefined when it must be read from the database. */
  peek(offset: number, maxRecords: number, maxBytes: number): RecordBatch | undefined {
    if (this.#ring.length === 0 || offset < this.#ringStart || offset >= this.#ringEnd) return undefined;
    const parts: RecordBatch[] = [];
    let records = 0;
    let bytes = 0;
    for (let at = this.#indexOf(offset); at < this.#ring.length && records < maxRecords && bytes < maxBytes; at++) {
      const whole = this.#ring[at] as ColumnBatch;
      const start = parts.length === 0 ? indexOfOffset(whole, offset) : 0;
      const part = whole.slice(start, start + maxRecords - records);
      parts.push(part);
      records += part.count;
      bytes += part.byteSize;
    }
    return mergeBatches(parts, this.#end);
  }

  /** Reads batches from `offset` on from the database, once for all that ask for the same. */
  read(offset: number): Promise<readonly ColumnBatch[]> {
    const known = this.#reads.get(offset);
    if (known) return known;
    const logEpoch = this.#logEpoch;
    const reading = this.#reader
      .read({
        topic: this.topic,
        partition: this.partition,
        offset,
        end: this.#end,
        maxBytes: this.#readBytes(),
        maxBatches: this.#limits.maxFetchBatches,
      })
      .then((batches) => {
        // Begun before the log lost its end.
        if (logEpoch === this.#logEpoch) this.#keep(batches, offset);
        return batches;
      })
      .finally(() => {
        if (this.#reads.get(offset) === reading) this.#reads.delete(offset);
      });
    this.#reads.set(offset, reading);
    return reading;
  }

  /** Up to where what was remembered at an epoch is still the log's; null: all of it. */
  async epochEnd(logEpoch: number): Promise<number | null> {
    const [end] = await this.#reader.epochEnds([{ partitionId: this.partition.id, logEpoch }]);
    return end ?? null;
  }

  get #ringEnd(): number {
    return this.#ring.at(-1)?.nextOffset ?? -1;
  }

  /**
   * What was read from `offset` on goes into the ring where it continues it, or begins it anew when it reaches the end. Where
   * segments were compacted a batch begins later than it was asked for, and nothing lies between.
   */
  #keep(batches: readonly ColumnBatch[], offset: number): void {
    const last = batches.at(-1);
    // Of an epoch that this node has not heard of yet: a look tells, and begins the ring anew.
    if (!last || last.logEpoch > this.#logEpoch) return;
    if (offset > this.#ringEnd && last.nextOffset >= this.#end) {
      this.#ring = [];
      this.#bytes = 0;
    }
    if (this.#ring.length === 0 && last.nextOffset < this.#end) return;
    let from = offset;
    for (const batch of batches) {
      this.#enter(batch, from);
      from = batch.nextOffset;
    }
  }

  /** `from`: the batch has all that is there from here on. */
  #enter(batch: ColumnBatch, from: number): void {
    if (this.#ring.length === 0) this.#ringStart = from;
    else if (from !== this.#ringEnd) return;
    this.#ring.push(batch);
    this.#bytes += batch.byteSize;
    const limit = this.#ringBytes();
    while (this.#bytes > limit && this.#ring.length > 1) {
      const gone = this.#ring.shift() as ColumnBatch;
      this.#bytes -= gone.byteSize;
      this.#ringStart = gone.nextOffset;
    }
  }

  /** Index of the ring's batch that holds `offset`, which lies within the ring. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#ring.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ring[middle] as ColumnBatch).nextOffset <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
