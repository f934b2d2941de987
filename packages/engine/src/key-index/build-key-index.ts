import type { Pool, PoolClient } from 'pg';
import { integerLiteral } from '../fetch/copy-rows.ts';
import { cancelOnAbort } from '../search/cancel-on-abort.ts';

/**
 * The index is made in a transaction, so that whoever dies while making it leaves nothing. It locks the table against writers, of which a
 * sealed segment has none, and against VACUUM, which it had before; readers go on. One process, a bounded memory: the disk is
 * its only load, and whoever makes many rests between them (`Pace`). Gives up after 50 ms when it cannot have the lock.
 */
const beginSql = `
begin; set local lock_timeout = '50ms'; set local statement_timeout = 0; set local maintenance_work_mem = '64MB';
set local max_parallel_maintenance_workers = 0;
select set_config(name, '0', true) from pg_settings where name = 'transaction_timeout'`;

/** One that somebody made by hand and that is not whole, because CREATE INDEX CONCURRENTLY was interrupted, is made again. */
const buildSql = (table: string, index: string) => `
do $do$ begin
  if to_regclass('millrace_segments.${index}') is not null then drop index millrace_segments.${index}; end if;
end $do$;
create index ${index} on millrace_segments.${table} using gin (millrace.key_hashes(keys)) with (fastupdate = off)`;

/** The segment has become larger, which retention by size goes by. */
const measureSql = `
with sized as (
  update millrace.segments s set byte_size = pg_total_relation_size(to_regclass('millrace_segments.s' || $1))
  where coalesce(s.table_id, s.id) = $1 and s.byte_size is not null
)
select pg_relation_size(to_regclass('millrace_segments.' || millrace.key_index_name($1))) as byte_size`;

/**
 * Makes the key index of a sealed segment's table and gives its bytes on disk. Rejects with lock_not_available (55P03) when the table cannot be had at once,
 * with undefined_table (42P01) when it is gone, and with the signal's reason after an abort; nothing is left behind then.
 */
export async function buildKeyIndex(
  pool: Pool,
  client: PoolClient,
  tableId: number,
  signal: AbortSignal,
): Promise<number> {
  const table = `s${integerLiteral(tableId)}`;
  await client.query(beginSql);
  try {
    await cancelOnAbort(pool, client, signal, () => client.query(buildSql(table, `${table}_keys`)));
    const { rows } = await client.query<{ byte_size: string }>(measureSql, [tableId]);
    await client.query('commit');
    return Number(rows[0]?.byte_size ?? 0);
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
