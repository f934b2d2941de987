import type { Serde } from '@millrace/core';
import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import { Table } from '../topology/table.ts';
import { namedTable } from './named-table.ts';
import { byItsKeys } from './repartition.ts';
import { upsertTable } from './upsert-table.ts';

export interface ToTableOptions<V> {
  /**
   * How its values are kept. Default: as those of the stream or the table are written. INVALID_TOPOLOGY behind an operator whose store it only names: give that
   * one the option.
   */
  readonly value?: Serde<V>;
}

/** What `toTable` makes a table of. */
export type AsTable<T> =
  T extends Table<infer K, infer V>
    ? Table<K, V>
    : T extends Records<infer K, infer V>
      ? Table<K, NonNullable<V>>
      : never;

/**
 * The newest value of each key; a tombstone takes the key out, a record without a key is skipped. The table can be read by the name:
 * from code, GraphQL and SQL. Kafka Streams' KStream.toTable. Of a table it names the store, so that it is found again when the
 * topology has changed.
 */
export function toTable<T>(name: string, options: ToTableOptions<unknown> = {}): Operator<T, AsTable<T>> {
  return operator('toTable', (input: Stream<unknown, unknown> | Table<unknown, unknown>) => {
    if (input instanceof Table) return namedTable(input, name, options.value);
    const stream = byItsKeys(input, { name });
    return upsertTable(stream, name, options.value ?? stream.parts.valueSerde);
  });
}
