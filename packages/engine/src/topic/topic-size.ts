import type { Pool } from 'pg';

const sql = `
select s.topic_id, coalesce(sum(pg_total_relation_size(to_regclass('millrace_segments.s' || coalesce(s.table_id, s.id)))), 0)::bigint as bytes
from millrace.segments s where s.topic_id = any ($1) group by s.topic_id`;

/** Bytes on disk of topics' segment tables with their indexes, in the order of the topics; 0 for one that is not there. */
export async function readTopicSizes(pool: Pool, topicIds: readonly number[]): Promise<number[]> {
  const { rows } = await pool.query<{ topic_id: number; bytes: string }>(sql, [topicIds]);
  const sizes = new Map(rows.map((row) => [row.topic_id, Number(row.bytes)]));
  return topicIds.map((id) => sizes.get(id) ?? 0);
}
