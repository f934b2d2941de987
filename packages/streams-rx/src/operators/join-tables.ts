import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { type TableJoinOptions, tableTableJoin } from './table-table-join.ts';

/**
 * A row for every key that both tables have, which changes when one of them does and goes when one of them has it no more. The joiner is asked again where a
 * row is looked at: it must depend on nothing else. Kafka Streams' KTable.join.
 */
export function joinTables<K, V, W, R>(
  other: Table<K, W>,
  joiner: (value: V, other: W, key: K) => R,
  options: TableJoinOptions<R> = {},
): Operator<Table<K, V>, Table<K, R>> {
  return operator('joinTables', (table: Table<K, V>) =>
    tableTableJoin<K, V, W, R>(table, {
      ...options,
      operator: 'joinTables',
      other,
      alone: { left: false, right: false },
      joiner: joiner as (value: V | null, other: W | null, key: K) => R,
    }),
  );
}
