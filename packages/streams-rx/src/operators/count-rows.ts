import { numberSerde } from '@millrace/core';
import type { GroupedTable } from '../topology/grouped-table.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregateRows } from './aggregate-rows.ts';

/** How many rows each group has; 0 for one that has none any more. Kafka Streams' KGroupedTable.count. */
export function countRows<K, V>(
  options: { readonly store?: string } = {},
): Operator<GroupedTable<K, V>, Table<K, number>> {
  return operator('countRows', (grouped: GroupedTable<K, V>) =>
    aggregateRows<K, V, number>(grouped, {
      operator: 'countRows',
      store: options.store,
      valueSerde: numberSerde,
      add: (before) => (before ?? 0) + 1,
      subtract: (before) => before - 1,
    }),
  );
}
