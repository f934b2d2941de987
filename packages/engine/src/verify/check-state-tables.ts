import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

const missingSql = `
select t.id, t.kind, t.partition, s.name as store, a.name as application
from millrace.state_tables t
join millrace.state_stores s on s.id = t.store_id join millrace.streams_applications a on a.id = s.application_id
where not exists (
  select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'millrace_state' and c.relname = 't' || t.id)
order by t.id`;

// Those that wait to be dropped, or are being filled, are in the catalogue too.
const orphansSql = `
select c.relname as name, pg_total_relation_size(c.oid)::float8 as bytes
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'millrace_state' and c.relkind = 'r' and c.relname ~ '^t[0-9]+$' and c.relname not in (
  select 't' || t.id from millrace.state_tables t union all select 't' || d.table_id from millrace.dropped_state_tables d)
order by c.relname`;

interface MissingRow {
  readonly id: number;
  readonly kind: 'DELTA' | 'RUN';
  readonly partition: number;
  readonly store: string;
  readonly application: string;
}

/** The state of stream processors: its tables against the catalogue, which change in one transaction. What is in them is not looked at. */
export function checkStateTables({ session, findings, topicIds }: CheckScope): Promise<void> {
  if (topicIds) return Promise.resolve();
  return inSnapshot(session, async () => {
    const missing = await session.query<MissingRow>(missingSql);
    for (const { id, kind, partition, store, application } of missing.rows) {
      findings.add({
        code: 'MISSING_TABLE',
        partition,
        table: `millrace_state.t${id}`,
        message: `A ${kind === 'RUN' ? 'run' : 'delta table'} of the store "${store}" of the application "${application}" is not there: a part of its state is lost.`,
        hint: 'Restore it from a backup of the whole database; or stop the application and reset it, so that it reads its input anew.',
      });
    }
    const orphans = await session.query<{ name: string; bytes: number }>(orphansSql);
    for (const { name, bytes } of orphans.rows) {
      findings.add({
        code: 'ORPHANED_TABLE',
        table: `millrace_state.${name}`,
        message: `No state in the catalogue names this table of ${bytes} bytes.`,
        hint: `If a restore of the catalogue lost its state, restore again. Else it only takes space: drop table millrace_state."${name}".`,
      });
    }
  });
}
