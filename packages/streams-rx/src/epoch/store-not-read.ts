import { MillraceError } from '@millrace/core';

/** A function looks at what it has not said before that it would. */
export function notRead(store: string, what: string): MillraceError {
  return new MillraceError(
    'INVALID_TOPOLOGY',
    `processRecords() looks at ${what} of store "${store}", which was not read: beside the record's own key (near its time, where the store says how near) only what keysOf, prefixesOf or reads name is.`,
  );
}
