import type { Pool } from 'pg';

export interface LogStorage {
  /** Bytes with indexes. */
  readonly topics: readonly { readonly name: string; readonly bytes: number }[];
  /** Tables that left the log and wait until nobody reads them any more. */
  readonly waitingTables: number;
  readonly waitingBytes: number;
}

/** A sealed segment's size is on its row: asking the file system for each table of a large log would take seconds. */
const topicsSql = `
select t.name, coalesce(sum(coalesce(s.byte_size,
  pg_total_relation_size(to_regclass('millrace_segments.s' || coalesce(s.table_id, s.id))))), 0)::bigint as bytes
from (select id, name from millrace.topics order by name limit $1) t
left join millrace.segments s on s.topic_id = t.id
group by t.id, t.name order by t.name`;

const waitingSql = `
select count(*)::integer as tables,
       coalesce(sum(pg_total_relation_size(to_regclass('millrace_segments.s' || segment_id))), 0)::bigint as bytes
from millrace.dropped_segments where not filling`;

/** What the log has on disk. */
export async function readStorage(pool: Pool, first: number): Promise<LogStorage> {
  const topics = await pool.query<{ name: string; bytes: string }>(topicsSql, [first]);
  const waiting = await pool.query<{ tables: number; bytes: string }>(waitingSql);
  const [{ tables, bytes } = { tables: 0, bytes: '0' }] = waiting.rows;
  return {
    topics: topics.rows.map((row) => ({ name: row.name, bytes: Number(row.bytes) })),
    waitingTables: tables,
    waitingBytes: Number(bytes),
  };
}
