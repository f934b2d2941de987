import type { Pool } from 'pg';
import { dropOffsetTables, readOpenOffsetTable, rollOffsetTable } from '../commit/offset-tables.ts';

/** Names of the tables of committed offsets that are there. */
export async function offsetTables(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'millrace_segments' and tablename like 'o%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Rolls the table that is open now. */
export async function roll(pool: Pool): Promise<boolean> {
  return rollOffsetTable(pool, (await readOpenOffsetTable(pool)).id);
}

export async function drop(pool: Pool): Promise<number> {
  const client = await pool.connect();
  try {
    return await dropOffsetTables(client);
  } finally {
    client.release();
  }
}
