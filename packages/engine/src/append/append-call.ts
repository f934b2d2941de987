import type { AppendedBatch, AppendResult } from '../engine.ts';
import type { ProducerSequence } from '../producer/producer.ts';
import { BatchBuilder } from '../record/batch-builder.ts';
import type { RecordToAppend } from '../record/record.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { AppendedTo } from './appended-to.ts';
import type { PartitionAppend } from './partition-append.ts';

/** Where a call's records of one partition lie in a flush: `count` records, the first at `start`. */
export interface Placement<A extends AppendedTo = PartitionAppend> {
  readonly append: A;
  readonly start: number;
  count: number;
  /** Of the records without a timestamp, ms since 1970. */
  readonly now: number;
}

/** Records one by one, or written into a row already. */
export type CallRecords = readonly RecordToAppend[] | BatchBuilder;

export const countOf = (records: CallRecords): number =>
  records instanceof BatchBuilder ? records.count : records.length;

/** Records of one topic, and where they are. */
export interface PlacedCall<A extends AppendedTo> {
  readonly topic: { readonly name: string };
  readonly records: CallRecords;
  readonly placements: readonly Placement<A>[];
  /** For records that go to several partitions: which placement each is in, and its position in the flush. */
  readonly placementOf: Uint16Array | null;
  readonly positionOf: Uint32Array | null;
}

/** What a call with a producer is known by. */
export interface CallSequence extends ProducerSequence {
  /** Of the lock of its producer and topic. */
  readonly lockKey: number;
}

/** Checked records of one topic with their partitions, and where they lie once a flush has them. */
export interface RoutedCall extends PlacedCall<PartitionAppend> {
  topic: TopicState;
  /** Partition of each record, or of all of them. */
  readonly partitions: Uint16Array | number;
  /** When it arrived, ms since 1970. */
  readonly now: number;
  /** Of keys, values and headers. */
  readonly byteSize: number;
  /** null: without a producer. */
  readonly sequenced: CallSequence | null;
  placements: Placement[];
  placementOf: Uint16Array | null;
  positionOf: Uint32Array | null;
}

/** One `append` from its arrival to its acknowledgement. Its records are kept: a flush that fails is built again. */
export interface AppendCall extends RoutedCall {
  readonly records: readonly RecordToAppend[];
  /** What it counts for in a lane's queue: with what its records take beside their bytes. */
  readonly queueBytes: number;
  /** On the process's monotonic clock, ms. */
  readonly enqueuedAt: number;
  /** Set when it was taken back while it waited, or failed: it is left out when its flush goes. */
  settled: boolean;
  /** Set when it was taken back too late: it settles by what happens to it, but never goes again. */
  takenBack: { readonly reason: unknown } | undefined;
  /** Set when a connection was lost with it: it may have been appended. Only one with a sequence goes again then. */
  uncertain: boolean;
  /** Its sequence is not the next one: nothing of this attempt was appended, and what it is has to be found out. */
  readonly outOfSequence: () => void;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** What a call appended. Nothing is computed for a record that nobody asks about. */
export class CallResult implements AppendResult {
  readonly #call: PlacedCall<AppendedTo>;
  readonly duplicate: boolean;

  constructor(call: PlacedCall<AppendedTo>, duplicate = false) {
    this.#call = call;
    this.duplicate = duplicate;
  }

  get topic(): string {
    return this.#call.topic.name;
  }

  get count(): number {
    return countOf(this.#call.records);
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
    if (append.logAppendTime) return append.appendTimeOf(this.offset(i) - append.baseOffset);
    const { records } = this.#call;
    return records instanceof BatchBuilder ? records.timestamp(i) : (records[i]?.timestamp ?? now);
  }

  #placement(i: number): Placement<AppendedTo> {
    const { placements, placementOf } = this.#call;
    return placements[placementOf ? (placementOf[i] as number) : 0] as Placement<AppendedTo>;
  }
}
