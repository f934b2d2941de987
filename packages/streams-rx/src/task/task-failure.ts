import { type ErrorCode, isMillraceError } from '@millrace/core';
import { GlobalRowError } from '../record/global-row-error.ts';
import { sqlState } from '../state/postgres/sql-state.ts';
import { DeadLetterError } from './error-policy.ts';
import { PunctuationError } from './punctuation-error.ts';

/**
 * What an epoch that was not committed calls for. `record`: one of its records is to blame. `again`: nothing was done, and the same may
 * succeed later. `lost`: the task is somebody else's, or the log has lost what it had read. `unknown`: nobody knows whether it was
 * committed. `fatal`: no record is to blame, and trying again is no use.
 */
export type TaskFailure = 'record' | 'again' | 'lost' | 'unknown' | 'fatal';

const lost: ReadonlySet<ErrorCode> = new Set([
  'FENCED_MEMBER',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER',
  'GROUP_NOT_FOUND',
  'OFFSET_OUT_OF_RANGE', // the end of an input was lost, and its offsets cannot be committed any more
]);
const again: ReadonlySet<ErrorCode> = new Set([
  'POSTGRES_UNAVAILABLE',
  'STORAGE_FULL',
  'QUEUE_FULL',
  'PARTITION_BUSY',
  'TRANSACTION_TIMEOUT',
]);
const fatal: ReadonlySet<ErrorCode> = new Set([
  'SHUTTING_DOWN',
  'ABORTED',
  'INTERNAL',
  'INVALID_TOPOLOGY',
  'INVALID_STREAM_RECORD',
  'EPOCH_NOT_DRAINED',
  'TOPIC_NOT_FOUND',
  'INCOMPATIBLE_TOPOLOGY',
]);

/** Of SQL of the caller's own, in `onCommit`: somebody was in its way, and may not be the next time. */
const inTheWay: ReadonlySet<string> = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
  '57014', // query_canceled
]);

/** Of a table of state: there is an epoch of this number already, or it was folded and dropped. Another one owns the task. */
const writtenBySomebody: ReadonlySet<string> = new Set([
  '23505', // unique_violation
  '42P01', // undefined_table
]);
const ofState = /\bmillrace_state\b/;

function failureInSql(error: unknown): TaskFailure {
  const state = sqlState(error) ?? '';
  if (inTheWay.has(state)) return 'again';
  const { schema, message } = error as { readonly schema?: string; readonly message: string };
  return writtenBySomebody.has(state) && ofState.test(schema ?? message) ? 'lost' : 'record';
}

export function failureOf(error: unknown): TaskFailure {
  if (!isMillraceError(error)) return failureInSql(error);
  if (error instanceof PunctuationError || error instanceof GlobalRowError) return 'fatal';
  if (error instanceof DeadLetterError) return 'fatal';
  if (error.code === 'UNKNOWN_OUTCOME') return 'unknown';
  if (lost.has(error.code)) return 'lost';
  if (again.has(error.code)) return 'again';
  return fatal.has(error.code) ? 'fatal' : 'record';
}
