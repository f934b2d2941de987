import { isMillraceError, MillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { StoreEntry } from '../state/reading/read-entries.ts';
import { type EntryPage, type EntryPosition, StateReader } from '../state/reading/state-reader.ts';
import type { StateKey } from '../state/state-key.ts';
import type { Table } from '../topology/table.ts';

export interface TableRow<K, V> {
  readonly key: K;
  readonly value: V;
}

export interface TablePage<K, V> {
  readonly rows: readonly TableRow<K, V>[];
  /** Pass as `after` to go on; null: there are no more. */
  readonly next: EntryPosition | null;
}

export interface TableRangeInput<K> {
  /** The first key; omitted: from the first on. Keys come in the order of their bytes. */
  readonly from?: K;
  /** The first key that is not wanted any more; omitted: to the last. */
  readonly to?: K;
  /** 1 to 10,000; default 1,000. */
  readonly limit?: number;
  readonly after?: EntryPosition;
  /** From the last key to the first. */
  readonly reverse?: boolean;
}

const defaultLimit = 1_000;
const noEntries: EntryPage = { entries: [], next: null };

/** The topology has the table: a store that nobody has opened yet is one without rows. */
async function unlessNew<T>(read: Promise<T>, nothing: T): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (isMillraceError(error, 'STORE_NOT_FOUND')) return nothing;
    throw error;
  }
}

/**
 * Reads a table of an application, all partitions of it, whoever has them: what is committed; nothing where no task has been run yet. Kafka Streams'
 * ReadOnlyKeyValueStore.
 */
export class TableReader<K, V> {
  readonly #table: Table<K, V>;
  readonly #reader: StateReader;

  /** INVALID_TOPOLOGY for a table that is not kept. */
  constructor(engine: Pick<Engine, 'query'>, applicationId: string, table: Table<K, V>) {
    const { store } = table.parts;
    if (!store) {
      throw new MillraceError('INVALID_TOPOLOGY', "The table is not kept: give it a store with toTable('a name').");
    }
    this.#table = table;
    this.#reader = new StateReader({ engine, applicationId, store: store.name });
  }

  /** null: there is none. */
  async get(key: K): Promise<V | null> {
    const [entry] = await unlessNew(this.#reader.get([this.#encoded(key)]), []);
    return entry ? this.#row(entry).value : null;
  }

  /** Rows by key, over all partitions. */
  async range({ from, to, limit = defaultLimit, after, reverse }: TableRangeInput<K> = {}): Promise<TablePage<K, V>> {
    const bounds = {
      from: from === undefined ? undefined : this.#encoded(from),
      to: to === undefined ? undefined : this.#encoded(to),
    };
    return this.#page(await unlessNew(this.#reader.range({ ...bounds, limit, after, reverse }), noEntries));
  }

  /** All rows, partition after partition: what a large table is read by. */
  async scan({
    limit = defaultLimit,
    after,
  }: Pick<TableRangeInput<K>, 'limit' | 'after'> = {}): Promise<TablePage<K, V>> {
    return this.#page(await unlessNew(this.#reader.scan({ limit, after }), noEntries));
  }

  #page({ entries, next }: EntryPage): TablePage<K, V> {
    return { rows: entries.map((entry) => this.#row(entry)), next };
  }

  #row({ key, value }: StoreEntry): TableRow<K, V> {
    const { keys, valueSerde } = this.#table.parts;
    return { key: keys.decode(key), value: valueSerde.deserialize(value) };
  }

  #encoded(key: K): StateKey {
    return this.#table.parts.keys.encode(key);
  }
}
