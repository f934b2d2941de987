import type { PoolClient } from 'pg';
import { tryDrop } from './try-drop.ts';

/**
 * The names of topics: taken shared by whoever makes a topic. Without it a view would be dropped right when a topic of its
 * name is made again and relies on it.
 */
const lockNames = 'select pg_advisory_xact_lock(millrace.topic_lock(), 0)';

/** Views without a topic. What is found is looked at once more behind the lock, by the statement that drops it. */
const orphanedViewsSql = `
select format('do $do$ begin
  if not exists (select from millrace.topics t where millrace.topic_view(t.name) = %1$L) then
    drop view if exists millrace_topics.%1$I;
  end if;
end $do$', v.viewname) as drop
from pg_views v
where v.schemaname = 'millrace_topics'
  and not exists (select from millrace.topics t where millrace.topic_view(t.name) = v.viewname)`;

/**
 * Drops the tables of deleted topics and of segments that left the log, and the views that no topic has any more. Gives the number
 * of those that somebody still reads: they are for the next time.
 */
export async function dropSegments(client: PoolClient, signal: AbortSignal): Promise<number> {
  const tables = await client.query<{ segment_id: number }>(
    'select segment_id from millrace.dropped_segments where not filling order by 1',
  );
  let left = 0;
  for (const { segment_id } of tables.rows) {
    if (signal.aborted) return left;
    if (!(await tryDrop(client, `select millrace.drop_segment(${Math.trunc(segment_id)})`))) left += 1;
  }
  const views = await client.query<{ drop: string }>(orphanedViewsSql);
  for (const { drop } of views.rows) if (!(await tryDrop(client, lockNames, drop))) left += 1;
  return left;
}
