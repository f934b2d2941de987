import { MillraceError } from '@millrace/core';
import type { StateKey } from '../state/state-key.ts';

/**
 * Bytes of a key as a store keeps it: with the time of its window, and two bytes for each that is zero where others follow. The index of a table
 * of Postgres takes 2,704 with its own, and one that it cannot take would be found out when the state is folded, long after its epoch.
 */
export const maxStateKeyBytes = 2_600;

/** RECORD_TOO_LARGE for a key that no table of state can hold, also where it is to be gone: that is written, too. */
export function assertStorableKey(store: string, key: StateKey): void {
  if (key.length <= maxStateKeyBytes) return;
  throw new MillraceError(
    'RECORD_TOO_LARGE',
    `A key of store "${store}" has ${key.length} bytes, more than ${maxStateKeyBytes}: group by something shorter, as a hash of it.`,
    { details: { store, bytes: key.length } },
  );
}
