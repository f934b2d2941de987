import { isMillraceError, MillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { Windowed } from '../record/windowed.ts';
import type { StoreEntry } from '../state/reading/read-entries.ts';
import { type EntryPage, type EntryPosition, StateReader } from '../state/reading/state-reader.ts';
import { type StateKey, stateKeyOf } from '../state/state-key.ts';
import type { Table, TableParts } from '../topology/table.ts';
import { boundsOfKey, type TableShape, type WindowBounds, windowFilter } from './table-key.ts';

export interface TableRow<K, V> {
  readonly key: K;
  readonly value: V;
}

export interface TablePage<K, V> {
  readonly rows: readonly TableRow<K, V>[];
  /** Pass as `after` to go on; null: there are no more. */
  readonly next: EntryPosition | null;
}

/** `windowFrom` and `windowTo`: of a table with windows. A page has fewer rows than `limit` where only few of many windows are wanted. */
export interface TableScanInput extends WindowBounds {
  /** 1 to 10,000; default 1,000. */
  readonly limit?: number;
  readonly after?: EntryPosition;
}

export interface TableWindowsInput extends TableScanInput {
  /** From the last window to the first. */
  readonly reverse?: boolean;
}

export interface TableRangeInput<K> extends TableScanInput {
  /** The first key; omitted: from the first on. Keys come in the order of their bytes. */
  readonly from?: K;
  /** The first key that is not wanted any more; omitted: to the last. */
  readonly to?: K;
  /** From the last key to the first. */
  readonly reverse?: boolean;
}

/** Of a table with windows, the record's key in its keys. */
export type KeyInWindow<K> = K extends Windowed<infer R> ? R : never;

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
 * ReadOnlyKeyValueStore, ReadOnlyWindowStore and ReadOnlySessionStore.
 */
export class TableReader<K, V> {
  readonly #table: Table<K, V>;
  readonly #shape: TableShape;
  readonly #reader: StateReader;

  /** INVALID_TOPOLOGY for a table that is not kept. */
  constructor(engine: Pick<Engine, 'query'>, applicationId: string, table: Table<K, V>) {
    const { store } = table.parts;
    if (!store) {
      throw new MillraceError('INVALID_TOPOLOGY', "The table is not kept: give it a store with toTable('a name').");
    }
    this.#table = table;
    this.#shape = shapeOf(table.parts);
    this.#reader = new StateReader({ engine, applicationId, store: store.name });
  }

  /** null: there is none. */
  async get(key: K): Promise<V | null> {
    const [entry] = await unlessNew(this.#reader.get([this.#encoded(key)]), []);
    return entry ? this.#row(entry).value : null;
  }

  /** Rows by key, over all partitions. */
  async range(input: TableRangeInput<K> = {}): Promise<TablePage<K, V>> {
    const { from, to, limit = defaultLimit, after, reverse } = input;
    const bounds = {
      from: from === undefined ? undefined : this.#encoded(from),
      to: to === undefined ? undefined : this.#encoded(to),
    };
    const accepts = this.#accepts(input);
    return this.#page(await unlessNew(this.#reader.range({ ...bounds, limit, after, reverse, accepts }), noEntries));
  }

  /** The rows of one record key in its windows, by their time. INVALID_INPUT for a table without windows. */
  async windows(recordKey: KeyInWindow<K>, input: TableWindowsInput = {}): Promise<TablePage<K, V>> {
    const { limit = defaultLimit, after, reverse } = input;
    if (this.#shape.kind === 'KEY_VALUE') throw this.#withoutWindows();
    const key = stateKeyOf(this.#table.parts.keys.recordSerde.serialize(recordKey));
    const bounds = boundsOfKey(this.#shape, key, input);
    const accepts = this.#accepts(input);
    return this.#page(await unlessNew(this.#reader.range({ ...bounds, limit, after, reverse, accepts }), noEntries));
  }

  /** All rows, partition after partition: what a large table is read by. */
  async scan(input: TableScanInput = {}): Promise<TablePage<K, V>> {
    const { limit = defaultLimit, after } = input;
    const accepts = this.#accepts(input);
    return this.#page(await unlessNew(this.#reader.scan({ limit, after, accepts }), noEntries));
  }

  /** INVALID_INPUT for windows of a table that has none. */
  #accepts(bounds: WindowBounds): ((key: StateKey) => boolean) | undefined {
    const accepts = windowFilter(this.#shape, bounds);
    if (accepts && this.#shape.kind === 'KEY_VALUE') throw this.#withoutWindows();
    return accepts;
  }

  #withoutWindows(): MillraceError {
    const store = this.#table.parts.store?.name;
    return new MillraceError(
      'INVALID_INPUT',
      `The table "${store}" has no windows: leave windowFrom and windowTo out, and read it with get(), range() and scan().`,
    );
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

function shapeOf<K, V>({ storeKind, keys }: TableParts<K, V>): TableShape {
  if (storeKind === 'SESSION') return { kind: storeKind };
  return storeKind === 'WINDOW' ? { kind: storeKind, windowSizeMs: keys.windowSizeMs ?? null } : { kind: 'KEY_VALUE' };
}
