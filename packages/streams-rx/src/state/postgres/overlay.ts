import { SortedMap } from '../sorted-map.ts';
import { prefixOfKey, type StateKey } from '../state-key.ts';
import type { KeyRange } from '../task-state.ts';

/** What an entry takes in a delta table and in memory beside its key and value, about. */
export const entryOverheadBytes = 24;

/** Entries of delta tables that are not folded yet, the newest of each key; null: the key is gone. */
export class Overlay {
  readonly #values = new SortedMap<Uint8Array | null>();
  /** By prefix; there once ranges of a prefix were asked for. */
  #byPrefix: Map<StateKey, SortedMap<Uint8Array | null>> | undefined;
  /** What was written into the delta tables, the older entries of keys too: what it takes to read them again. */
  writtenBytes = 0;

  get size(): number {
    return this.#values.size;
  }

  /** undefined: nothing is known of the key here. */
  get(key: StateKey): Uint8Array | null | undefined {
    return this.#values.get(key);
  }

  /** How many of different keys it does not know. */
  countNew(keys: Iterable<StateKey>): number {
    let count = 0;
    for (const key of keys) if (!this.#values.has(key)) count += 1;
    return count;
  }

  set(key: StateKey, value: Uint8Array | null): void {
    this.#values.set(key, value);
    if (this.#byPrefix) addTo(this.#byPrefix, key, value);
  }

  /** In no order. */
  entries(): Iterable<readonly [StateKey, Uint8Array | null]> {
    return this.#values.unordered();
  }

  /** Of a range, ascending. */
  range({ from, to, prefix }: KeyRange): readonly (readonly [StateKey, Uint8Array | null])[] {
    if (prefix === undefined) return this.#values.range(from, to);
    this.#byPrefix ??= this.#indexed();
    return this.#byPrefix.get(prefix)?.range(from, to) ?? [];
  }

  #indexed(): Map<StateKey, SortedMap<Uint8Array | null>> {
    const index = new Map<StateKey, SortedMap<Uint8Array | null>>();
    for (const [key, value] of this.#values.unordered()) addTo(index, key, value);
    return index;
  }
}

function addTo(index: Map<StateKey, SortedMap<Uint8Array | null>>, key: StateKey, value: Uint8Array | null): void {
  const prefix = prefixOfKey(key);
  if (prefix === null) return;
  let list = index.get(prefix);
  if (!list) {
    list = new SortedMap();
    index.set(prefix, list);
  }
  list.set(key, value);
}
