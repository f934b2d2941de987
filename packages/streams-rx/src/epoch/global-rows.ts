import type { GlobalRow } from '../record/global-row.ts';
import type { GlobalRowError } from '../record/global-row-error.ts';
import type { StateKey } from '../state/state-key.ts';

/** The global tables of an instance, as its tasks see them. */
export interface GlobalRows {
  rows(topic: string): ReadonlyMap<StateKey, GlobalRow>;
  /** A task has met a row that cannot be decoded. Returns where the row is to be as if it was not there; throws the error else. */
  unreadable(error: GlobalRowError, task: string): void;
}
