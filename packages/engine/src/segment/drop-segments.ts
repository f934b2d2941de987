import type { PoolClient } from 'pg';
import type { Refusals } from './refusals.ts';
import { tryDrop } from './try-drop.ts';

/**
 * The names of topics: taken shared by whoever makes a topic. Without it a view would be dropped right when a topic of its
 * name is made again and relies on it.
 */
const lockNames = 'select pg_advisory_xact_lock(millrace.topic_lock(), 0)';

/** Views without a topic. What is found is looked at once more behind the lock, by the statement that drops it. */
const orphanedViewsSql = `
select v.viewname, format('do $do$ begin
  if not exists (select from millrace.topics t where millrace.topic_view(t.name) = %1$L) then
    drop view if exists millrace_topics.%1$I;
  end if;
end $do$', v.viewname) as drop
from pg_views v
where v.schemaname = 'millrace_topics'
  and not exists (select from millrace.topics t where millrace.topic_view(t.name) = v.viewname)`;

/**
 * Drops the tables of deleted topics and of segments that left the log, and the views that no topic has any more. Gives the number
 * of those that somebody still reads: they are for the next time. What Postgres refuses to drop is told to `refusals`, and left to
 * the next look: only a person can help.
 */
export async function dropSegments(client: PoolClient, refusals: Refusals, signal: AbortSignal): Promise<number> {
  const tables = await client.query<{ segment_id: number }>(
    'select segment_id from millrace.dropped_segments where not filling order by 1',
  );
  let left = 0;
  const drop = async (name: string, ...statements: string[]) => {
    try {
      if (!(await tryDrop(client, ...statements))) left += 1;
    } catch (error) {
      refusals.refused(name, error);
    }
  };
  for (const { segment_id } of tables.rows) {
    if (signal.aborted) return left;
    const id = Math.trunc(segment_id);
    await drop(`millrace_segments.s${id}`, `select millrace.drop_segment(${id})`);
  }
  const views = await client.query<{ viewname: string; drop: string }>(orphanedViewsSql);
  for (const view of views.rows) await drop(`millrace_topics.${view.viewname}`, lockNames, view.drop);
  return left;
}
