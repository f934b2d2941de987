import type { BenchContext } from '../case.ts';

/**
 * Runs `work` while another session holds a transaction open that has read every table of Millrace, those that are
 * written to as well, as a report or pg_dump does.
 */
export async function withHeldTransaction<T>(context: BenchContext, work: () => Promise<T>): Promise<T> {
  const session = await context.postgres.connect();
  try {
    await session.query('begin isolation level repeatable read');
    const { rows } = await session.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname like 'millrace%'`,
    );
    for (const { name } of rows) await session.query(`select count(*) from ${name}`);
    return await work();
  } finally {
    await session.query('rollback');
    await session.end();
  }
}
