import { silentLogger } from '@millrace/core';
import type { Pool } from 'pg';
import { offsetTables as tables } from '../commit/offset-tables.ts';
import type { OpenTable } from '../rolled-table/rolled-tables.ts';
import { Refusals } from '../segment/refusals.ts';

export const readOpenOffsetTable = (pool: Pool): Promise<OpenTable> => tables.readOpen(pool);
export const rollOffsetTable = (pool: Pool, id: number): Promise<boolean> => tables.roll(pool, id);
export const carryOverOffsets = (pool: Pool): Promise<number | null> => tables.carryOver(pool);

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
    return await tables.drop(client, new Refusals(silentLogger, ''));
  } finally {
    client.release();
  }
}
