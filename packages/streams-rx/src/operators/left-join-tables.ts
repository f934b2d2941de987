import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { type TableJoinOptions, tableTableJoin } from './table-table-join.ts';

/** As `joinTables`, with a row for every key of this table: null for the other one's where that has none. Kafka Streams' KTable.leftJoin. */
export function leftJoinTables<K, V, W, R>(
  other: Table<K, W>,
  joiner: (value: V, other: W | null, key: K) => R,
  options: TableJoinOptions<R> = {},
): Operator<Table<K, V>, Table<K, R>> {
  return operator('leftJoinTables', (table: Table<K, V>) =>
    tableTableJoin<K, V, W, R>(table, {
      ...options,
      operator: 'leftJoinTables',
      other,
      alone: { left: true, right: false },
      joiner: joiner as (value: V | null, other: W | null, key: K) => R,
    }),
  );
}
