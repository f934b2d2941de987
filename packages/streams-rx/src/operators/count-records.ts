import { numberSerde } from '@millrace/core';
import type { Grouping } from '../topology/grouping.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregated } from './aggregated.ts';

/**
 * How many records each key, or key and window, has had; tombstones and records without a key do not count. Kafka Streams' count.
 *
 * @example
 * app.stream<string, Order>('orders').pipe(groupByKey(), countRecords(), toTable('orders_per_customer'));
 */
export function countRecords<TK, V, K>(
  options: { readonly store?: string } = {},
): Operator<Grouping<TK, V, K>, Table<TK, number>> {
  return operator('countRecords', (grouping: Grouping<TK, V, K>) =>
    aggregated<TK, V, K, number>(grouping, {
      operator: 'countRecords',
      store: options.store,
      valueSerde: numberSerde,
      update: (before) => (before ?? 0) + 1,
      merge: (one, other) => one + other,
    }),
  );
}
