import { jsonSerde, type Serde } from '@millrace/core';
import type { GroupedTable } from '../topology/grouped-table.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregateRows } from './aggregate-rows.ts';
import type { StoreNaming } from './aggregation.ts';

/** Makes one value of all rows of a group, which begins with the first of them: as `aggregateTable`. Kafka Streams' KGroupedTable.reduce. */
export function reduceTable<K, V>(
  adder: (before: V, value: V) => V,
  subtractor: (before: V, value: V) => V | null,
  options: StoreNaming<V> = {},
): Operator<GroupedTable<K, V>, Table<K, V>> {
  return operator('reduceTable', (grouped: GroupedTable<K, V>) =>
    aggregateRows<K, V, V>(grouped, {
      operator: 'reduceTable',
      store: options.store,
      valueSerde: options.value ?? (jsonSerde as Serde<V>),
      add: (before, value) => (before === null ? value : adder(before, value)),
      subtract: subtractor,
    }),
  );
}
