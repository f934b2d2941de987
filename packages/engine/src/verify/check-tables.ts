import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

/** What the tables of millrace_segments are there for, by name. Other names than these are nothing of ours. */
export const knownTablesSql = `
select 's' || coalesce(s.table_id, s.id) from millrace.segments s
union all select 's' || d.segment_id from millrace.dropped_segments d
union all select 'o' || o.id from millrace.offset_tables o
union all select 'p' || p.id from millrace.producer_tables p
union all select unnest(array['x' || x.id, 'x' || x.id || '_progress']) from millrace.outbox_tables x`;

const orphansSql = `
select c.relname as name, pg_total_relation_size(c.oid)::float8 as bytes
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'millrace_segments' and c.relkind = 'r' and c.relname ~ '^([sop][0-9]+|x[0-9]+(_progress)?)$' and c.relname not in (${knownTablesSql})
order by c.relname`;

const missingOffsetTablesSql = `
select o.id, o.sealed_at is null as open
from millrace.offset_tables o
where not exists (
  select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'millrace_segments' and c.relname = 'o' || o.id)
  and o.carried_over_at is null
order by o.id`;

const sharedSql = `
select coalesce(s.table_id, s.id) as table_id, string_agg(s.id::text, ', ' order by s.id) as ids, min(t.name) as topic
from millrace.segments s join millrace.topics t on t.id = s.topic_id
group by 1 having count(*) > 1 order by 1`;

const doomedSql = `
select d.segment_id as table_id, t.name as topic
from millrace.dropped_segments d
join millrace.segments s on coalesce(s.table_id, s.id) = d.segment_id
join millrace.topics t on t.id = s.topic_id
order by 1`;

/**
 * Postgres's tables against the catalogue. Both are read in one snapshot, and whoever makes, swaps or drops a table changes both
 * in one transaction: what is under way is not found. Segments without a table are found by `checkSegment`.
 */
export function checkTables({ session, findings, topicIds }: CheckScope): Promise<void> {
  if (topicIds) return Promise.resolve();
  return inSnapshot(session, async () => {
    const orphans = await session.query<{ name: string; bytes: number }>(orphansSql);
    for (const { name, bytes } of orphans.rows) {
      findings.add({
        code: 'ORPHANED_TABLE',
        table: `millrace_segments.${name}`,
        message: `Nothing in the catalogue names this table of ${bytes} bytes.`,
        hint: `If a restore of the catalogue lost its segment, restore again. Else it only takes space: drop table millrace_segments."${name}".`,
      });
    }
    const offsets = await session.query<{ id: number; open: boolean }>(missingOffsetTablesSql);
    for (const { id, open } of offsets.rows) {
      findings.add({
        code: 'MISSING_TABLE',
        table: `millrace_segments.o${id}`,
        message: `The ${open ? 'open' : 'sealed'} table of committed offsets is not there.`,
        hint: 'Restore it from a backup. Without one, consumer groups begin where their reset policy says; ask for help before you change millrace.offset_tables.',
      });
    }
    const shared = await session.query<{ table_id: number; ids: string; topic: string }>(sharedSql);
    for (const { table_id, ids, topic } of shared.rows) {
      findings.add({
        code: 'SHARED_TABLE',
        topic,
        table: `millrace_segments.s${table_id}`,
        message: `Several segments are in this one table: ${ids}.`,
        hint: 'Stop all nodes and restore millrace.segments from a backup.',
      });
    }
    const doomed = await session.query<{ table_id: number; topic: string }>(doomedSql);
    for (const { table_id, topic } of doomed.rows) {
      findings.add({
        code: 'DOOMED_TABLE',
        topic,
        table: `millrace_segments.s${table_id}`,
        message: 'A segment is in this table, and it is about to be dropped.',
        hint: `At once: delete from millrace.dropped_segments where segment_id = ${table_id}.`,
      });
    }
  });
}
