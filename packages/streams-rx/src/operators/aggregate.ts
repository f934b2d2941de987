import { jsonSerde, type Serde } from '@millrace/core';
import type { GroupedStream } from '../topology/grouped-stream.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregateByKey, type StoreNaming } from './aggregate-by-key.ts';

/**
 * Makes a value of all records of a key, beginning with `initial()`. An aggregator that gives null takes the key out of the table.
 * Kafka Streams' KGroupedStream.aggregate. `aggregator` gives a new value and leaves those it gets as they are.
 *
 * @example
 * aggregate(() => ({ sum: 0, count: 0 }), ({ sum, count }, reading: Reading) => ({ sum: sum + reading.celsius, count: count + 1 }))
 */
export function aggregate<K, V, A>(
  initial: () => A,
  aggregator: (aggregate: A, value: V, key: K, timestamp: number) => A | null,
  options: StoreNaming<A> = {},
): Operator<GroupedStream<K, V>, Table<K, A>> {
  return operator('aggregate', (grouped: GroupedStream<K, V>) =>
    aggregateByKey<K, V, A>(grouped, {
      operator: 'aggregate',
      store: options.store,
      valueSerde: options.value ?? (jsonSerde as Serde<A>),
      update: (before, record) => aggregator(before ?? initial(), record.value, record.key as K, record.timestamp),
    }),
  );
}
