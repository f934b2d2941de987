import { isLockTimeout } from '@millrace/database';
import type { PoolClient } from 'pg';

/** A waiting DROP makes every later reader wait behind it, so it hardly waits at all. */
const dropLockTimeout = '50ms';

/** Runs DDL that gives up soon when somebody reads what it drops; false when it did. */
export async function tryDrop(client: PoolClient, ...statements: string[]): Promise<boolean> {
  try {
    await client.query(`begin; set local lock_timeout = '${dropLockTimeout}'; ${statements.join('; ')}; commit`);
    return true;
  } catch (error) {
    await client.query('rollback');
    if (isLockTimeout(error)) return false;
    throw error;
  }
}
