import type { TestDatabase } from '@millrace/database/testing';
import { until } from './wait.ts';

/**
 * Has Postgres look for a deadlock once a session has waited 20 ms for a lock, in sessions that are opened from now on. Its
 * default is 1 s, and lanes give up before that: they would never find one.
 */
export async function lookForDeadlocks(test: TestDatabase): Promise<void> {
  const database = await test.open({ maxConnections: 1 });
  await database.pool.query(`alter database ${test.name} set deadlock_timeout = '20ms'`);
  await database.close();
}

/** What is needed of a `TestEngine`. */
interface Log {
  readonly test: TestDatabase;
  close(): Promise<void>;
}

/** Closes all nodes; then how often sessions of the database waited for each other in a circle. `log`: with `countDeadlocks`. */
export async function deadlocksOf(log: Log): Promise<number> {
  await log.close();
  const database = await log.test.open({ maxConnections: 1 });
  try {
    // A session tells what it has counted when it ends, at the latest.
    await until('all sessions to end', async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      return rowCount === 0;
    });
    const { rows } = await database.pool.query<{ deadlocks: number }>(
      'select deadlocks::integer from pg_stat_database where datname = current_database()',
    );
    return (rows[0] as { deadlocks: number }).deadlocks;
  } finally {
    await database.close();
  }
}
