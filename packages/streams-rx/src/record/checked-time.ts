import { MillraceError } from '@millrace/core';

/** A record's time as a function gave it, ms since 1970. INVALID_RECORD for what is none. */
export function checkedTime(time: number, from: string): number {
  if (Number.isSafeInteger(time)) return time;
  throw new MillraceError(
    'INVALID_RECORD',
    `${from} gave a record the time ${time}: a time is a whole number of milliseconds since 1970, as Date.parse gives of a text that is one.`,
  );
}
