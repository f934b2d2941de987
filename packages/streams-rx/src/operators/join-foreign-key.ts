import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { type ForeignKeyJoinOptions, foreignKeyJoin } from './foreign-key-join.ts';

/**
 * A row for every row of this table that refers to a row of the other one, by a key that `foreignKeyOf` gives; it changes when either does, and follows when the row
 * refers to another one. Rows without a foreign key are skipped and counted. A change of either table becomes one of the result a moment later, through two topics
 * of the application's own. A row that many refer to gives as many changes in one epoch. Both functions must depend on nothing but what they are given.
 * Kafka Streams' foreign-key KTable.join.
 *
 * @example
 * orders.pipe(joinForeignKey(customers, (order) => order.customerId, (order, customer) => ({ ...order, customer: customer.name })))
 */
export function joinForeignKey<K, V, F, W, R>(
  other: Table<F, W>,
  foreignKeyOf: (value: V, key: K) => F | null | undefined,
  joiner: (value: V, other: W, key: K) => R,
  options: ForeignKeyJoinOptions<R> = {},
): Operator<Table<K, V>, Table<K, R>> {
  return operator('joinForeignKey', (table: Table<K, V>) =>
    foreignKeyJoin<K, V, F, W, R>(table, {
      ...options,
      operator: 'joinForeignKey',
      other,
      foreignKeyOf,
      isLeft: false,
      joiner: joiner as (value: V, other: W | null, key: K) => R,
    }),
  );
}
