import { MillraceError } from '@millrace/core';

/**
 * What a function of the caller's gave; null: a tombstone, or no row. INVALID_RECORD for undefined: one that forgets to return would take out what is there,
 * and nobody would notice. `by`: who called it.
 */
export function givenValue<T>(value: T, by: string): T {
  if (value !== undefined) return value;
  throw new MillraceError(
    'INVALID_RECORD',
    `${by} got undefined instead of a value: give one, or null for a tombstone.`,
    { details: { by } },
  );
}
