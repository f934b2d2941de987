import { numberSerde } from '@millrace/core';
import type { GroupedStream } from '../topology/grouped-stream.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregateByKey } from './aggregate-by-key.ts';

/**
 * How many records each key has had; tombstones and records without a key do not count. Kafka Streams' KGroupedStream.count.
 *
 * @example
 * app.stream<string, Order>('orders').pipe(groupByKey(), countRecords(), toTable('orders_per_customer'));
 */
export function countRecords<K, V>(
  options: { readonly store?: string } = {},
): Operator<GroupedStream<K, V>, Table<K, number>> {
  return operator('countRecords', (grouped: GroupedStream<K, V>) =>
    aggregateByKey<K, V, number>(grouped, {
      operator: 'countRecords',
      store: options.store,
      valueSerde: numberSerde,
      update: (before) => (before ?? 0) + 1,
    }),
  );
}
