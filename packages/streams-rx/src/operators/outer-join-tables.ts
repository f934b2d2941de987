import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { type TableJoinOptions, tableTableJoin } from './table-table-join.ts';

/** As `joinTables`, with a row for every key that one of the tables has: null for the one that has it not. Kafka Streams' KTable.outerJoin. */
export function outerJoinTables<K, V, W, R>(
  other: Table<K, W>,
  joiner: (value: V | null, other: W | null, key: K) => R,
  options: TableJoinOptions<R> = {},
): Operator<Table<K, V>, Table<K, R>> {
  return operator('outerJoinTables', (table: Table<K, V>) =>
    tableTableJoin<K, V, W, R>(table, {
      ...options,
      operator: 'outerJoinTables',
      other,
      alone: { left: true, right: true },
      joiner,
    }),
  );
}
