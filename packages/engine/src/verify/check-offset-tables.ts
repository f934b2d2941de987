import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

const statesSql = `
select count(*) filter (where sealed_at is null)::integer as open,
       count(*) filter (where sealed_at is not null and carried_over_at is null)::integer as sealed
from millrace.offset_tables`;

const presentSql = `
select o.id from millrace.offset_tables o
join pg_class c on c.relname = 'o' || o.id
join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'millrace_segments'
where o.carried_over_at is null order by o.id`;

/** Of the tables of committed offsets one is open, at most one waits to be carried over, and their ids are behind the sequence. */
export function checkOffsetTables({ session, findings, topicIds }: CheckScope): Promise<void> {
  if (topicIds) return Promise.resolve();
  return inSnapshot(session, async () => {
    const states = await session.query<{ open: number; sealed: number }>(statesSql);
    const { open, sealed } = states.rows[0] as { open: number; sealed: number };
    if (open !== 1) {
      findings.add({
        code: 'OFFSET_TABLES',
        message: `${open} tables of committed offsets are open.`,
        hint:
          open === 0
            ? 'No group can commit. Open one: select millrace.create_offset_table().'
            : 'Stop all nodes and seal all but the newest: update millrace.offset_tables set sealed_at = now() where id = …; then select millrace.carry_over_offsets() until it gives null.',
      });
    }
    if (sealed > 1) {
      findings.add({
        code: 'OFFSET_TABLES',
        message: `${sealed} tables of committed offsets are sealed and not carried over; one is the most.`,
        hint: 'select millrace.carry_over_offsets() until it gives null.',
      });
    }
    const { rows } = await session.query<{ id: number }>(presentSql);
    for (const { id } of rows) {
      const table = `millrace_segments.o${Math.trunc(id)}`;
      const ids = await session.query<{ highest: number; given: number }>(
        `select max(t.id)::float8 as highest, (select last_value from millrace.committed_offset_ids)::float8 as given from ${table} t`,
      );
      const { highest, given } = ids.rows[0] as { highest: number | null; given: number };
      if (highest === null || highest <= given) continue;
      findings.add({
        code: 'SEQUENCE_BEHIND',
        table,
        message: `The sequence millrace.committed_offset_ids is at ${given}, and a committed offset has ${highest}: newer commits would not count.`,
        hint: `select setval('millrace.committed_offset_ids', ${highest}).`,
      });
    }
  });
}
