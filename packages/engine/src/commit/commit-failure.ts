import { isMillraceError, MillraceError } from '@millrace/core';
import { sqlState, translatePostgresError } from '@millrace/database';

/**
 * What the failure of a flush of commits means for its calls.
 * - `held`: somebody holds an ownership row; nothing was written.
 * - `moved`: the table was rolled; nothing was written.
 * - `outage`: the session was lost; whatever became of it, the same commits may go again.
 * - `refused`: Postgres refused it, with a reason that will be the same the next time; nothing was written.
 */
export type CommitFailure =
  | { readonly kind: 'held' | 'moved' }
  | { readonly kind: 'outage' | 'refused'; readonly error: unknown };

export function commitFailure(error: unknown): CommitFailure {
  const state = sqlState(error);
  // lock_not_available, deadlock_detected
  if (state === '55P03' || state === '40P01') return { kind: 'held' };
  // millrace.assert_offset_table_open, undefined_table: it was dropped already
  if (state === 'MR003' || state === '42P01') return { kind: 'moved' };
  const translated = translatePostgresError(error);
  return { kind: isMillraceError(translated, 'POSTGRES_UNAVAILABLE') ? 'outage' : 'refused', error: translated };
}

/** Of a call that waited too long for an ownership row. */
export function ownershipBusy(waitedMs: number): MillraceError {
  return new MillraceError(
    'PARTITION_BUSY',
    `Another session held the ownership of a partition for ${waitedMs} ms. Nothing was committed: commit the offsets again.`,
  );
}

/** Of a call that an outage outlasted. */
export function commitUnavailable(waitedMs: number, cause: unknown): MillraceError {
  return new MillraceError(
    'POSTGRES_UNAVAILABLE',
    `Postgres could not be asked to commit for ${waitedMs} ms: the offsets are committed or not. Commit them again. (${cause instanceof Error ? cause.message : cause})`,
    { cause },
  );
}
