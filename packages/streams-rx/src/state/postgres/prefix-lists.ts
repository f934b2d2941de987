import { prefixOfKey, type StateKey, timeOfKey } from '../state-key.ts';
import { type StateEntry, type StoreKind, timeFromEnd } from '../task-state.ts';
import { type CacheBudget, GenerationCache } from './generation-cache.ts';
import type { PrefixList } from './prefix-list.ts';

/** The lists of a store that were asked for lately, kept as they are committed. */
export class PrefixLists {
  readonly #lists: GenerationCache<PrefixList>;
  readonly #kind: StoreKind;

  constructor(budget: CacheBudget, kind: StoreKind) {
    this.#lists = new GenerationCache(budget, (list) => list.byteSize);
    this.#kind = kind;
  }

  get isEmpty(): boolean {
    return this.#lists.isEmpty;
  }

  /** undefined: it has to be read. */
  slice(prefix: StateKey, from: StateKey, to: StateKey): readonly StateEntry[] | undefined {
    const list = this.#lists.get(prefix);
    return list && list.from <= from ? list.slice(from, to) : undefined;
  }

  set(prefix: StateKey, list: PrefixList): void {
    this.#lists.set(prefix, list);
  }

  /** Takes note of what was committed, and forgets what has expired beside it: entries whose time (ms) is before `expiredBefore`. */
  apply(key: StateKey, value: Uint8Array | null, expiredBefore: number | null): void {
    const prefix = prefixOfKey(key);
    const list = prefix === null ? undefined : this.#lists.peek(prefix);
    if (!list) return;
    const bytes = list.byteSize;
    list.apply(key, value);
    if (expiredBefore !== null && this.#kind !== 'KEY_VALUE') {
      const at = timeFromEnd[this.#kind];
      list.dropBefore((one) => timeOfKey(one, one.length - at) < expiredBefore);
    }
    this.#lists.resized(prefix as StateKey, list, list.byteSize - bytes);
  }

  close(): void {
    this.#lists.close();
  }
}
