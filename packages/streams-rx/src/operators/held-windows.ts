import { bytesSerde, MillraceError, type Serde } from '@millrace/core';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { RangeEpoch, type TimeSpan } from '../epoch/range-epoch.ts';
import { notRead } from '../epoch/store-not-read.ts';
import type { KeyCodec, Windowed } from '../record/windowed.ts';
import { prefixOf, type StateKey, stateKeyOf } from '../state/state-key.ts';
import type { MaybePromise } from '../state/task-state.ts';
import type { HeldStore, HeldStoreOptions } from './held-store.ts';
import type { KeyTimes, ProcessWindowStoreOptions, TimedEntry, WindowStoreAccess } from './process-window-store.ts';

export interface HeldWindowsOptions extends HeldStoreOptions {
  readonly keys: KeyCodec<Windowed<unknown>>;
  readonly valueSerde: Serde<unknown>;
  /** null: for ever. */
  readonly retentionMs: number | null;
  readonly near: ProcessWindowStoreOptions<unknown, unknown>['near'];
}

type Entry = TimedEntry<unknown> & { readonly key: unknown };

/** A store by key and time. Values are kept as bytes: what a function does to a value that it got changes nothing before it is put. */
export class HeldWindows implements HeldStore {
  readonly access: WindowStoreAccess<unknown, unknown>;
  readonly #options: HeldWindowsOptions;
  readonly #entries: RangeEpoch<Uint8Array>;
  readonly #spans: TimeSpan[] = [];
  #wantsEverything = false;

  constructor(epoch: EpochContext, options: HeldWindowsOptions) {
    this.#options = options;
    this.#entries = new RangeEpoch(epoch, options.name, bytesSerde, 'WINDOW');
    this.access = {
      get: (key, time) => this.#fetch(key, time, time)[0]?.value ?? null,
      fetch: (key, from, to) => this.#fetch(key, from, to).map(({ time, value }) => ({ time, value })),
      fetchAll: (from, to) => this.#fetchAll(from, to),
      put: (key, value, time) => this.#set(key, time, options.valueSerde.serialize(value)),
      delete: (key, time) => this.#set(key, time, null),
    };
  }

  expect(key: StateKey, time: number): void {
    const { hasKeysOfRecords, near } = this.#options;
    if (!hasKeysOfRecords) return;
    this.#want(prefixOf(key), near && time - near.before, near && time + near.after);
  }

  want(looks: Iterable<unknown>): void {
    for (const { key, from, to } of looks as Iterable<KeyTimes<unknown>>) this.#want(this.#prefixOf(key), from, to);
  }

  wantAllOf(keys: Iterable<unknown>): void {
    for (const key of keys) this.#want(this.#prefixOf(key));
  }

  wantEverything(): void {
    this.#wantsEverything = true;
  }

  load(): MaybePromise<void> {
    return this.#wantsEverything ? this.#entries.loadAll() : this.#entries.load(this.#spans);
  }

  observe(time: number): void {
    this.#entries.observe(time);
  }

  /** Nothing older is looked at, in the whole epoch: stream time never goes back. */
  #want(prefix: StateKey, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): void {
    this.#spans.push({ prefix, from: Math.max(from, this.#oldest()), to });
  }

  #fetch(key: unknown, from: number, to: number): Entry[] {
    const since = Math.max(from, this.#oldest());
    if (to < since) return [];
    const prefix = this.#prefixOf(key);
    if (!this.#entries.knows(prefix, since, to)) {
      throw notRead(this.#options.name, `${JSON.stringify(key)} from ${since} to ${to}`);
    }
    return this.#entries.entries(prefix, since, to).map((entry) => this.#decoded(entry));
  }

  #fetchAll(from: number, to: number): Entry[] {
    if (!this.#wantsEverything) throw notRead(this.#options.name, 'everything');
    const since = Math.max(from, this.#oldest());
    return this.#entries.all(since, to).map((entry) => this.#decoded(entry));
  }

  #set(key: unknown, time: number, value: Uint8Array | null): void {
    const { name, keys } = this.#options;
    if (!Number.isSafeInteger(time)) {
      throw new MillraceError(
        'INVALID_RECORD',
        `Store "${name}" was given an entry at ${time}: a time is a whole number of milliseconds since 1970.`,
      );
    }
    if (time >= this.#oldest()) this.#entries.set(keys.encode({ key, start: time, end: time }), value);
  }

  #decoded({ key: stateKey, value }: { readonly key: StateKey; readonly value: Uint8Array }): Entry {
    const { keys, valueSerde } = this.#options;
    const { key, start } = keys.decode(stateKey);
    return { key, time: start, value: valueSerde.deserialize(value) };
  }

  /** What is older has expired. */
  #oldest(): number {
    const { retentionMs } = this.#options;
    const { streamTime } = this.#entries;
    return retentionMs === null || streamTime === null ? Number.NEGATIVE_INFINITY : streamTime - retentionMs;
  }

  #prefixOf(key: unknown): StateKey {
    return prefixOf(stateKeyOf(this.#options.keys.recordSerde.serialize(key)));
  }
}
