import type { AppendedBatch, AppendResult } from '../engine.ts';
import type { RecordToAppend } from '../record/record.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { PartitionAppend } from './partition-append.ts';

/** Where a call's records of one partition lie in a flush: `count` records, the first at `start`. */
export interface Placement {
  readonly append: PartitionAppend;
  readonly start: number;
  count: number;
  /** Of the records without a timestamp, ms since 1970. */
  readonly now: number;
}

/** Checked records of one topic with their partitions, and where they lie once a flush has them. */
export interface RoutedCall {
  topic: TopicState;
  readonly records: readonly RecordToAppend[];
  /** Partition of each record, or of all of them. */
  readonly partitions: Uint16Array | number;
  /** When it arrived, ms since 1970. */
  readonly now: number;
  /** Of keys, values and headers. */
  readonly byteSize: number;
  placements: Placement[];
  /** For records that go to several partitions: which placement each is in, and its position in the flush. */
  placementOf: Uint16Array | null;
  positionOf: Uint32Array | null;
}

/** One `append` from its arrival to its acknowledgement. Its records are kept: a flush that fails is built again. */
export interface AppendCall extends RoutedCall {
  /** What it counts for in a lane's queue: with what its records take beside their bytes. */
  readonly queueBytes: number;
  /** On the process's monotonic clock, ms. */
  readonly enqueuedAt: number;
  /** Set when it was taken back while it waited, or failed: it is left out when its flush goes. */
  settled: boolean;
  /** Set when it was taken back too late: it settles by what happens to it, but never goes again. */
  takenBack: { readonly reason: unknown } | undefined;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** What a call appended. Nothing is computed for a record that nobody asks about. */
export class CallResult implements AppendResult {
  readonly #call: RoutedCall;

  constructor(call: RoutedCall) {
    this.#call = call;
  }

  get topic(): string {
    return this.#call.topic.name;
  }

  get count(): number {
    return this.#call.records.length;
  }

  get batches(): readonly AppendedBatch[] {
    return this.#call.placements
      .map(({ append, start, count }) => ({
        partition: append.partition.index,
        baseOffset: append.baseOffset + start,
        count,
        appendTime: append.appendTimeOf(start),
      }))
      .sort((a, b) => a.partition - b.partition);
  }

  partition(i: number): number {
    return this.#placement(i).append.partition.index;
  }

  offset(i: number): number {
    const { positionOf } = this.#call;
    const placement = this.#placement(i);
    return placement.append.baseOffset + (positionOf ? (positionOf[i] as number) : placement.start + i);
  }

  timestamp(i: number): number {
    const { append, now } = this.#placement(i);
    // As the row was made: the topic's configuration may have changed since the call arrived.
    if (append.topic.config.messageTimestampType === 'LOG_APPEND_TIME')
      return append.appendTimeOf(this.offset(i) - append.baseOffset);
    return this.#call.records[i]?.timestamp ?? now;
  }

  #placement(i: number): Placement {
    const { placements, placementOf } = this.#call;
    return placements[placementOf ? (placementOf[i] as number) : 0] as Placement;
  }
}
