import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

/** The ids that tables' names are made of and rows point to, each with what gives the next one. */
const behindSql = `
select used.what, used.sequence, used.highest::float8, given.last_value::float8
from (
  select 'millrace.topics' as what, 'millrace.topics_id_seq' as sequence, max(id)::bigint as highest from millrace.topics
  union all select 'millrace.partitions', 'millrace.partitions_id_seq', max(id) from millrace.partitions
  union all select 'tables s… of millrace_segments', 'millrace.segments_id_seq', max(substr(c.relname, 2)::bigint)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'millrace_segments' and c.relkind = 'r' and c.relname ~ '^s[0-9]{1,10}$'
  union all select 'millrace.segments', 'millrace.segments_id_seq', max(id) from millrace.segments
  union all select 'millrace.consumer_groups', 'millrace.consumer_groups_id_seq', max(id) from millrace.consumer_groups
  union all select 'millrace.producers', 'millrace.producers_id_seq', max(id) from millrace.producers
  union all select 'millrace.producer_tables', 'millrace.producer_tables_id_seq', max(id) from millrace.producer_tables
  union all select 'millrace.outbox_tables', 'millrace.outbox_tables_id_seq', max(id) from millrace.outbox_tables
  union all select 'millrace.offset_tables', 'millrace.offset_tables_id_seq', max(id) from millrace.offset_tables
) used
cross join lateral (select coalesce(pg_sequence_last_value(used.sequence::regclass), 0) as last_value) given
where used.highest > given.last_value`;

/** Sequences are not behind the ids that are in use, as they are after a restore that left them out. */
export function checkSequences({ session, findings, topicIds }: CheckScope): Promise<void> {
  if (topicIds) return Promise.resolve();
  return inSnapshot(session, async () => {
    const { rows } = await session.query<{ what: string; sequence: string; highest: number; last_value: number }>(
      behindSql,
    );
    for (const { what, sequence, highest, last_value } of rows) {
      findings.add({
        code: 'SEQUENCE_BEHIND',
        table: sequence,
        message: `The sequence is at ${last_value}, and ${what} has ${highest} already.`,
        hint: `Ids would be given twice: select setval('${sequence}', ${highest}).`,
      });
    }
  });
}
