import type { StateKey } from '../state-key.ts';
import type { StateEntry } from '../task-state.ts';
import { entryOverheadBytes } from './overlay.ts';

/** All that a store holds with one prefix, from a key on. */
export class PrefixList {
  /** The first key that it knows of. */
  readonly from: StateKey;
  byteSize: number;
  /** Ascending. */
  readonly #entries: StateEntry[];

  constructor(from: StateKey, entries: StateEntry[]) {
    this.from = from;
    this.#entries = entries;
    this.byteSize = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  }

  slice(from: StateKey, to: StateKey): readonly StateEntry[] {
    const begin = this.#firstAtOrAfter(from);
    const end = this.#firstAtOrAfter(to);
    return begin >= end ? [] : this.#entries.slice(begin, end);
  }

  /** Takes note of what was committed; null: the key is gone. */
  apply(key: StateKey, value: Uint8Array | null): void {
    if (key < this.from) return;
    const at = this.#firstAtOrAfter(key);
    const held = this.#entries[at];
    const isThere = held?.key === key;
    if (isThere) this.byteSize -= sizeOf(held as StateEntry);
    if (value === null) {
      if (isThere) this.#entries.splice(at, 1);
      return;
    }
    const entry = { key, value };
    this.byteSize += sizeOf(entry);
    this.#entries.splice(at, isThere ? 1 : 0, entry);
  }

  /** Forgets what has expired, from the first entry on. */
  dropBefore(isExpired: (key: StateKey) => boolean): void {
    let expired = 0;
    while (expired < this.#entries.length && isExpired((this.#entries[expired] as StateEntry).key)) {
      this.byteSize -= sizeOf(this.#entries[expired] as StateEntry);
      expired += 1;
    }
    if (expired > 0) this.#entries.splice(0, expired);
  }

  #firstAtOrAfter(key: StateKey): number {
    // What is asked for and written lies at the end, as a rule.
    const last = this.#entries.at(-1);
    if (!last || last.key < key) return this.#entries.length;
    let low = 0;
    let high = this.#entries.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] as StateEntry).key < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function sizeOf({ key, value }: StateEntry): number {
  return key.length + value.length + entryOverheadBytes + 64;
}
