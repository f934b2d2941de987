import type { StateKey } from '../state-key.ts';

/** The parts of a cache that share its bound. */
interface Aging {
  age(): void;
}

/** What a cached entry takes beside its key and value, about. */
const entryBytes = 120;

/**
 * A bound that many caches share. What was not used while half of it was filled anew is forgotten: as good as forgetting what was used
 * longest ago, without keeping an order.
 */
export class CacheBudget {
  readonly #halfBytes: number;
  readonly #parts = new Set<Aging>();
  #youngBytes = 0;

  constructor(maxBytes: number) {
    this.#halfBytes = maxBytes / 2;
  }

  /** Largest entry worth keeping. */
  get maxEntryBytes(): number {
    return this.#halfBytes / 4;
  }

  join(part: Aging): void {
    this.#parts.add(part);
  }

  leave(part: Aging): void {
    this.#parts.delete(part);
  }

  /** Takes note of bytes that became young. */
  take(bytes: number): void {
    this.#youngBytes += bytes;
    if (this.#youngBytes <= this.#halfBytes) return;
    this.#youngBytes = 0;
    for (const part of this.#parts) part.age();
  }
}

/** One cache of a shared budget. */
export class GenerationCache<V> implements Aging {
  readonly #budget: CacheBudget;
  readonly #sizeOf: (value: V) => number;
  #young = new Map<StateKey, V>();
  #old = new Map<StateKey, V>();

  constructor(budget: CacheBudget, sizeOf: (value: V) => number) {
    this.#budget = budget;
    this.#sizeOf = sizeOf;
    budget.join(this);
  }

  get isEmpty(): boolean {
    return this.#young.size === 0 && this.#old.size === 0;
  }

  /** undefined: it is not known. */
  get(key: StateKey): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** Without counting as use. */
  peek(key: StateKey): V | undefined {
    const young = this.#young.get(key);
    return young === undefined ? this.#old.get(key) : young;
  }

  set(key: StateKey, value: V): void {
    this.#old.delete(key);
    const bytes = this.#sizeOf(value);
    if (bytes > this.#budget.maxEntryBytes) {
      this.#young.delete(key);
      return;
    }
    this.#young.set(key, value);
    this.#budget.take(bytes + key.length + entryBytes);
  }

  /** An entry has become larger or smaller, and `value` is what it is now. */
  resized(key: StateKey, value: V, byBytes: number): void {
    if (this.#sizeOf(value) > this.#budget.maxEntryBytes) this.delete(key);
    else if (byBytes > 0 && this.#young.has(key)) this.#budget.take(byBytes);
  }

  delete(key: StateKey): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  age(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  close(): void {
    this.clear();
    this.#budget.leave(this);
  }
}
