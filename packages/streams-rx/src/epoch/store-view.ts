import { MillraceError, type Serde } from '@millrace/core';
import type { StateKey } from '../state/state-key.ts';
import type { MaybePromise, StoreState } from '../state/task-state.ts';
import type { TableView } from '../topology/table.ts';

/** A table that is kept in a store, as it was before the epoch. */
export class StoreView<V> implements TableView<V> {
  readonly #state: StoreState;
  readonly #serde: Serde<V>;
  readonly #bytes = new Map<StateKey, Uint8Array | null>();

  constructor(state: StoreState, serde: Serde<V>) {
    this.#state = state;
    this.#serde = serde;
  }

  load(keys: Iterable<StateKey>): MaybePromise<void> {
    const wanted = [...new Set(keys)].filter((key) => !this.#bytes.has(key));
    if (wanted.length === 0) return;
    const read = this.#state.get(wanted);
    if (read instanceof Promise) return read.then((values) => this.#keep(wanted, values));
    this.#keep(wanted, read);
  }

  /** Decoded at each call: whoever needs it again keeps it. */
  get(key: StateKey): V | null {
    const bytes = this.#bytes.get(key);
    if (bytes === undefined)
      throw new MillraceError('INTERNAL', 'A row of a table was looked at before it was loaded.');
    return bytes === null ? null : this.#serde.deserialize(bytes);
  }

  #keep(keys: readonly StateKey[], values: readonly (Uint8Array | null)[]): void {
    for (const [i, key] of keys.entries()) this.#bytes.set(key, values[i] ?? null);
  }
}
