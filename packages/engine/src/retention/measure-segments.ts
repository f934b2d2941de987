import type { Pool } from 'pg';
import { isDroppedTable } from '../fetch/retry-dropped.ts';

const unmeasuredSql = `
select id, coalesce(table_id, id) as table_id from millrace.segments
where sealed_at is not null and (max_timestamp is null or byte_size is null or row_count is null) order by id`;

const measureSql = (tableId: number) => `
select coalesce(max(max_timestamp), -1) as max_timestamp, count(*) as row_count, coalesce(sum(record_count), 0) as record_count,
       pg_total_relation_size('millrace_segments.s${tableId}') as byte_size
from millrace_segments.s${tableId}`;

const rememberSql = `
update millrace.segments set max_timestamp = $3, byte_size = $4, row_count = $5, record_count = $6
where id = $1 and coalesce(table_id, id) = $2`;

type Measured = { max_timestamp: string; byte_size: string; row_count: string; record_count: string };

/**
 * Looks up once of every sealed segment how old its newest record is, how large it is and how many records it holds: none of it
 * changes any more. Reads the rows, not their records, which Postgres keeps apart.
 */
export async function measureSegments(pool: Pool, signal: AbortSignal): Promise<void> {
  const { rows } = await pool.query<{ id: number; table_id: number }>(unmeasuredSql);
  for (const { id, table_id } of rows) {
    if (signal.aborted) return;
    try {
      const measured = await pool.query<Measured>(measureSql(Math.trunc(table_id)));
      const { max_timestamp, byte_size, row_count, record_count } = measured.rows[0] as Measured;
      await pool.query(rememberSql, [id, table_id, max_timestamp, byte_size, row_count, record_count]);
    } catch (error) {
      // Its topic was deleted meanwhile.
      if (!isDroppedTable(error)) throw error;
    }
  }
}
