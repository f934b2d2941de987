import { MillraceError } from '@millrace/core';

/** 10,000 years: what is added to the time of a record stays a time. */
const maxDurationMs = 10_000 * 366 * 86_400_000;

/** A whole number of ms, or INVALID_TOPOLOGY. */
export function checkedDuration(name: string, ms: number, minimum: number): number {
  if (Number.isSafeInteger(ms) && ms >= minimum && ms <= maxDurationMs) return ms;
  throw new MillraceError(
    'INVALID_TOPOLOGY',
    `${name} is a whole number of ms from ${minimum} to ${maxDurationMs} (minutes(5), hours(1) …), not ${ms}.`,
  );
}
