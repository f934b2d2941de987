import type { Serde } from '@millrace/core';

export interface ProcessStoreOptions<K, V> {
  /** By which it is found again when the topology has changed, and can be read as a table. Default: made of the operator's. */
  readonly name?: string;
  /** How keys are written. Default: as those of the records, whose own entry is read by itself then. */
  readonly key?: Serde<K>;
  /** Default JSON. */
  readonly value?: Serde<V>;
}

/** A store by key that `processRecords` works with. Kafka Streams' KeyValueStore. */
export interface ProcessStore<in K, out V> {
  readonly kind: 'KEY_VALUE';
  /** For types only. */
  readonly holds: ((key: K) => V) | undefined;
  /** For operators. */
  readonly options: ProcessStoreOptions<unknown, unknown>;
}

/** What a function does with a store. Within one epoch it sees what was set before. */
export interface StoreAccess<K, V> {
  /** null: there is none. INVALID_TOPOLOGY for a key that was not read: see `keysOf`. A copy: `set` keeps what was changed. */
  get(key: K): V | null;
  /** RECORD_TOO_LARGE: more than maxStateValueBytes, or a key of more than 2,600 bytes. */
  set(key: K, value: V): void;
  delete(key: K): void;
  /** Entries whose keys, as they are written, begin with one that `prefixesOf` or `reads` has named, ascending. */
  range(prefix: K): { readonly key: K; readonly value: V }[];
  /** All entries of the partition, where `reads` says ALL. */
  all(): { readonly key: K; readonly value: V }[];
}

/**
 * Says what a store of `processRecords` holds.
 *
 * @example
 * processRecords({ stores: { totals: processStore<string, number>({ name: 'totals' }) }, … })
 */
export function processStore<K = string, V = unknown>(options: ProcessStoreOptions<K, V> = {}): ProcessStore<K, V> {
  return { kind: 'KEY_VALUE', holds: undefined, options: options as ProcessStoreOptions<unknown, unknown> };
}
