import { jsonSerde, type Serde } from '@millrace/core';
import type { GroupedStream } from '../topology/grouped-stream.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregateByKey, type StoreNaming } from './aggregate-by-key.ts';

/**
 * Makes one value of all of a key: of what was there and the next record's. The first is as it came. Kafka Streams' KGroupedStream.reduce.
 * `reducer` gives a new value and leaves those it gets as they are.
 */
export function reduceRecords<K, V>(
  reducer: (before: V, value: V) => V,
  options: StoreNaming<V> = {},
): Operator<GroupedStream<K, V>, Table<K, V>> {
  return operator('reduceRecords', (grouped: GroupedStream<K, V>) =>
    aggregateByKey<K, V, V>(grouped, {
      operator: 'reduceRecords',
      store: options.store,
      valueSerde: options.value ?? (jsonSerde as Serde<V>),
      update: (before, { value }) => (before === null ? value : reducer(before, value)),
    }),
  );
}
