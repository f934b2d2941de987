import { jsonSerde, type Serde } from '@millrace/core';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { derivedTable } from './derived-table.ts';

/**
 * Gives every row another value; null takes it out, and undefined fails the record that changes it (INVALID_RECORD). A row that is taken out is so without the
 * mapper. The mapper is asked again where a row is looked at: it must depend on nothing else. Kafka Streams' KTable.mapValues.
 */
export function mapTableValues<K, V, R>(
  mapper: (value: V, key: K) => R,
  options: { readonly value?: Serde<NonNullable<R>> } = {},
): Operator<Table<K, V>, Table<K, NonNullable<R>>> {
  return operator('mapTableValues', (table: Table<K, V>) =>
    derivedTable<K, V, NonNullable<R>>(table, {
      operator: 'mapTableValues',
      valueSerde: options.value ?? (jsonSerde as Serde<NonNullable<R>>),
      rowOf: (value, key) => mapper(value, key) as NonNullable<R> | null,
      dropsEmpty: false,
    }),
  );
}
