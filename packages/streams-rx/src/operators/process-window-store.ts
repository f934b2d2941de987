import type { ProcessStoreOptions } from './process-store.ts';

export interface ProcessWindowStoreOptions<K, V> extends ProcessStoreOptions<K, V> {
  /** How long entries are there, from their time on, ms of stream time: 0 or more, Infinity for ever. */
  readonly retention: number;
  /** How far from the time of a record entries of its key are read, ms, both bounds included. Default: all there are. */
  readonly near?: { readonly before: number; readonly after: number };
  /** How long a window is that begins at an entry's time, ms: 1 or more. It is where rows end that are read from outside. Default 1: a moment. */
  readonly size?: number;
}

/** A store by key and time that `processRecords` works with. Kafka Streams' WindowStore. */
export interface ProcessWindowStore<in K, out V> {
  readonly kind: 'WINDOW';
  /** For types only. */
  readonly holds: ((key: K) => V) | undefined;
  /** For operators. */
  readonly options: ProcessWindowStoreOptions<unknown, unknown>;
}

/** A key and times, ms since 1970, both included. Default: from the first, to the last. */
export interface KeyTimes<K> {
  readonly key: K;
  readonly from?: number;
  readonly to?: number;
}

export interface TimedEntry<V> {
  /** ms since 1970. */
  readonly time: number;
  /** A copy: `put` keeps what was changed. */
  readonly value: V;
}

/**
 * What a function does with a store by key and time. Within one epoch it sees what was put before. Entries that are older than `retention` before stream
 * time, with the record in hand, are gone.
 */
export interface WindowStoreAccess<K, V> {
  /** null: there is none. INVALID_TOPOLOGY for what was not read: see `near` and `keysOf`. */
  get(key: K, time: number): V | null;
  /** Entries of a key from one time to another, both included, ascending. INVALID_TOPOLOGY for what was not read. */
  fetch(key: K, from: number, to: number): TimedEntry<V>[];
  /** Entries of all keys of the partition in those times, by key and time, where `reads` says ALL. */
  fetchAll(from: number, to: number): (TimedEntry<V> & { readonly key: K })[];
  /** In place of what was there. One that is gone by its time is not kept. INVALID_RECORD for a time that is none; RECORD_TOO_LARGE: more than maxStateValueBytes, or a key of more than 2,590 bytes. */
  put(key: K, value: V, time: number): void;
  delete(key: K, time: number): void;
}

/**
 * Says what a store of `processRecords` holds that has a value for each key and time.
 *
 * @example
 * processRecords({ stores: { seen: processWindowStore<string, number>({ retention: hours(1), near: { before: minutes(5), after: 0 } }) }, … })
 */
export function processWindowStore<K = string, V = unknown>(
  options: ProcessWindowStoreOptions<K, V>,
): ProcessWindowStore<K, V> {
  return { kind: 'WINDOW', holds: undefined, options: options as ProcessWindowStoreOptions<unknown, unknown> };
}
