import type { Serde } from '@millrace/core';
import type { KeyCodec } from '../record/windowed.ts';
import { SortedMap } from '../state/sorted-map.ts';
import { behindAll, type StateKey } from '../state/state-key.ts';
import type { MaybePromise, StateEntry, StoreChanges, StoreState } from '../state/task-state.ts';
import { assertStorableKey } from './assert-storable-key.ts';
import type { EpochContext, EpochStore } from './epoch-context.ts';
import { notRead } from './store-not-read.ts';
import { storeValueTooLarge } from './store-value-too-large.ts';

/**
 * A store that is read by keys and by what keys begin with, as an epoch sees it. Values are kept as bytes: what a function does to a value that it got
 * changes nothing before it is set, in whichever epoch.
 */
export class PrefixEpoch<K, V> implements EpochStore {
  readonly name: string;
  readonly #context: EpochContext;
  readonly #state: StoreState;
  readonly #keys: KeyCodec<K>;
  readonly #serde: Serde<V>;
  /** null: there is none. */
  readonly #entries = new SortedMap<Uint8Array | null>();
  readonly #changed = new Set<StateKey>();
  /** Of which all is known. */
  readonly #prefixes = new Set<StateKey>();
  /** Those that there are of them. */
  readonly #lengths = new Set<number>();

  constructor(context: EpochContext, name: string, keys: KeyCodec<K>, serde: Serde<V>) {
    this.name = name;
    this.#context = context;
    this.#state = context.state(name);
    this.#keys = keys;
    this.#serde = serde;
    context.keep(this);
  }

  /** Reads keys, and all that begins with prefixes; an empty prefix is everything. To be waited for before anything is looked at. */
  load(keys: ReadonlySet<StateKey>, prefixes: ReadonlySet<StateKey>): MaybePromise<void> {
    const wanted = [...keys].filter((key) => !this.#isKnown(key));
    const ranges = [...prefixes]
      .filter((prefix) => !this.#knows(prefix))
      .map((prefix) => ({ from: prefix, to: behind(prefix), prefix }));
    const fill = (values: readonly (Uint8Array | null)[], found: readonly (readonly StateEntry[])[]) => {
      for (const [i, key] of wanted.entries()) this.#entries.set(key, values[i] ?? null);
      for (const { key, value } of found.flat()) this.#entries.set(key, value);
      for (const { prefix } of ranges) {
        this.#prefixes.add(prefix);
        this.#lengths.add(prefix.length);
      }
    };
    const values = wanted.length > 0 ? this.#state.get(wanted) : [];
    const found = ranges.length > 0 ? this.#state.ranges(ranges) : [];
    if (values instanceof Promise || found instanceof Promise) {
      return Promise.all([values, found]).then(([one, other]) => fill(one, other));
    }
    fill(values, found);
  }

  /** A key that was loaded or set; null: there is none. */
  get(key: K): V | null {
    const stateKey = this.#keys.encode(key);
    if (!this.#isKnown(stateKey)) throw notRead(this.name, JSON.stringify(key));
    const bytes = this.#entries.get(stateKey) ?? null;
    return bytes === null ? null : this.#serde.deserialize(bytes);
  }

  set(key: K, value: V): void {
    const bytes = this.#serde.serialize(value);
    const { maxStateValueBytes } = this.#context;
    if (bytes.length > maxStateValueBytes) throw storeValueTooLarge(this.name, bytes.length, maxStateValueBytes);
    this.#change(key, bytes);
  }

  delete(key: K): void {
    this.#change(key, null);
  }

  /** Entries whose keys begin with a prefix that was loaded, ascending by bytes. */
  entries(prefix: StateKey): { readonly key: K; readonly value: V }[] {
    if (!this.#knows(prefix)) throw notRead(this.name, prefix === '' ? 'everything' : 'a range');
    return this.#entries
      .range(prefix, behind(prefix))
      .flatMap(([key, bytes]) =>
        bytes === null ? [] : [{ key: this.#keys.decode(key), value: this.#serde.deserialize(bytes) }],
      );
  }

  changes(): StoreChanges | undefined {
    if (this.#changed.size === 0) return undefined;
    const entries = new Map([...this.#changed].map((key) => [key, this.#entries.get(key) ?? null] as const));
    return { store: this.name, streamTime: this.#state.streamTime, entries };
  }

  #change(key: K, bytes: Uint8Array | null): void {
    const stateKey = this.#keys.encode(key);
    assertStorableKey(this.name, stateKey);
    this.#entries.set(stateKey, bytes);
    this.#changed.add(stateKey);
  }

  #isKnown(key: StateKey): boolean {
    return this.#entries.has(key) || this.#knows(key);
  }

  #knows(prefix: StateKey): boolean {
    for (const length of this.#lengths) {
      if (length <= prefix.length && this.#prefixes.has(prefix.slice(0, length))) return true;
    }
    return false;
  }
}

/** The first key behind all that begin with a prefix. */
function behind(prefix: StateKey): StateKey {
  const at = prefix.replace(/\u00ff+$/, '');
  if (at === '') return behindAll;
  return at.slice(0, -1) + String.fromCharCode(at.charCodeAt(at.length - 1) + 1);
}
