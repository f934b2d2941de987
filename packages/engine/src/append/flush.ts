import type { PipelineSession } from '@millrace/database';
import type { EngineLimits } from '../limits.ts';
import { ProducerRuns } from '../producer/producer-runs.ts';
import { BatchBuilder } from '../record/batch-builder.ts';
import type { RecordToAppend } from '../record/record.ts';
import { batchRecordSize, recordByteSize } from '../record/record-size.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';
import { type AppendCall, type CallRecords, countOf, type Placement, type RoutedCall } from './append-call.ts';
import { PartitionAppend } from './partition-append.ts';

export type FlushLimits = Pick<
  EngineLimits,
  'maxBatchBytes' | 'maxFlushBytes' | 'maxFlushPartitions' | 'maxFlushProducers'
>;

/**
 * What one transaction of a lane appends: whole calls, gathered by partition. Records are encoded when they arrive, while
 * the flush before is on its way.
 */
export class Flush<C extends RoutedCall = AppendCall> {
  readonly #limits: FlushLimits;
  readonly #expectedRowBytes: number;
  readonly calls: C[] = [];
  readonly appends = new Map<number, PartitionAppend>();
  /** The open segment of each topic. */
  readonly #segments = new Map<number, number>();
  /** Of the calls with a producer: a lock and a row each. */
  readonly runs = new ProducerRuns<C>();
  byteSize = 0;
  /** A call of it was settled meanwhile: build it again without that one. */
  stale = false;

  /** `expectedRowBytes`: what a row is likely to take, from the flush before. */
  constructor(limits: FlushLimits, expectedRowBytes = 0) {
    this.#limits = limits;
    this.#expectedRowBytes = expectedRowBytes;
  }

  /** Average bytes of a partition's rows. */
  get rowBytes(): number {
    return this.appends.size === 0 ? 0 : Math.ceil(this.byteSize / this.appends.size);
  }

  /** Whether the call fits in; the first one always does. */
  takes(call: C): boolean {
    if (this.calls.length === 0) return true;
    if (this.byteSize + call.byteSize > this.#limits.maxFlushBytes) return false;
    if (!this.#isOfItsEpoch(call)) return false;
    // A re-loaded topic may have another open segment, and a partition must not be in both.
    const segment = this.#segments.get(call.topic.id);
    if (segment !== undefined && segment !== call.topic.segmentId) return false;
    if (call.sequenced && this.runs.count >= this.#limits.maxFlushProducers) return false;
    return this.appends.size + partitionsTouched(call) <= this.#limits.maxFlushPartitions;
  }

  /** Fails as Postgres would where it is of another epoch. */
  add(call: C): void {
    if (!this.#isOfItsEpoch(call)) {
      throw Object.assign(new Error('the log epoch was raised between two calls'), { code: 'MR001' });
    }
    this.calls.push(call);
    this.byteSize += call.byteSize;
    const { records, partitions, sequenced } = call;
    if (typeof partitions !== 'number') this.#addToMany(call, records, partitions);
    else if (records instanceof BatchBuilder) this.#addRow(call, records, partitions);
    else this.#addToOne(call, records, partitions);
    if (sequenced && !(records instanceof BatchBuilder)) this.runs.add(call, sequenced, records);
  }

  /** Ends filling: encodes the rows. */
  close(): readonly PartitionAppend[] {
    const appends = [...this.appends.values()].sort((a, b) => a.partition.id - b.partition.id);
    for (const append of appends) append.encoded = append.rows.map((row) => row.finish(append.logAppendTime));
    return appends;
  }

  /** Ids of topics, partitions and segments mean something within an epoch only: a lost log may have given them to others. */
  #isOfItsEpoch(call: C): boolean {
    return this.calls.length === 0 || this.calls[0]?.topic.logEpoch === call.topic.logEpoch;
  }

  #append(topic: TopicState, index: number): PartitionAppend {
    const partition = topic.partitions[index] as PartitionState;
    let append = this.appends.get(partition.id);
    if (!append) {
      append = new PartitionAppend(topic, partition, this.#expectedRowBytes);
      this.appends.set(partition.id, append);
      this.#segments.set(topic.id, topic.segmentId);
    }
    return append;
  }

  #addToOne(call: RoutedCall, records: readonly RecordToAppend[], index: number): void {
    const append = this.#append(call.topic, index);
    const now = append.timeOf(call.now);
    this.#placeInOne(call, append, records.length, now);
    for (const record of records) this.#push(append, record, now);
  }

  /** As it is, unless it is too much for one row. */
  #addRow(call: RoutedCall, row: BatchBuilder, index: number): void {
    const append = this.#append(call.topic, index);
    this.#placeInOne(call, append, row.count, call.now);
    if (row.byteLength <= this.#limits.maxBatchBytes) append.take(row);
    else this.#copyRow(row, () => append);
  }

  #placeInOne(call: RoutedCall, append: PartitionAppend, count: number, now: number): void {
    call.placements = [{ append, start: append.count, count, now }];
    call.placementOf = null;
    call.positionOf = null;
  }

  #addToMany(call: RoutedCall, records: CallRecords, partitions: Uint16Array): void {
    const count = countOf(records);
    const placementOf = new Uint16Array(count);
    const positionOf = new Uint32Array(count);
    const byPartition = new Map<number, number>();
    call.placements = [];
    /** Of the i-th, which come one after the other. */
    const place = (i: number): Placement => {
      const index = partitions[i] as number;
      let at = byPartition.get(index);
      if (at === undefined) {
        const append = this.#append(call.topic, index);
        at = call.placements.push({ append, start: append.count, count: 0, now: append.timeOf(call.now) }) - 1;
        byPartition.set(index, at);
      }
      const placement = call.placements[at] as Placement;
      placementOf[i] = at;
      positionOf[i] = placement.append.count;
      placement.count += 1;
      return placement;
    };
    if (records instanceof BatchBuilder) this.#copyRow(records, (i) => place(i).append);
    else {
      for (let i = 0; i < count; i++) {
        const { append, now } = place(i);
        this.#push(append, records[i] as RecordToAppend, now);
      }
    }
    call.placementOf = placementOf;
    call.positionOf = positionOf;
  }

  #push(append: PartitionAppend, record: RecordToAppend, now: number): void {
    append.row(this.#limits.maxBatchBytes, recordByteSize(record)).push(record, record.timestamp ?? now);
    append.count += 1;
  }

  #copyRow(row: BatchBuilder, appendOf: (i: number) => PartitionAppend): void {
    const batch = row.read();
    for (let i = 0; i < batch.count; i++) {
      const append = appendOf(i);
      append.row(this.#limits.maxBatchBytes, batchRecordSize(batch, i)).pushFrom(batch, i);
      append.count += 1;
    }
  }
}

/** A flush that is on its way. */
export interface SentFlush {
  readonly session: PipelineSession;
  readonly calls: readonly AppendCall[];
  /** On the process's monotonic clock, ms. */
  readonly at: number;
  readonly appends: Promise<readonly PartitionAppend[]>;
}

/** As many flushes as the calls need, in order. */
export function flushesOf(calls: readonly AppendCall[], limits: EngineLimits): Flush[] {
  const flushes: Flush[] = [];
  for (const call of calls) {
    if (!flushes.at(-1)?.takes(call)) flushes.push(new Flush(limits));
    flushes.at(-1)?.add(call);
  }
  return flushes;
}

/** Partitions of a call's topic that it may touch at most. */
function partitionsTouched(call: RoutedCall): number {
  return typeof call.partitions === 'number' ? 1 : Math.min(countOf(call.records), call.topic.partitions.length);
}
