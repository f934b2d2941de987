import { MillraceError, type Serde } from '@millrace/core';
import type { StateKey } from '../state/state-key.ts';
import type { MaybePromise, StoreChanges, StoreState } from '../state/task-state.ts';
import { assertStorableKey } from './assert-storable-key.ts';
import type { EpochContext, EpochStore } from './epoch-context.ts';
import { storeValueTooLarge } from './store-value-too-large.ts';

interface Entry<V> {
  /** As committed; undefined once the value was set. */
  bytes: Uint8Array | null | undefined;
  /** undefined: not decoded yet. */
  value: V | null | undefined;
  changed: boolean;
}

/** A store by key as an epoch sees it: what was committed before, and what the epoch has done since. Values are decoded and encoded once an epoch. */
export class KeyValueEpoch<V> implements EpochStore {
  readonly name: string;
  readonly #state: StoreState;
  readonly #serde: Serde<V>;
  readonly #context: EpochContext;
  readonly #entries = new Map<StateKey, Entry<V>>();
  readonly #hasTime: boolean;
  #streamTime: number | null;

  constructor(context: EpochContext, name: string, serde: Serde<V>, options: { readonly hasTime?: boolean } = {}) {
    this.name = name;
    this.#context = context;
    this.#serde = serde;
    this.#state = context.state(name);
    this.#streamTime = this.#state.streamTime;
    this.#hasTime = options.hasTime ?? false;
    context.keep(this);
  }

  /** The greatest record time seen, in this epoch or before, ms; null before the first. */
  get streamTime(): number | null {
    return this.#streamTime;
  }

  observe(timestamp: number): void {
    if (this.#streamTime === null || timestamp > this.#streamTime) this.#streamTime = timestamp;
  }

  /** Reads keys that were not read yet: to be waited for before `get`. */
  load(keys: Iterable<StateKey>): MaybePromise<void> {
    const wanted: StateKey[] = [];
    for (const key of keys) {
      if (this.#entries.has(key)) continue;
      this.#entries.set(key, { bytes: null, value: undefined, changed: false });
      wanted.push(key);
    }
    if (wanted.length === 0) return;
    const read = this.#state.get(wanted);
    if (read instanceof Promise) return read.then((values) => this.#fill(wanted, values));
    this.#fill(wanted, read);
  }

  /** A key that was loaded. */
  get(key: StateKey): V | null {
    const entry = this.#entry(key);
    if (entry.value === undefined) {
      entry.value = entry.bytes ? this.#serde.deserialize(entry.bytes) : null;
    }
    return entry.value;
  }

  /** The same as a copy of its own, for who keeps it while the value is changed in place. */
  copy(key: StateKey): V | null {
    const entry = this.#entry(key);
    if (entry.value === null) return null;
    if (entry.value === undefined) return entry.bytes ? this.#serde.deserialize(entry.bytes) : null;
    return this.#serde.deserialize(this.#serde.serialize(entry.value));
  }

  set(key: StateKey, value: V | null): void {
    const entry = this.#entry(key);
    entry.value = value;
    entry.bytes = undefined;
    entry.changed = true;
  }

  changes(): StoreChanges | undefined {
    const entries = new Map<StateKey, Uint8Array | null>();
    for (const [key, { value, changed }] of this.#entries) {
      if (!changed) continue;
      assertStorableKey(this.name, key);
      const bytes = value === null || value === undefined ? null : this.#serde.serialize(value);
      if (bytes && bytes.length > this.#context.maxStateValueBytes) {
        throw storeValueTooLarge(this.name, bytes.length, this.#context.maxStateValueBytes);
      }
      entries.set(key, bytes);
    }
    const timeMoved = this.#hasTime && this.#streamTime !== this.#state.streamTime;
    if (entries.size === 0 && !timeMoved) return undefined;
    return { store: this.name, streamTime: this.#streamTime, entries };
  }

  #fill(keys: readonly StateKey[], values: readonly (Uint8Array | null)[]): void {
    for (let i = 0; i < keys.length; i++) {
      const entry = this.#entries.get(keys[i] as StateKey) as Entry<V>;
      entry.bytes = values[i] ?? null;
    }
  }

  #entry(key: StateKey): Entry<V> {
    const entry = this.#entries.get(key);
    if (!entry)
      throw new MillraceError('INTERNAL', `A key of store "${this.name}" was looked at before it was loaded.`);
    return entry;
  }
}
