import { MillraceError, parseJsonList, type Serde } from '@millrace/core';
import { readsJson } from '../serde/topic-serde.ts';
import { type StateKey, stateKeyOf } from '../state/state-key.ts';
import type { MaybePromise, StoreState } from '../state/task-state.ts';
import type { TableView } from '../topology/table.ts';

/** Rows that are decoded together. */
const minTogether = 16;
const maxTogether = 256;

/** A table that is kept in a store, as it was before the epoch. */
export class StoreView<V> implements TableView<V> {
  readonly #state: StoreState;
  readonly #serde: Serde<V>;
  readonly #bytes = new Map<StateKey, Uint8Array | null>();
  /** JSON of which nobody has asked yet, decoded many at a time. */
  readonly #decoded = new Map<StateKey, V>();

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
    const decoded = this.#decoded.get(key);
    if (decoded !== undefined) {
      this.#decoded.delete(key);
      return decoded;
    }
    const bytes = this.#bytes.get(key);
    if (bytes === undefined)
      throw new MillraceError('INTERNAL', 'A row of a table was looked at before it was loaded.');
    return bytes === null ? null : this.#serde.deserialize(bytes);
  }

  #keep(keys: readonly StateKey[], values: readonly (Uint8Array | null)[]): void {
    for (const [i, key] of keys.entries()) this.#bytes.set(key, values[i] ?? null);
    if (keys.length < minTogether || !readsJson(this.#serde as Serde<unknown>)) return;
    const present = keys.filter((_, i) => values[i]);
    for (let from = 0; from < present.length; from += maxTogether)
      this.#decode(present.slice(from, from + maxTogether));
  }

  /** Where one of them cannot be read so, each is when it is asked for. */
  #decode(keys: readonly StateKey[]): void {
    const decoded = parseJsonList(keys.map((key) => stateKeyOf(this.#bytes.get(key) as Uint8Array)));
    for (const [i, value] of (decoded ?? []).entries()) this.#decoded.set(keys[i] as StateKey, value as V);
  }
}
