import type { StateKey } from './state-key.ts';

/**
 * A map in the order of its keys, for few entries, or ones that come in their order as a rule: an entry takes two places in lists and nothing
 * else. SortedMap is for many that come in any order.
 */
export class SortedList<V> {
  readonly #keys: StateKey[] = [];
  readonly #values: V[] = [];

  get(key: StateKey): V | undefined {
    const at = this.#firstAtOrAfter(key);
    return this.#keys[at] === key ? this.#values[at] : undefined;
  }

  set(key: StateKey, value: V): void {
    const at = this.#firstAtOrAfter(key);
    if (at === this.#keys.length) {
      this.#keys.push(key);
      this.#values.push(value);
    } else if (this.#keys[at] === key) this.#values[at] = value;
    else {
      this.#keys.splice(at, 0, key);
      this.#values.splice(at, 0, value);
    }
  }

  delete(key: StateKey): void {
    const at = this.#firstAtOrAfter(key);
    if (this.#keys[at] !== key) return;
    this.#keys.splice(at, 1);
    this.#values.splice(at, 1);
  }

  /** Entries from `from` up to `to`, which is not among them, ascending. */
  range(from: StateKey, to: StateKey): [StateKey, V][] {
    const entries: [StateKey, V][] = [];
    for (let at = this.#firstAtOrAfter(from); at < this.#keys.length; at++) {
      const key = this.#keys[at] as StateKey;
      if (key >= to) break;
      entries.push([key, this.#values[at] as V]);
    }
    return entries;
  }

  #firstAtOrAfter(key: StateKey): number {
    const keys = this.#keys;
    let high = keys.length;
    if (high === 0 || (keys[high - 1] as StateKey) < key) return high;
    let low = 0;
    high -= 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] as StateKey) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
