import { isMillraceError, MillraceError } from '@millrace/core';
import { sqlState, translatePostgresError } from '@millrace/database';
import type { AppendCall } from './append-call.ts';

/** Calls of a flush whose sequences are not the next ones of their producers; nothing was written. */
export class OutOfSequence extends Error {
  readonly calls: ReadonlySet<AppendCall>;

  constructor(calls: ReadonlySet<AppendCall>, cause: unknown) {
    super('Calls of a flush are not in sequence', { cause });
    this.calls = calls;
  }
}

/**
 * What the failure of a flush means for its calls.
 * - `held`: somebody holds a partition; nothing was written.
 * - `sequence`: calls are not the next ones of their producers; nothing was written.
 * - `tables`: the table of producers' calls is another one; nothing was written.
 * - `moved`: a segment was rolled, a topic deleted or the log's epoch raised; nothing was written.
 * - `ended`: the server ended a transaction that stood still, or the log's epoch has to be raised; nothing was written, and
 *   the connection is of no use any more.
 * - `unavailable`: Postgres writes nothing now, as this session sees it, or the connection was lost before anything was sent; nothing
 *   was written.
 * - `lost`: the connection was lost during the commit: nobody can say whether it took effect.
 * - `refused`: Postgres refused it, with a reason that will be the same the next time; nothing was written.
 */
export type AppendFailure =
  | { readonly kind: FailureOfAll }
  | { readonly kind: 'sequence'; readonly calls: ReadonlySet<AppendCall> }
  | { readonly kind: 'unavailable' | 'lost' | 'refused'; readonly error: unknown };

type FailureOfAll = 'held' | 'moved' | 'ended' | 'tables';

const kinds: { readonly [state: string]: FailureOfAll } = {
  '55P03': 'held', // lock_not_available
  '40P01': 'held', // deadlock_detected
  MR001: 'moved', // millrace.assert_segments_open
  '42P01': 'moved', // undefined_table: the segment was dropped
  MR013: 'tables', // millrace.assert_producer_tables
  MR041: 'ended', // millrace.assert_segments_open: the next session raises the log's epoch first
  '25P03': 'ended', // idle_in_transaction_session_timeout
  '25P04': 'ended', // transaction_timeout
};

const readOnly = '25006'; // read_only_sql_transaction: a standby, or a server that was set so

/** What is POSTGRES_UNAVAILABLE and yet an answer: a statement failed before the commit, and no connection was lost. */
const answers = new Set([
  readOnly,
  '53200', // out_of_memory, also of the lock table
  '53400', // configuration_limit_exceeded
]);

/** Whether Postgres said itself that it cannot do this now: nothing was written. */
export function isAnswer(error: unknown): boolean {
  return answers.has(sqlState(error) ?? '');
}

/** Of a call that waited too long for a partition. */
export function partitionBusy(waitedMs: number): MillraceError {
  return new MillraceError(
    'PARTITION_BUSY',
    `Another session held the partition for ${waitedMs} ms. Nothing was written: send the records again.`,
  );
}

/** Of a call with a producer that may have been appended, and could not be tried again in time. */
export function unknownOutcomeOfProducer(cause: unknown): MillraceError {
  return new MillraceError(
    'UNKNOWN_OUTCOME',
    'The connection to Postgres was lost during the commit, and it did not come back in time: the records may or may not be there. Send the call again, with the same producer, epoch and sequence: it is appended once.',
    { cause, retriable: true },
  );
}

/** `isSent`: whether anything was sent that may have taken effect. */
export function appendFailure(error: unknown, isSent = true): AppendFailure {
  if (error instanceof OutOfSequence) return { kind: 'sequence', calls: error.calls };
  const state = sqlState(error) ?? '';
  const kind = kinds[state];
  if (kind) return { kind };
  const translated = translatePostgresError(error);
  // The next session may be one of the server that took over.
  if (state === readOnly) return { kind: 'unavailable', error: translated };
  if (isAnswer(error) || !isMillraceError(translated, 'POSTGRES_UNAVAILABLE'))
    return { kind: 'refused', error: translated };
  if (!isSent) return { kind: 'unavailable', error: translated };
  const unknown = new MillraceError(
    'UNKNOWN_OUTCOME',
    'The connection to Postgres was lost during the commit: the records may or may not be there. Look before you send them again.',
    { cause: error },
  );
  return { kind: 'lost', error: unknown };
}

/** Whether the session is of no use any more. */
export function wantsOtherSession({ kind }: AppendFailure): boolean {
  return kind === 'lost' || kind === 'ended' || kind === 'unavailable';
}
