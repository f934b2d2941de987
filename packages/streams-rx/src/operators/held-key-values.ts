import type { Serde } from '@millrace/core';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { PrefixEpoch } from '../epoch/prefix-epoch.ts';
import type { KeyCodec } from '../record/windowed.ts';
import type { StateKey } from '../state/state-key.ts';
import type { MaybePromise } from '../state/task-state.ts';
import type { HeldStore, HeldStoreOptions } from './held-store.ts';
import type { StoreAccess } from './process-store.ts';

export interface HeldKeyValuesOptions extends HeldStoreOptions {
  readonly keys: KeyCodec<unknown>;
  readonly valueSerde: Serde<unknown>;
}

/** A store by key. */
export class HeldKeyValues implements HeldStore {
  readonly access: StoreAccess<unknown, unknown>;
  readonly #options: HeldKeyValuesOptions;
  readonly #entries: PrefixEpoch<unknown, unknown>;
  readonly #keys = new Set<StateKey>();
  readonly #prefixes = new Set<StateKey>();

  constructor(epoch: EpochContext, options: HeldKeyValuesOptions) {
    const { name, keys, valueSerde } = options;
    const entries = new PrefixEpoch(epoch, name, keys, valueSerde);
    this.#options = options;
    this.#entries = entries;
    this.access = {
      get: (key) => entries.get(key),
      set: (key, value) => entries.set(key, value),
      delete: (key) => entries.delete(key),
      range: (prefix) => entries.entries(keys.encode(prefix)),
      all: () => entries.entries(''),
    };
  }

  expect(key: StateKey): void {
    if (this.#options.hasKeysOfRecords) this.#keys.add(key);
  }

  want(keys: Iterable<unknown>): void {
    for (const key of keys) this.#keys.add(this.#options.keys.encode(key));
  }

  wantAllOf(prefixes: Iterable<unknown>): void {
    for (const prefix of prefixes) this.#prefixes.add(this.#options.keys.encode(prefix));
  }

  wantEverything(): void {
    this.#prefixes.add('');
  }

  load(): MaybePromise<void> {
    return this.#entries.load(this.#keys, this.#prefixes);
  }

  /** Its entries have no times. */
  observe(): void {}
}
