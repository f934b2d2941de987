import { MillraceError } from '@millrace/core';
import type { PipelineWriter, PreparedStatement } from '@millrace/database';
import { sqlState } from '@millrace/database';
import type { Pool } from 'pg';
import { runWithText } from './transaction-statements.ts';

const maxKeyCharacters = 249;
/** Rows of one delete: it is over soon, and so is what it holds back. */
const maxForgottenAtOnce = 5_000;

/** Refused (23505) where a transaction with this key has committed; one that is about to is waited for. */
const insertKey: PreparedStatement = {
  name: 'insert_transaction_key',
  text: 'insert into millrace.transaction_keys (key, committed_at) values ($1, millrace.now())',
};

export function runInsertKey(writer: PipelineWriter, key: string): void {
  runWithText(writer, insertKey, key);
}

/** INVALID_INPUT for what cannot be stored. */
export function assertKey(key: string): void {
  // An own half of a surrogate pair is no text for Postgres either.
  if (key.length >= 1 && key.length <= maxKeyCharacters && !/[\0]|\p{Surrogate}/u.test(key)) return;
  throw new MillraceError(
    'INVALID_INPUT',
    `An idempotency key is 1 to ${maxKeyCharacters} characters without U+0000, not ${key.length}.`,
  );
}

/** Whether a statement was refused because the key is there. */
export function isDuplicateKey(error: unknown): boolean {
  const { schema, constraint } = error as { schema?: unknown; constraint?: unknown };
  return sqlState(error) === '23505' && schema === 'millrace' && constraint === 'transaction_keys_pkey';
}

const forgetSql = `delete from millrace.transaction_keys k
using (
  select o.key from millrace.transaction_keys o where o.committed_at < millrace.now() - $1
  order by o.committed_at limit $2
  -- Another node may be at it: each takes what is free.
  for update skip locked
) old
where k.key = old.key`;

/** Forgets the keys that are older than `keepMs`. Gives their number. */
export async function forgetKeys(pool: Pool, keepMs: number, signal: AbortSignal): Promise<number> {
  let forgotten = 0;
  while (!signal.aborted) {
    const { rowCount } = await pool.query(forgetSql, [keepMs, maxForgottenAtOnce]);
    forgotten += rowCount ?? 0;
    if ((rowCount ?? 0) < maxForgottenAtOnce) break;
  }
  return forgotten;
}
