import { type ErrorCode, isMillraceError } from '@millrace/core';

/**
 * What an epoch that was not committed calls for. `record`: one of its records is to blame. `again`: nothing was done, and the same may
 * succeed later. `lost`: the task is somebody else's. `unknown`: nobody knows whether it was committed. `fatal`: no record is to blame, and trying
 * again is no use.
 */
export type TaskFailure = 'record' | 'again' | 'lost' | 'unknown' | 'fatal';

const lost: ReadonlySet<ErrorCode> = new Set(['FENCED_MEMBER', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER']);
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

export function failureOf(error: unknown): TaskFailure {
  if (!isMillraceError(error)) return 'record';
  if (error.code === 'UNKNOWN_OUTCOME') return 'unknown';
  if (lost.has(error.code)) return 'lost';
  if (again.has(error.code)) return 'again';
  return fatal.has(error.code) ? 'fatal' : 'record';
}
