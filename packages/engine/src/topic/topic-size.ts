import type { Pool } from 'pg';

const sql = `
select coalesce(sum(pg_total_relation_size(to_regclass('millrace_segments.s' || coalesce(s.table_id, s.id)))), 0)::bigint as bytes
from millrace.segments s where s.topic_id = $1`;

/** Bytes on disk of a topic's segment tables with their indexes. */
export async function readTopicSize(pool: Pool, topicId: number): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(sql, [topicId]);
  return Number(rows[0]?.bytes ?? 0);
}
