import type { Pool } from 'pg';
import { isDroppedTable } from '../fetch/retry-dropped.ts';
import type { Refusals } from '../segment/refusals.ts';

const unmeasuredSql = `
select t.name as topic, s.id, coalesce(s.table_id, s.id) as table_id
from millrace.segments s join millrace.topics t on t.id = s.topic_id
where s.sealed_at is not null and (s.max_timestamp is null or s.byte_size is null or s.row_count is null) order by s.id`;

/** For `Refusals`. */
export const measureRefused = 'A segment cannot be measured: it leaves the log only when its records are deleted';

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
 * changes any more. Reads the rows, not their records, which Postgres keeps apart. One that cannot be read is told to `refusals`, and tried
 * again the next time.
 */
export async function measureSegments(pool: Pool, refusals: Refusals, signal: AbortSignal): Promise<void> {
  const { rows } = await pool.query<{ topic: string; id: number; table_id: number }>(unmeasuredSql);
  for (const { topic, id, table_id } of rows) {
    if (signal.aborted) return;
    try {
      const measured = await pool.query<Measured>(measureSql(Math.trunc(table_id)));
      const { max_timestamp, byte_size, row_count, record_count } = measured.rows[0] as Measured;
      await pool.query(rememberSql, [id, table_id, max_timestamp, byte_size, row_count, record_count]);
    } catch (error) {
      // Its topic was deleted meanwhile.
      if (isDroppedTable(error)) continue;
      refusals.refused(`millrace_segments.s${table_id}`, error, { topic, segment: id });
    }
  }
}
