import type { StateKey } from './state-key.ts';

/** So many new keys are put into their places one by one; more are sorted and merged. */
const maxInsertions = 8;

/**
 * A map that also gives its entries in the order of their keys. Keys are put in order when a range is asked for: one that is only
 * looked up costs what a Map costs.
 */
export class SortedMap<V> {
  readonly #values = new Map<StateKey, V>();
  /** In order; keys that were deleted may be among them. */
  #keys: StateKey[] = [];
  /** Not among `#keys` when they came; one that was deleted and came again may be in both. */
  #added: StateKey[] = [];

  get size(): number {
    return this.#values.size;
  }

  get(key: StateKey): V | undefined {
    return this.#values.get(key);
  }

  has(key: StateKey): boolean {
    return this.#values.has(key);
  }

  set(key: StateKey, value: V): void {
    const before = this.#values.size;
    this.#values.set(key, value);
    if (this.#values.size > before) this.#added.push(key);
  }

  delete(key: StateKey): boolean {
    return this.#values.delete(key);
  }

  /** Entries from `from` up to `to`, which is not among them, ascending. */
  range(from: StateKey, to: StateKey): [StateKey, V][] {
    this.#order();
    const keys = this.#keys;
    const entries: [StateKey, V][] = [];
    for (let i = firstAtOrAfter(keys, from); i < keys.length; i++) {
      const key = keys[i] as StateKey;
      if (key >= to) break;
      const value = this.#values.get(key);
      if (value !== undefined || this.#values.has(key)) entries.push([key, value as V]);
    }
    return entries;
  }

  /** All entries, in no order. */
  unordered(): IterableIterator<[StateKey, V]> {
    return this.#values.entries();
  }

  /** The first `count` entries from `from` on, ascending. */
  first(from: StateKey, count: number): [StateKey, V][] {
    this.#order();
    const keys = this.#keys;
    const entries: [StateKey, V][] = [];
    for (let i = firstAtOrAfter(keys, from); i < keys.length && entries.length < count; i++) {
      const key = keys[i] as StateKey;
      const value = this.#values.get(key);
      if (value !== undefined || this.#values.has(key)) entries.push([key, value as V]);
    }
    return entries;
  }

  /** All entries, ascending. */
  entries(): [StateKey, V][] {
    this.#order();
    return this.#keys.flatMap((key) => (this.#values.has(key) ? [[key, this.#values.get(key) as V]] : []));
  }

  #order(): void {
    const added = this.#added;
    // Where most keys are of deleted entries, they are forgotten.
    if (this.#keys.length + added.length > 2 * this.#values.size + maxInsertions) {
      this.#keys = [...this.#values.keys()].sort(byOrder);
    } else if (added.length > maxInsertions) {
      this.#keys = merged(this.#keys, added.sort(byOrder));
    } else {
      for (const key of added) {
        const at = firstAtOrAfter(this.#keys, key);
        if (this.#keys[at] !== key) this.#keys.splice(at, 0, key);
      }
    }
    this.#added = [];
  }
}

/** Of strings, one code unit after the other. */
function byOrder(a: StateKey, b: StateKey): number {
  return a < b ? -1 : Number(a > b);
}

/** The index of the first key that is not before `key`. */
function firstAtOrAfter(keys: readonly StateKey[], key: StateKey): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as StateKey) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two sorted lists as one, each key once. */
function merged(a: readonly StateKey[], b: readonly StateKey[]): StateKey[] {
  const keys: StateKey[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const fromA = j === b.length || (i < a.length && (a[i] as StateKey) <= (b[j] as StateKey));
    const key = (fromA ? a[i++] : b[j++]) as StateKey;
    if (keys.at(-1) !== key) keys.push(key);
  }
  return keys;
}
