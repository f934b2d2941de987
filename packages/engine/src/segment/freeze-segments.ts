import { sqlState } from '@millrace/database';
import type { Pool, PoolClient } from 'pg';
import { isDroppedTable } from '../fetch/retry-dropped.ts';
import { shortRetentionMs } from '../retention/short-lived.ts';
import type { Refusals } from './refusals.ts';

const queryCanceled = '57014';

/**
 * Pages are dirtied at some 30 MB/s at most, so that freezing a gigabyte does not starve appends of the disk; so many times as fast
 * where so many segments wait: who writes faster than that must not leave ever more of them behind.
 */
const costLimit = 400;
const maxCostLimit = 10_000;

/**
 * Postgres 17 and later would end a VACUUM that takes longer; of autovacuum's own they do not. Gives what it was, and no row where there is
 * no such limit.
 */
const transactionTimeoutSql = `
with before as materialized (select name, setting from pg_settings where name = 'transaction_timeout')
select setting, set_config(name, $1, false) from before`;

/** Those of topics with records that are short-lived wait until they are older than that. */
const waitingSql = `
select s.id, coalesce(s.table_id, s.id) as table_id
from millrace.segments s join millrace.topics t on t.id = s.topic_id
where s.sealed_at is not null and s.frozen_at is null
  and (coalesce((t.config ->> 'retentionMs')::bigint, -1) not between 0 and $1 or t.config ->> 'cleanupPolicy' = 'COMPACT'
       or s.sealed_at < clock_timestamp() - $1 * interval '1 ms')
order by s.id`;

/**
 * Gives every sealed segment its one VACUUM (FREEZE), so that it never needs another. Readers and appends go on meanwhile. An
 * aborted signal ends it at once; what was begun is for the next time, and so is one that Postgres refuses to freeze.
 */
export async function freezeSegments(
  pool: Pool,
  client: PoolClient,
  refusals: Refusals,
  signal: AbortSignal,
): Promise<void> {
  const { rows } = await client.query<{ id: number; table_id: number }>(waitingSql, [shortRetentionMs]);
  if (rows.length === 0) return;
  const limit = Math.min(maxCostLimit, costLimit * rows.length);
  await client.query(`set vacuum_cost_delay = '5ms'; set vacuum_cost_limit = ${limit}`);
  const timeout = await client.query<{ setting: string }>(transactionTimeoutSql, ['0']);
  const session = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const cancel = () => void pool.query('select pg_cancel_backend($1)', [session.rows[0]?.pid]).catch(() => {});
  signal.addEventListener('abort', cancel);
  try {
    for (const { id, table_id } of rows) {
      if (signal.aborted) break;
      try {
        await freeze(client, id, table_id);
      } catch (error) {
        if (signal.aborted) throw error;
        refusals.refused(`millrace_segments.s${table_id}`, error, { segment: id });
      }
    }
  } catch (error) {
    if (!signal.aborted || sqlState(error) !== queryCanceled) throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  await client.query('reset vacuum_cost_delay; reset vacuum_cost_limit');
  // Not what a reset would give: behind a pooler that takes no startup options it is set by a statement.
  await client.query(transactionTimeoutSql, [timeout.rows[0]?.setting]);
}

async function freeze(client: PoolClient, id: number, tableId: number): Promise<void> {
  try {
    await client.query(`vacuum (freeze) millrace_segments.s${Math.trunc(tableId)}`);
  } catch (error) {
    // It left the log meanwhile.
    if (isDroppedTable(error)) return;
    throw error;
  }
  await client.query(
    'update millrace.segments set frozen_at = clock_timestamp() where id = $1 and coalesce(table_id, id) = $2',
    [id, tableId],
  );
}
