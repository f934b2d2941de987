import { jsonSerde, type Serde } from '@millrace/core';
import type { Grouping } from '../topology/grouping.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregated } from './aggregated.ts';
import type { StoreNaming } from './aggregation.ts';

/**
 * Makes one value of all of a key, or key and window: of what was there and the next record's. The first is as it came; two sessions that become
 * one are reduced, too. Kafka Streams' reduce. `reducer` gives a new value and leaves those it gets as they are.
 */
export function reduceRecords<TK, V, K>(
  reducer: (before: V, value: V) => V,
  options: StoreNaming<V> = {},
): Operator<Grouping<TK, V, K>, Table<TK, V>> {
  return operator('reduceRecords', (grouping: Grouping<TK, V, K>) =>
    aggregated<TK, V, K, V>(grouping, {
      operator: 'reduceRecords',
      store: options.store,
      valueSerde: options.value ?? (jsonSerde as Serde<V>),
      update: (before, { value }) => (before === null ? value : reducer(before, value)),
      merge: reducer,
    }),
  );
}
