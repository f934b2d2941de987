import type { Client } from 'pg';

/** What the catalogue says of a segment, in the snapshot in which its rows are read. */
export interface SegmentLook {
  readonly topic: string;
  readonly tableId: number;
  readonly sealed: boolean;
  /** Whether offsets may be missing in it. */
  readonly compacted: boolean;
  /** The log's epoch: no row has a higher one. */
  readonly logEpoch: number;
  /** What the catalogue counts in it; null: not counted yet. */
  readonly rowCount: number | null;
  readonly recordCount: number | null;
  /** Whether its table is there. */
  readonly hasTable: boolean;
}

/** A partition's place in a segment. */
export interface PartitionSpan {
  readonly partition: number;
  readonly logStartOffset: number;
  /** Where it begins in the segment. */
  readonly firstOffset: number;
  /** Where it begins in the next one; null where there is none. */
  readonly nextOffset: number | null;
}

const lookSql = `
select t.name as topic, coalesce(s.table_id, s.id) as table_id, s.sealed_at is not null as sealed, s.compacted,
       (select max(l.epoch) from millrace.log_epoch l) as log_epoch,
       s.row_count::float8, s.record_count::float8,
       exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname = 'millrace_segments' and c.relname = 's' || coalesce(s.table_id, s.id)) as has_table
from millrace.segments s join millrace.topics t on t.id = s.topic_id
where s.id = $1`;

const spansSql = `
select b.partition_id, p.index, p.log_start_offset::float8, b.first_offset::float8,
       (select n.first_offset::float8 from millrace.segment_bounds n
        where n.partition_id = b.partition_id and n.segment_id > b.segment_id order by n.segment_id limit 1) as next_offset
from millrace.segment_bounds b join millrace.partitions p on p.id = b.partition_id
where b.segment_id = $1`;

/** null: the segment is not in the log any more. */
export async function lookAtSegment(session: Client, segmentId: number): Promise<SegmentLook | null> {
  const { rows } = await session.query<{
    topic: string;
    table_id: number;
    sealed: boolean;
    compacted: boolean;
    log_epoch: number | null;
    row_count: number | null;
    record_count: number | null;
    has_table: boolean;
  }>(lookSql, [segmentId]);
  const row = rows[0];
  if (!row) return null;
  const { topic, table_id, sealed, compacted, log_epoch, row_count, record_count, has_table } = row;
  return {
    topic,
    tableId: table_id,
    sealed,
    compacted,
    logEpoch: log_epoch ?? Number.POSITIVE_INFINITY,
    rowCount: row_count,
    recordCount: record_count,
    hasTable: has_table,
  };
}

/** By the partition's id. */
export async function readSpans(session: Client, segmentId: number): Promise<Map<number, PartitionSpan>> {
  const { rows } = await session.query<{
    partition_id: number;
    index: number;
    log_start_offset: number;
    first_offset: number;
    next_offset: number | null;
  }>(spansSql, [segmentId]);
  return new Map(
    rows.map((row) => [
      row.partition_id,
      {
        partition: row.index,
        logStartOffset: row.log_start_offset,
        firstOffset: row.first_offset,
        nextOffset: row.next_offset,
      },
    ]),
  );
}
