import type { Clock } from '@millrace/core';
import { type Database, sqlState, translatePostgresError } from '@millrace/database';
import type { PoolClient } from 'pg';

/** lock_not_available, deadlock_detected: the transaction is rolled back, and nothing speaks against it. */
const metOthers = new Set(['55P03', '40P01']);
const maxAttempts = 5;

/**
 * Runs `work` in a transaction of the pool and commits it. Goes again, from the start, when it met a lock that was held for
 * longer than the session's lock_timeout: a frozen node's session is ended by the server within seconds. READ COMMITTED,
 * whatever the database's default is: a statement behind a lock must see what the lock was waited for. With `limit` it
 * is done so often at most, and the connection is cut when an attempt takes longer (POSTGRES_UNAVAILABLE).
 */
export async function inTransaction<T>(
  database: Pick<Database, 'pool'>,
  work: (client: PoolClient) => Promise<T>,
  limit?: { readonly clock: Clock; readonly attempts: number; readonly attemptMs: number },
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await database.pool.connect().catch((error) => {
      throw translatePostgresError(error);
    });
    let broken = false;
    const timer = limit?.clock.schedule(limit.attemptMs, () => cut(client));
    try {
      await client.query('begin isolation level read committed');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      if (!metOthers.has(sqlState(error) ?? '') || attempt === (limit?.attempts ?? maxAttempts))
        throw translatePostgresError(error);
    } finally {
      timer?.cancel();
      client.release(broken);
    }
  }
}

/** `end` on a dead socket would wait for it. */
function cut(client: PoolClient): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
