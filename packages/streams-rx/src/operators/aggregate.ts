import { jsonSerde, type Serde } from '@millrace/core';
import type { FixedGrouping } from '../topology/grouping.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregated } from './aggregated.ts';
import type { StoreNaming } from './aggregation.ts';

/**
 * Makes a value of all records of a key, or key and window, beginning with `initial()`. An aggregator that gives null takes the key out of the table.
 * Sessions have `aggregateSessions`. Kafka Streams' aggregate. `aggregator` gives a new value and leaves those it gets as they are.
 *
 * @example
 * aggregate(() => ({ sum: 0, count: 0 }), ({ sum, count }, reading: Reading) => ({ sum: sum + reading.celsius, count: count + 1 }))
 */
export function aggregate<K, V, A, TK = K>(
  initial: () => A,
  aggregator: (aggregate: A, value: V, key: K, timestamp: number) => A | null,
  options: StoreNaming<A> = {},
): Operator<FixedGrouping<TK, V, K>, Table<TK, A>> {
  return operator('aggregate', (grouping: FixedGrouping<TK, V, K>) =>
    aggregated<TK, V, K, A>(grouping, {
      operator: 'aggregate',
      store: options.store,
      valueSerde: options.value ?? (jsonSerde as Serde<A>),
      update: (before, record) => aggregator(before ?? initial(), record.value, record.key as K, record.timestamp),
      merge: undefined,
    }),
  );
}
