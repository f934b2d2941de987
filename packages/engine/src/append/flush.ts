import type { StatementResult } from '@millrace/database';
import type { EngineLimits } from '../limits.ts';
import { BatchBuilder, type EncodedBatch } from '../record/batch-builder.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';
import type { AppendCall } from './append-call.ts';

/**
 * Records without a timestamp that arrive within so many milliseconds share that of the first: most batches then have one
 * time for all and need no column for it.
 */
const sharedTimestampMs = 5;

/** What a flush appends to one partition: one row, or several where it is too much for one. */
export class PartitionAppend {
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly rows: BatchBuilder[] = [];
  /** Set by `close`. */
  encoded: EncodedBatch[] = [];
  count = 0;
  #now = Number.NEGATIVE_INFINITY;
  readonly #expectedRowBytes: number;
  /** Known once the flush has committed. */
  baseOffset = -1;
  /** The database's time of the append of each row, ms since 1970. */
  appendTimes: readonly number[] = [];

  constructor(topic: TopicState, partition: PartitionState, expectedRowBytes: number) {
    this.topic = topic;
    this.partition = partition;
    this.#expectedRowBytes = expectedRowBytes;
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

  /** The time of the records of a call that give none. */
  timeOf(call: AppendCall): number {
    if (call.now - this.#now > sharedTimestampMs || call.now < this.#now) this.#now = call.now;
    return this.#now;
  }

  /** The row the next record goes to. */
  row(maxBatchBytes: number, recordBytes: number): BatchBuilder {
    let row = this.rows.at(-1);
    if (!row || (row.count > 0 && row.byteLength + recordBytes > maxBatchBytes)) {
      row = new BatchBuilder(this.topic.config.messageTimestampType === 'LOG_APPEND_TIME', this.#expectedRowBytes);
      this.rows.push(row);
    }
    return row;
  }
}

/** Bytes of a record's key, value and headers. */
export function recordByteSize(record: {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | null }[] | undefined;
}): number {
  let size = (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const { key, value } of record.headers ?? []) size += Buffer.byteLength(key) + (value?.length ?? 0);
  return size;
}

/**
 * What one transaction of a lane appends: whole calls, gathered by partition. Records are encoded when they arrive, while
 * the flush before is on its way.
 */
export class Flush {
  readonly #limits: Pick<EngineLimits, 'maxBatchBytes' | 'maxFlushBytes' | 'maxFlushPartitions'>;
  readonly #expectedRowBytes: number;
  readonly calls: AppendCall[] = [];
  readonly appends = new Map<number, PartitionAppend>();
  byteSize = 0;
  /** A call of it was settled meanwhile: build it again without that one. */
  stale = false;

  /** `expectedRowBytes`: what a row is likely to take, from the flush before. */
  constructor(
    limits: Pick<EngineLimits, 'maxBatchBytes' | 'maxFlushBytes' | 'maxFlushPartitions'>,
    expectedRowBytes = 0,
  ) {
    this.#limits = limits;
    this.#expectedRowBytes = expectedRowBytes;
  }

  /** Average bytes of a partition's rows. */
  get rowBytes(): number {
    return this.appends.size === 0 ? 0 : Math.ceil(this.byteSize / this.appends.size);
  }

  /** Whether the call fits in; the first one always does. */
  takes(call: AppendCall): boolean {
    if (this.calls.length === 0) return true;
    if (this.byteSize + call.byteSize > this.#limits.maxFlushBytes) return false;
    // A re-loaded topic may have another open segment, and a partition must not be in both.
    const segment = this.#segmentOf(call.topic.id);
    if (segment !== undefined && segment !== call.topic.segmentId) return false;
    return this.appends.size + partitionsTouched(call) <= this.#limits.maxFlushPartitions;
  }

  add(call: AppendCall): void {
    this.calls.push(call);
    this.byteSize += call.byteSize;
    if (typeof call.partitions === 'number') this.#addToOne(call, call.partitions);
    else this.#addToMany(call, call.partitions);
  }

  /** Ends filling: encodes the rows. */
  close(): readonly PartitionAppend[] {
    const appends = [...this.appends.values()].sort((a, b) => a.partition.id - b.partition.id);
    for (const append of appends) append.encoded = append.rows.map((row) => row.finish());
    return appends;
  }

  #segmentOf(topicId: number): number | undefined {
    return this.#segments.get(topicId);
  }

  readonly #segments = new Map<number, number>();

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

  #addToOne(call: AppendCall, index: number): void {
    const append = this.#append(call.topic, index);
    const now = append.timeOf(call);
    call.placements = [{ append, start: append.count, count: call.records.length, now }];
    call.placementOf = null;
    call.positionOf = null;
    for (const record of call.records) this.#push(append, record, now);
  }

  #addToMany(call: AppendCall, partitions: Uint16Array): void {
    const count = call.records.length;
    const placementOf = new Uint16Array(count);
    const positionOf = new Uint32Array(count);
    const byPartition = new Map<number, number>();
    call.placements = [];
    for (let i = 0; i < count; i++) {
      const index = partitions[i] as number;
      let at = byPartition.get(index);
      if (at === undefined) {
        const append = this.#append(call.topic, index);
        at = call.placements.push({ append, start: append.count, count: 0, now: append.timeOf(call) }) - 1;
        byPartition.set(index, at);
      }
      const placement = call.placements[at] as AppendCall['placements'][number];
      placementOf[i] = at;
      positionOf[i] = placement.append.count;
      placement.count += 1;
      this.#push(placement.append, call.records[i] as AppendCall['records'][number], placement.now);
    }
    call.placementOf = placementOf;
    call.positionOf = positionOf;
  }

  #push(append: PartitionAppend, record: AppendCall['records'][number], now: number): void {
    append.row(this.#limits.maxBatchBytes, recordByteSize(record)).push(record, record.timestamp ?? now);
    append.count += 1;
  }
}

/** Partitions of a call's topic that it may touch at most. */
function partitionsTouched(call: AppendCall): number {
  return typeof call.partitions === 'number' ? 1 : Math.min(call.records.length, call.topic.partitions.length);
}

/** Reads where the rows went from the results of their inserts, which come in the order of `appends` and their rows. */
export function placeAppends(appends: readonly PartitionAppend[], results: readonly StatementResult[]): void {
  let at = 0;
  for (const append of appends) {
    const rows = results.slice(at, at + append.encoded.length).map((result) => result.rows[0]);
    append.baseOffset = Number(rows[0]?.[0]);
    append.appendTimes = rows.map((row) => Number(row?.[1]));
    at += append.encoded.length;
  }
}
