import { isMillraceError } from '@millrace/core';
import { sqlState, translatePostgresError } from '@millrace/database';
import { isAnswer } from '../append/append-failure.ts';
import { refusalsOf } from '../commit/commit-refusal.ts';
import type { CommitColumns } from '../commit/commit-statement.ts';
import {
  duplicateTransaction,
  endedBySql,
  producerFenced,
  unknownOutcome,
  unknownProducer,
} from './transaction-errors.ts';
import { isDuplicateKey } from './transaction-keys.ts';

/**
 * What the failure of a transaction's last round trip means. But for `lost`, nothing of that is there.
 * - `held`: somebody holds a partition, a producer or an ownership row.
 * - `moved`: a segment or the table of committed offsets was rolled, or a topic deleted.
 * - `ended`: the server ended a transaction that stood still.
 * - `pending`: the log's epoch has to be raised, which the next session that is opened does.
 * - `lost`: the connection was lost: nobody can say whether it is committed.
 * - `refused`: it will be the same the next time.
 */
export type TransactionFailure =
  | { readonly kind: FailureToTryAgain }
  | { readonly kind: 'lost' | 'refused'; readonly error: unknown };

type FailureToTryAgain = 'held' | 'moved' | 'ended' | 'pending';

const kinds: { readonly [state: string]: FailureToTryAgain } = {
  '55P03': 'held', // lock_not_available
  '40P01': 'held', // deadlock_detected
  MR001: 'moved', // millrace.assert_segments_open
  MR003: 'moved', // millrace.assert_offset_table_open
  '42P01': 'moved', // undefined_table: a table was dropped
  '25P03': 'ended', // idle_in_transaction_session_timeout
  '25P04': 'ended', // transaction_timeout
  MR041: 'pending', // millrace.assert_segments_open
};

export function transactionFailure(
  error: unknown,
  columns: CommitColumns,
  idempotencyKey: string | undefined,
): TransactionFailure {
  const state = sqlState(error) ?? '';
  const kind = kinds[state];
  if (kind) return { kind };
  if (state === 'MR031') return { kind: 'refused', error: refusalOf(error, columns) };
  if (idempotencyKey !== undefined && isDuplicateKey(error))
    return { kind: 'refused', error: duplicateTransaction(idempotencyKey) };
  if (state === 'MR010') return { kind: 'refused', error: unknownProducer(error) };
  if (state === 'MR011') return { kind: 'refused', error: producerFenced(error) };
  const ended = endings[state];
  if (ended) return { kind: 'refused', error: endedBySql(ended, error) };
  const translated = translatePostgresError(error);
  if (isMillraceError(translated, 'POSTGRES_UNAVAILABLE') && !isAnswer(error))
    return { kind: 'lost', error: unknownOutcome(error, idempotencyKey) };
  return { kind: 'refused', error: translated };
}

const byItself =
  'A statement ended the transaction it ran in, and what the callback appended and committed was not done. Leave begin, commit and rollback to the engine.';

const endings: { readonly [state: string]: string } = {
  MR030: byItself, // millrace.assert_transaction
  // invalid_sql_statement_name: our own were deallocated
  '26000':
    'A statement of the transaction took prepared statements of the engine away: leave deallocate and discard out of it.',
  '25P01': byItself, // no_active_sql_transaction
  '25P02': // in_failed_sql_transaction
    'A statement of the transaction failed, and nothing of it can be committed any more: let its error out of the callback, or go back to a savepoint.',
};

/** millrace.refuse_commit names the row and the owner there is instead. */
function refusalOf(error: unknown, columns: CommitColumns): unknown {
  const { detail } = error as { readonly detail: string };
  const [row, owner, ownerGeneration] = JSON.parse(detail) as [number, string | null, number];
  return refusalsOf(columns, [{ row, owner, ownerGeneration }]).get(columns.calls[row - 1] as number);
}
