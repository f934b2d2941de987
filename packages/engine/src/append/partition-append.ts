import { BatchBuilder, type EncodedBatch } from '../record/batch-builder.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';
import type { AppendedTo } from './appended-to.ts';

/**
 * Records without a timestamp that arrive within so many milliseconds share that of the first: most batches then have one
 * time for all and need no column for it.
 */
const sharedTimestampMs = 5;

/** What a flush appends to one partition: one row, or several where it is too much for one. */
export class PartitionAppend implements AppendedTo {
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly rows: BatchBuilder[] = [];
  /** Set by `close`. */
  encoded: EncodedBatch[] = [];
  count = 0;
  /** Who encoded a call that has records here, the last one, and where those end. */
  placedBy: object | undefined;
  placedEnd = 0;
  #now = Number.NEGATIVE_INFINITY;
  readonly #expectedRowBytes: number;
  #given: BatchBuilder | undefined;
  /** Known once the flush has committed. */
  baseOffset = -1;
  /** The database's time of the append of each row, ms since 1970. */
  appendTimes: number[] = [];

  constructor(topic: TopicState, partition: PartitionState, expectedRowBytes: number) {
    this.topic = topic;
    this.partition = partition;
    this.#expectedRowBytes = expectedRowBytes;
  }

  /** As its rows are made; the topic's configuration may have changed since. */
  get logAppendTime(): boolean {
    return this.topic.config.messageTimestampType === 'LOG_APPEND_TIME';
  }

  /** The database's time of the append of the record at a position, ms since 1970. */
  appendTimeOf(position: number): number {
    let end = 0;
    const row = this.encoded.findIndex(({ count }) => {
      end += count;
      return position < end;
    });
    return this.appendTimes[row] as number;
  }

  /** The time of the records of a call that give none, by when the call arrived. */
  timeOf(arrivedAt: number): number {
    if (arrivedAt - this.#now > sharedTimestampMs || arrivedAt < this.#now) this.#now = arrivedAt;
    return this.#now;
  }

  /** The row the next record goes to. */
  row(maxBatchBytes: number, recordBytes: number): BatchBuilder {
    let row = this.rows.at(-1);
    if (!row || row === this.#given || (row.count > 0 && row.byteLength + recordBytes > maxBatchBytes)) {
      row = new BatchBuilder(this.#expectedRowBytes);
      this.rows.push(row);
    }
    return row;
  }

  /** Takes a row as it is. Nothing is added to it: it is its maker's. */
  take(row: BatchBuilder): void {
    this.rows.push(row);
    this.#given = row;
    this.count += row.count;
  }
}
