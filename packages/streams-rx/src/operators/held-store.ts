import type { StateKey } from '../state/state-key.ts';
import type { MaybePromise } from '../state/task-state.ts';

/** A store of `processRecords` in an epoch: it is told what will be looked at, reads that, and then functions work with it. */
export interface HeldStore {
  /** What functions work with. */
  readonly access: unknown;
  /** A record of that key and time comes. */
  expect(key: StateKey, time: number): void;
  /** What `keysOf` names. */
  want(looks: Iterable<unknown>): void;
  /** All that goes with keys: what `prefixesOf` and `reads` name. */
  wantAllOf(keys: Iterable<unknown>): void;
  wantEverything(): void;
  /** Reads what is wanted: to be waited for. */
  load(): MaybePromise<void>;
  /** A record has that time. */
  observe(time: number): void;
}

/** What a store of either kind is opened with. */
export interface HeldStoreOptions {
  /** Of the store. */
  readonly name: string;
  /** Its keys are written as those of the records are. */
  readonly hasKeysOfRecords: boolean;
}
