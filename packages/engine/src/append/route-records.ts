import { MillraceError, namingRefused } from '@millrace/core';
import type { EngineLimits } from '../limits.ts';
import { BatchBuilder } from '../record/batch-builder.ts';
import type { ColumnBatch } from '../record/column-batch.ts';
import { partitionOfKey, partitionOfKeyIn } from '../record/partitioner.ts';
import type { RecordToAppend } from '../record/record.ts';
import { batchRecordSize, recordByteSize } from '../record/record-size.ts';
import { partitionNotFound, type TopicState } from '../topic/topic-state.ts';
import type { CallRecords, RoutedCall } from './append-call.ts';

/** The latest time a Date holds. */
const maxTimestampMs = 8.64e15;

type Routes = Pick<RoutedCall, 'partitions' | 'byteSize'>;
export type CallLimits = Pick<EngineLimits, 'maxRecordsPerCall' | 'maxCallBytes'>;

/**
 * Checks the records of a call and gives each its partition. `now`: ms since 1970. INVALID_INPUT for none, TOO_MANY_RECORDS, CALL_TOO_LARGE,
 * RECORD_TOO_LARGE, INVALID_RECORD, PARTITION_NOT_FOUND; the last three name all records that are refused.
 */
export function routeRecords(
  topic: TopicState,
  records: readonly RecordToAppend[],
  now: number,
  limits: CallLimits,
): Routes {
  try {
    return routesOf(topic, records, now, limits);
  } catch (error) {
    throw namingRefused(error, records.length, (index) => {
      const record = records[index] as RecordToAppend;
      const size = sizeOf(topic, record, index, now);
      // Any other goes somewhere, and to ask for it would move it.
      if (record.partition !== undefined) partitionFor(topic, record, index, size);
    });
  }
}

function routesOf(topic: TopicState, records: readonly RecordToAppend[], now: number, limits: CallLimits): Routes {
  checkCount(records.length, limits);
  const first = records[0] as RecordToAppend;
  let byteSize = sizeOf(topic, first, 0, now);
  const only = partitionFor(topic, first, 0, byteSize);
  if (records.length === 1) {
    checkCall(byteSize, limits);
    return { partitions: only, byteSize };
  }
  const partitions = new Uint16Array(records.length);
  partitions[0] = only;
  let same = true;
  for (let i = 1; i < records.length; i++) {
    const record = records[i] as RecordToAppend;
    const size = sizeOf(topic, record, i, now);
    byteSize += size;
    const partition = partitionFor(topic, record, i, size);
    partitions[i] = partition;
    same &&= partition === only;
  }
  checkCall(byteSize, limits);
  return { partitions: same ? only : partitions, byteSize };
}

/** The same for records that were written into a row. */
function routeRow(topic: TopicState, row: BatchBuilder, now: number, limits: CallLimits): Routes {
  checkCount(row.count, limits);
  const batch = row.read();
  const check = (i: number) =>
    checkRecord(topic, batchRecordSize(batch, i), batch.keySize(i) >= 0, batch.timestamp(i), batch.headers(i), i, now);
  try {
    return routesOfRow(topic, batch, now, limits);
  } catch (error) {
    throw namingRefused(error, batch.count, check);
  }
}

function routesOfRow(topic: TopicState, batch: ColumnBatch, now: number, limits: CallLimits): Routes {
  const partitionCount = topic.partitions.length;
  const partitions = new Uint16Array(batch.count);
  let byteSize = 0;
  let same = true;
  for (let i = 0; i < batch.count; i++) {
    const size = batchRecordSize(batch, i);
    byteSize += size;
    const keySize = batch.keySize(i);
    checkRecord(topic, size, keySize >= 0, batch.timestamp(i), batch.headers(i), i, now);
    const partition =
      keySize < 0
        ? topic.sticky.next(size, partitionCount)
        : partitionOfKeyIn(batch.keyMemory(), batch.keyStart(i), keySize, partitionCount);
    partitions[i] = partition;
    same &&= partition === partitions[0];
  }
  checkCall(byteSize, limits);
  return { partitions: same ? (partitions[0] as number) : partitions, byteSize };
}

