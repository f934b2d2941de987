import type { Pool } from 'pg';

/**
 * Takes the segments before `nextSegmentId` out of a topic's log and tells all nodes. Gives how many it took: none when others have
 * changed the topic's segments since. Rejects with lock_not_available (55P03) while a roll or a deletion is under way: try again.
 */
export async function expireSegments(
  pool: Pool,
  topic: { readonly topicId: number; readonly topic: string },
  nextSegmentId: number,
): Promise<number> {
  const { rows } = await pool.query<{ expired: number }>(
    `select millrace.expire_segments($1, $2) as expired, pg_notify('millrace_catalogue', $3)`,
    [topic.topicId, nextSegmentId, topic.topic],
  );
  return rows[0]?.expired ?? 0;
}
