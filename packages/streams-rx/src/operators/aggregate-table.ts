import { jsonSerde, type Serde } from '@millrace/core';
import type { GroupedTable } from '../topology/grouped-table.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregateRows } from './aggregate-rows.ts';
import type { StoreNaming } from './aggregation.ts';

/**
 * Makes a value of all rows of a group, beginning with `initial()`. A row that changes or goes is taken off by `subtractor` first; null takes the group out. Both give new
 * values and leave those they get as they are. Rows of several partitions come in any order, so the result should not depend on it.
 * Kafka Streams' KGroupedTable.aggregate.
 *
 * @example
 * groupTableBy((sensor: Sensor) => sensor.line),
 * aggregateTable(() => 0, (sum, sensor) => sum + sensor.weight, (sum, sensor) => sum - sensor.weight),
 */
export function aggregateTable<K, V, A>(
  initial: () => A,
  adder: (aggregate: A, value: V, key: K) => A | null,
  subtractor: (aggregate: A, value: V, key: K) => A | null,
  options: StoreNaming<A> = {},
): Operator<GroupedTable<K, V>, Table<K, A>> {
  return operator('aggregateTable', (grouped: GroupedTable<K, V>) =>
    aggregateRows<K, V, A>(grouped, {
      operator: 'aggregateTable',
      store: options.store,
      valueSerde: options.value ?? (jsonSerde as Serde<A>),
      add: (before, value, key) => adder(before ?? initial(), value, key),
      subtract: subtractor,
    }),
  );
}
