import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { type ForeignKeyJoinOptions, foreignKeyJoin } from './foreign-key-join.ts';

/**
 * As `joinForeignKey`, with a row for every row of this table: null for the other one's where there is none, or where the row refers to
 * nothing. Kafka Streams' foreign-key KTable.leftJoin.
 */
export function leftJoinForeignKey<K, V, F, W, R>(
  other: Table<F, W>,
  foreignKeyOf: (value: V, key: K) => F | null | undefined,
  joiner: (value: V, other: W | null, key: K) => R,
  options: ForeignKeyJoinOptions<R> = {},
): Operator<Table<K, V>, Table<K, R>> {
  return operator('leftJoinForeignKey', (table: Table<K, V>) =>
    foreignKeyJoin<K, V, F, W, R>(table, {
      ...options,
      operator: 'leftJoinForeignKey',
      other,
      foreignKeyOf,
      isLeft: true,
      joiner,
    }),
  );
}
