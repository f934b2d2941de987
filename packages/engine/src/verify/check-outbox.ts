import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

/** Not of a snapshot: a sequence shows its value as it is now. */
const openSql = 'select last_value::integer as open from millrace.open_outbox_table';

const tablesSql = `
select t.id, coalesce(bool_or(c.relname = 'x' || t.id), false) as rows, coalesce(bool_or(c.relname = 'x' || t.id || '_progress'), false) as progress
from millrace.outbox_tables t
left join pg_namespace n on n.nspname = 'millrace_segments'
left join pg_class c on c.relnamespace = n.oid and c.relname in ('x' || t.id, 'x' || t.id || '_progress')
group by t.id order by t.id`;

/** The outbox: a table that is written into, and of every table the one that says how far it is relayed. */
export async function checkOutbox({ session, findings, topicIds }: CheckScope): Promise<void> {
  if (topicIds) return;
  // Before the snapshot: the table it names was made before, and may at most have been relayed and dropped since.
  const before = await session.query<{ open: number }>(openSql);
  await inSnapshot(session, async () => {
    const { rows: tables } = await session.query<{ id: number; rows: boolean; progress: boolean }>(tablesSql);
    const open = before.rows[0]?.open ?? 0;
    const after = await session.query<{ open: number }>(openSql);
    if (after.rows[0]?.open === open && !tables.some(({ id }) => id === open)) {
      findings.add({
        code: 'OUTBOX_TABLES',
        table: `millrace_segments.x${open}`,
        message: `The outbox writes into table ${open}, and millrace.outbox_tables does not know it: nothing can be produced with SQL.`,
        hint: "select setval('millrace.open_outbox_table', max(id)) from millrace.outbox_tables; where there is none: select setval('millrace.open_outbox_table', millrace.create_outbox_table()).",
      });
    }
    for (const { id, rows, progress } of tables) {
      for (const [there, name] of [
        [rows, `x${id}`],
        [progress, `x${id}_progress`],
      ] as const) {
        if (there) continue;
        findings.add({
          code: 'MISSING_TABLE',
          table: `millrace_segments.${name}`,
          message:
            'A table of the outbox is not there: what was produced with SQL and not relayed yet is lost, or would be relayed twice.',
          hint: `Restore it from a backup; or, if nothing in it matters: drop what is left of x${id}, then delete from millrace.outbox_tables where id = ${id}.`,
        });
      }
    }
    for (const { id } of tables.filter((table) => table.rows)) {
      const table = `millrace_segments.x${Math.trunc(id)}`;
      const ids = await session.query<{ highest: number | null; given: number }>(
        `select max(t.id)::float8 as highest, (select last_value from millrace.outbox_ids)::float8 as given from ${table} t`,
      );
      const { highest, given } = ids.rows[0] as { highest: number | null; given: number };
      if (highest === null || highest <= given) continue;
      findings.add({
        code: 'SEQUENCE_BEHIND',
        table,
        message: `The sequence millrace.outbox_ids is at ${given}, and the outbox has a row ${highest}: records would come out of their order.`,
        hint: `select setval('millrace.outbox_ids', ${highest}).`,
      });
    }
  });
}
