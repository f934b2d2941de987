import { type Database, sqlState, translatePostgresError } from '@millrace/database';
import type { PoolClient } from 'pg';

const lockNotAvailable = '55P03';
const maxAttempts = 5;

/**
 * Runs `work` in a transaction of the pool and commits it. Goes again, from the start, when it met a lock that was held for
 * longer than the session's lock_timeout: a frozen node's session is ended by the server within seconds.
 */
export async function inTransaction<T>(database: Database, work: (client: PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await database.pool.connect().catch((error) => {
      throw translatePostgresError(error);
    });
    let broken = false;
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      if (sqlState(error) !== lockNotAvailable || attempt === maxAttempts) throw translatePostgresError(error);
    } finally {
      client.release(broken);
    }
  }
}
