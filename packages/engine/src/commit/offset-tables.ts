import type { Pool, PoolClient } from 'pg';
import { tryDrop } from '../segment/try-drop.ts';

export interface OpenOffsetTable {
  readonly id: number;
  /** On disk; without indexes. */
  readonly byteSize: number;
  /** What of it came from the table before. */
  readonly carriedBytes: number;
}

const openTableSql = `
select t.id, t.carried_bytes, pg_table_size(to_regclass('millrace_segments.o' || t.id))::bigint as bytes
from millrace.offset_tables t where t.sealed_at is null`;

interface OpenRow {
  readonly id: number;
  readonly bytes: string;
  readonly carried_bytes: string;
}

export async function readOpenOffsetTable(pool: Pool): Promise<OpenOffsetTable> {
  const { rows } = await pool.query<OpenRow>(openTableSql);
  const row = rows[0] as OpenRow;
  return { id: row.id, byteSize: Number(row.bytes), carriedBytes: Number(row.carried_bytes) };
}

/**
 * Seals the table and opens the next one, unless another node has, or the one before is not carried over yet. False where
 * nothing was rolled. Rejects with lock_not_available (55P03) when a commit is on its way for longer than 100 ms: try again later.
 */
export async function rollOffsetTable(pool: Pool, id: number): Promise<boolean> {
  const { rows } = await pool.query<{ id: number }>('select millrace.roll_offset_table($1) as id', [id]);
  return rows[0]?.id !== id;
}

/** Copies the newest rows of the sealed table into the open one; null when there is none, or another node is at it. */
export async function carryOverOffsets(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ copied: string | null }>('select millrace.carry_over_offsets() as copied');
  return rows[0]?.copied == null ? null : Number(rows[0].copied);
}

/** Drops the tables that were carried over. Gives the number of those that somebody still reads: they are for the next time. */
export async function dropOffsetTables(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'select id from millrace.offset_tables where carried_over_at is not null order by id',
  );
  let left = 0;
  for (const row of rows) {
    const id = Math.trunc(row.id);
    const dropped = await tryDrop(
      client,
      `drop table if exists millrace_segments.o${id}`,
      `delete from millrace.offset_tables where id = ${id}`,
    );
    if (!dropped) left += 1;
  }
  return left;
}
