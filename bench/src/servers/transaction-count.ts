import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** A backend that goes idle reports what it counted within this time (PGSTAT_IDLE_INTERVAL of the server's source). */
const reportedAfterMs = 10_500;

/**
 * Transactions that Postgres has run in this database, once all backends have reported theirs. A statement outside a
 * transaction block is one.
 */
export async function countTransactions(client: pg.Client): Promise<number> {
  await sleep(reportedAfterMs);
  const { rows } = await client.query<{ count: string }>(
    'select xact_commit + xact_rollback as count from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.count);
}
