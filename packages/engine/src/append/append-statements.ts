import type { PipelineWriter, PreparedStatement } from '@millrace/database';
import type { EncodedBatch } from '../record/batch-builder.ts';
import type { PartitionAppend } from './partition-append.ts';

export const begin: PreparedStatement = { name: 'begin', text: 'begin isolation level read committed' };
export const commit: PreparedStatement = { name: 'commit', text: 'commit' };

/** Shared, so that appends to a topic go on side by side; rolling and deleting take it exclusively. */
export const lockTopics: PreparedStatement = {
  name: 'lock_topics',
  text: 'select pg_advisory_xact_lock_shared(millrace.topic_lock(), id) from unnest($1::integer[]) as id',
};

/** Held until the commit: so offsets are gapless and in commit order. In id order, so that two flushes never deadlock. */
export const lockPartitions: PreparedStatement = {
  name: 'lock_partitions',
  text: 'select pg_advisory_xact_lock(millrace.partition_lock(), id) from unnest($1::integer[]) as id',
};

/** The same without waiting: a row says which lock was had. */
export const tryLockTopics: PreparedStatement = {
  name: 'try_lock_topics',
  text: `select id, pg_try_advisory_xact_lock_shared(millrace.topic_lock(), id) from unnest($1::integer[]) as id`,
};

export const tryLockPartitions: PreparedStatement = {
  name: 'try_lock_partitions',
  text: `select id, pg_try_advisory_xact_lock(millrace.partition_lock(), id) from unnest($1::integer[]) as id`,
};

export const assertSegmentsOpen: PreparedStatement = {
  name: 'assert_segments_open',
  text: 'select millrace.assert_segments_open($1::integer[])',
};

/**
 * Inserts one batch row at the end of its partition, which is read from the batches' own key: nothing is ever updated.
 * $1 partition id, $2 the partition's first offset in this segment. Run under the partition's lock, in a statement behind it.
 */
export function insertBatch(segmentId: number): PreparedStatement {
  const table = `millrace_segments.s${segmentId}`;
  return {
    name: `insert_s${segmentId}`,
    text: `with position as materialized (
  select coalesce(
           (select b.last_offset + 1 from ${table} b where b.partition_id = $1::integer order by b.base_offset desc limit 1),
           $2::bigint) as base_offset,
         millrace.now() as append_time)
insert into ${table} (
  base_offset, last_offset, append_time, base_timestamp, max_timestamp, crc, partition_id, record_count, log_epoch,
  byte_size, format, offset_deltas, timestamp_deltas, keys, "values", header_counts, header_names, header_values)
select p.base_offset, p.base_offset + $3::integer - 1, p.append_time, coalesce($4::bigint, p.append_time),
       coalesce($5::bigint, p.append_time), $6::bigint, $1, $3, 0, $7::integer, 1, null, $8::bigint[], $9::bytea[],
       $10::bytea[], $11::integer[], $12::text[], $13::bytea[]
from position p
returning base_offset, append_time`,
  };
}

const insertParameters = 13;

/** Binds the rows of `appends` to portals r0, r1, … and gives their number. Nothing runs yet: no lock is held meanwhile. */
export function bindInserts(writer: PipelineWriter, appends: readonly PartitionAppend[]): number {
  let portals = 0;
  for (const append of appends) {
    const statement = insertBatch(append.topic.segmentId);
    for (const batch of append.encoded) {
      writer.bind(`r${portals}`, statement, insertParameters);
      portals += 1;
      writeParameters(writer, append, batch);
    }
  }
  return portals;
}

function writeParameters(writer: PipelineWriter, append: PartitionAppend, batch: EncodedBatch): void {
  writer.int4(append.partition.id);
  writer.int8(append.partition.segmentFirstOffset);
  writer.int4(batch.count);
  for (const timestamp of [batch.baseTimestamp, batch.maxTimestamp]) {
    if (timestamp === null) writer.null();
    else writer.int8(timestamp);
  }
  writer.int8(batch.crc);
  writer.int4(batch.byteSize);
  for (const column of [
    batch.encodedTimestampDeltas,
    batch.keys,
    batch.values,
    batch.headerCounts,
    batch.headerNames,
    batch.headerValues,
  ]) {
    if (column) writer.binary(column);
    else writer.null();
  }
}
