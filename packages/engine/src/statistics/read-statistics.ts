import type { Pool } from 'pg';
import { integerLiteral } from '../fetch/copy-rows.ts';
import { isDroppedTable } from '../fetch/retry-dropped.ts';
import type { SegmentStatistics } from './topic-statistics.ts';

type SegmentRow = {
  id: number;
  table_id: number;
  opened_at: Date;
  sealed_at: Date | null;
  size_bytes: string;
  main_pages: string;
  key_index_bytes: string;
  record_count: string | null;
  row_count: string | null;
  max_timestamp: string | null;
  compacted: boolean;
  removed_records: string;
  removed_bytes: string;
};

/** Sizes are those of the files; a table that is just being dropped has none. */
const segmentsSql = `
select s.id, f.table_id, s.opened_at, s.sealed_at, s.record_count, s.row_count, s.max_timestamp, s.compacted,
       s.removed_records, s.removed_bytes,
       coalesce(pg_total_relation_size(f.relation), 0) as size_bytes, coalesce(pg_relation_size(f.relation), 0) / 8192 as main_pages,
       coalesce(pg_relation_size(f.key_index), 0) as key_index_bytes
from millrace.segments s
cross join lateral (
  select coalesce(s.table_id, s.id) as table_id,
         to_regclass('millrace_segments.s' || coalesce(s.table_id, s.id)) as relation,
         to_regclass('millrace_segments.' || millrace.key_index_name(coalesce(s.table_id, s.id))) as key_index
) f
where s.topic_id = $1 order by s.id desc`;

export interface KnownSegment extends SegmentStatistics {
  readonly tableId: number;
  /** Of its rows, without what Postgres keeps apart. */
  readonly mainPages: number;
}

const numberOrNull = (text: string | null) => (text === null ? null : Number(text));

/** A topic's segments, newest first, from the catalogue and the sizes of files. */
export async function readSegments(pool: Pool, topicId: number): Promise<KnownSegment[]> {
  const { rows } = await pool.query<SegmentRow>(segmentsSql, [topicId]);
  return rows.map((row) => ({
    id: row.id,
    tableId: row.table_id,
    openedAt: row.opened_at,
    sealedAt: row.sealed_at,
    sizeBytes: Number(row.size_bytes),
    mainPages: Number(row.main_pages),
    keyIndexBytes: Number(row.key_index_bytes),
    recordCount: numberOrNull(row.record_count),
    batchCount: numberOrNull(row.row_count),
    maxTimestamp: row.max_timestamp === null || row.max_timestamp === '-1' ? null : Number(row.max_timestamp),
    compacted: row.compacted,
    removedRecords: Number(row.removed_records),
    removedBytes: Number(row.removed_bytes),
  }));
}

/** Pages of a segment that a sample reads, about. */
const samplePages = 200;
/** From how many records on a batch belongs to the next size. */
export const sizeSteps = [1, 2, 10, 100, 1_000, 10_000] as const;

export interface BatchSample {
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
  /** Of each of `sizeSteps`: batches, and their records. */
  readonly sizes: readonly { readonly batches: number; readonly records: number }[];
}

type SampleRow = { size: number; batches: string; records: string; bytes: string };

/** Looks at the rows of some pages: none of what they hold is read. */
const sampleSql = (table: string, percent: string) => `
select width_bucket(record_count, array[${sizeSteps.join(', ')}]) as size, count(*) as batches, sum(record_count) as records,
       sum(byte_size) as bytes
from ${table} tablesample system (${percent}) group by 1`;

/** undefined: its table was dropped meanwhile. */
export async function sampleBatches(pool: Pool, segment: KnownSegment): Promise<BatchSample | undefined> {
  const percent = Math.max(1, Math.min(100, Math.ceil((100 * samplePages) / Math.max(1, segment.mainPages))));
  const table = `millrace_segments.s${integerLiteral(segment.tableId)}`;
  try {
    const { rows } = await pool.query<SampleRow>(sampleSql(table, integerLiteral(percent)));
    const sum = (column: 'batches' | 'records' | 'bytes') =>
      rows.reduce((total, row) => total + Number(row[column]), 0);
    return {
      batches: sum('batches'),
      records: sum('records'),
      bytes: sum('bytes'),
      sizes: sizeSteps.map((_, i) => {
        const row = rows.find(({ size }) => size === i + 1);
        return { batches: Number(row?.batches ?? 0), records: Number(row?.records ?? 0) };
      }),
    };
  } catch (error) {
    if (isDroppedTable(error)) return undefined;
    throw error;
  }
}

/** The first row of each partition that still counts, and the last one. */
const timesSql = (table: string) => `
select min(f.base_timestamp) as oldest, max(l.max_timestamp) as newest
from millrace.partitions p
left join lateral (
  select b.base_timestamp from ${table} b where b.partition_id = p.id and b.last_offset >= p.log_start_offset
  order by b.base_offset limit 1
) f on true
left join lateral (
  select b.max_timestamp from ${table} b where b.partition_id = p.id and b.last_offset >= p.log_start_offset
  order by b.base_offset desc limit 1
) l on true
where p.topic_id = $1`;

/** Times of a segment's first and last rows; null where it holds none, or was dropped meanwhile. */
export async function readTimes(
  pool: Pool,
  topicId: number,
  segment: KnownSegment,
): Promise<{ oldest: number | null; newest: number | null }> {
  try {
    const sql = timesSql(`millrace_segments.s${integerLiteral(segment.tableId)}`);
    const { rows } = await pool.query<{ oldest: string | null; newest: string | null }>(sql, [topicId]);
    return { oldest: numberOrNull(rows[0]?.oldest ?? null), newest: numberOrNull(rows[0]?.newest ?? null) };
  } catch (error) {
    if (isDroppedTable(error)) return { oldest: null, newest: null };
    throw error;
  }
}
