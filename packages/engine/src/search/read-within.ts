import { sqlState } from '@millrace/database';
import type { Pool, PoolClient } from 'pg';
import { cancelOnAbort } from './cancel-on-abort.ts';

export interface ReadLimit {
  /** Of each statement. Half of it for a lock: a table that somebody has locked (55P03) is told from one that takes long to read. */
  readonly timeoutMs: number;
  /** Between two statements; default: as of every session. */
  readonly idleMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const queryCanceled = '57014';
/** As of every session. */
const maxLockMs = 4_000;

/** Whether a statement was ended because it took too long, not because nobody wants it any more. */
export function isStatementTimeout(error: unknown, signal: AbortSignal | undefined): boolean {
  return sqlState(error) === queryCanceled && !signal?.aborted;
}

/**
 * Runs statements that only read, each of them for so long at most (57014). An abort ends the one that runs, in Postgres too, and
 * rejects with the signal's reason.
 */
export async function readWithin<T>(
  pool: Pool,
  { timeoutMs, idleMs, signal }: ReadLimit,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const client = await pool.connect();
  let broken = true;
  try {
    const idle = idleMs === undefined ? '' : `; set local idle_in_transaction_session_timeout = ${Math.ceil(idleMs)}`;
    const lockMs = Math.min(maxLockMs, Math.ceil(timeoutMs / 2));
    await client.query(
      `begin isolation level read committed read only; set local statement_timeout = ${Math.ceil(timeoutMs)};
       set local lock_timeout = ${lockMs}${idle}`,
    );
    const result = await cancelOnAbort(pool, client, signal, () => work(client));
    await client.query('commit');
    broken = false;
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    broken = !(await client.query('rollback').then(
      () => true,
      () => false,
    ));
    throw error;
  } finally {
    client.release(broken);
  }
}
