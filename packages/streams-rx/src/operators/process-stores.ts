import type { ProcessStore, StoreAccess } from './process-store.ts';
import type { KeyTimes, ProcessWindowStore, WindowStoreAccess } from './process-window-store.ts';

/** Any store of `processRecords`. */
export type AnyProcessStore = ProcessStore<never, unknown> | ProcessWindowStore<never, unknown>;

export type ProcessStores = { readonly [name: string]: AnyProcessStore };

export type KeyOfStore<S> =
  S extends ProcessStore<infer K, unknown> ? K : S extends ProcessWindowStore<infer K, unknown> ? K : never;

/** What a function does with a store. */
export type AccessTo<S> =
  S extends ProcessStore<infer K, infer V>
    ? StoreAccess<K, V>
    : S extends ProcessWindowStore<infer K, infer V>
      ? WindowStoreAccess<K, V>
      : never;

type Looks<S> =
  S extends ProcessStore<infer K, unknown> ? K : S extends ProcessWindowStore<infer K, unknown> ? KeyTimes<K> : never;

type Prefix<S> = S extends ProcessStore<infer K, unknown> ? K : never;

/** Keys of stores, with times of those that have times, by the names of the stores. */
export type KeysOfStores<S> = { readonly [N in keyof S]?: Iterable<Looks<S[N]>> };

/** What keys of stores begin with, by the names of the stores. */
export type PrefixesOfStores<S> = { readonly [N in keyof S]?: Iterable<Prefix<S[N]>> };
