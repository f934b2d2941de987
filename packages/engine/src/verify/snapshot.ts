import { sqlState } from '@millrace/database';
import type { Client } from 'pg';

/**
 * undefined_table: dropped or swapped since the snapshot was taken. lock_not_available: behind a DROP that waits. The other two:
 * a standby or a deadlock with somebody's DDL. In all of them a new look tells.
 */
const metOthers = new Set(['42P01', '55P03', '40001', '40P01']);
const maxAttempts = 10;

/**
 * Runs `work` in one snapshot: what it reads, tables' names in Postgres's catalogue too, is of one moment. It is short, because it
 * keeps the tables that it reads from being dropped, and it goes again when one of them was dropped meanwhile.
 */
export async function inSnapshot<T>(session: Client, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await session.query('begin isolation level repeatable read read only');
    try {
      const result = await work();
      await session.query('commit');
      return result;
    } catch (error) {
      // A lost session has nothing to roll back, and the first error says why.
      await session.query('rollback').catch(() => {});
      if (!metOthers.has(sqlState(error) ?? '') || attempt === maxAttempts) throw error;
    }
  }
}