/** The same as a call that a flush takes. `now`: the time of records that give none, ms since 1970. */
export function routedCall(topic: TopicState, records: CallRecords, now: number, limits: CallLimits): RoutedCall {
  const routed =
    records instanceof BatchBuilder ? routeRow(topic, records, now, limits) : routeRecords(topic, records, now, limits);
  return { topic, records, ...routed, now, sequenced: null, placements: [], placementOf: null, positionOf: null };
}

function checkCount(count: number, { maxRecordsPerCall }: CallLimits): void {
  if (count === 0) throw new MillraceError('INVALID_INPUT', 'There are no records: give at least one.');
  if (count <= maxRecordsPerCall) return;
  throw new MillraceError(
    'TOO_MANY_RECORDS',
    `${count} records in one call: send at most ${maxRecordsPerCall} at a time.`,
  );
}

function checkCall(byteSize: number, { maxCallBytes }: CallLimits): void {
  if (byteSize <= maxCallBytes) return;
  throw new MillraceError(
    'CALL_TOO_LARGE',
    `The records hold ${byteSize} bytes together: send at most ${maxCallBytes} in one call.`,
  );
}

/** PARTITION_NOT_FOUND names the record by its index. */
function partitionFor(topic: TopicState, record: RecordToAppend, index: number, byteSize: number): number {
  if (record.partition !== undefined) {
    const partition = topic.partitions[record.partition];
    if (!partition) throw partitionNotFound(topic, record.partition, index);
    return partition.index;
  }
  const count = topic.partitions.length;
  return record.key === null ? topic.sticky.next(byteSize, count) : partitionOfKey(record.key, count);
}

/** Gives the record's size in bytes. INVALID_RECORD and RECORD_TOO_LARGE name the record by its index. */
function sizeOf(topic: TopicState, record: RecordToAppend, index: number, now: number): number {
  const size = recordByteSize(record);
  checkRecord(topic, size, record.key !== null, record.timestamp, record.headers, index, now);
  return size;
}

function checkRecord(
  topic: TopicState,
  size: number,
  hasKey: boolean,
  timestamp: number | undefined,
  headers: RecordToAppend['headers'],
  index: number,
  now: number,
): void {
  const { maxMessageBytes } = topic.config;
  if (size > maxMessageBytes) {
    throw new MillraceError(
      'RECORD_TOO_LARGE',
      `Record ${index} holds ${size} bytes, and "${topic.name}" takes ${maxMessageBytes}: make it smaller, or raise the topic's maxMessageBytes.`,
      { details: { index, byteSize: size, maxMessageBytes } },
    );
  }
  if (!hasKey && topic.config.cleanupPolicy !== 'DELETE') {
    throw invalidRecord(
      index,
      `it has no key, and "${topic.name}" is compacted, which keeps the newest record of every key`,
    );
  }
  if (timestamp !== undefined) {
    const reason = reasonAgainst(timestamp, topic, now);
    if (reason !== null) throw invalidRecord(index, reason);
  }
  if (headers?.some((header) => header.key.includes('\u0000'))) {
    throw invalidRecord(index, 'a header name holds U+0000, which Postgres cannot store');
  }
}

/** Why a timestamp of the producer's is not taken; null: it is. */
function reasonAgainst(timestamp: number, { name, config }: TopicState, now: number): string | null {
  if (!(Number.isInteger(timestamp) && timestamp >= 0 && timestamp <= maxTimestampMs)) {
    return `its timestamp ${timestamp} is not a time in milliseconds since 1970`;
  }
  // Else it gets the time of its append.
  if (config.messageTimestampType !== 'CREATE_TIME') return null;
  const { messageTimestampBeforeMaxMs: before, messageTimestampAfterMaxMs: after } = config;
  if (before >= 0 && timestamp < now - before) {
    return `its timestamp lies ${now - timestamp} ms back, and "${name}" takes ${before} (messageTimestampBeforeMaxMs)`;
  }
  if (after >= 0 && timestamp > now + after) {
    return `its timestamp lies ${timestamp - now} ms ahead, and "${name}" takes ${after} (messageTimestampAfterMaxMs)`;
  }
  return null;
}

function invalidRecord(index: number, reason: string): MillraceError {
  return new MillraceError('INVALID_RECORD', `Record ${index} cannot be stored: ${reason}.`, {
    details: { index, reason },
  });
}
