import { type CogroupAggregator, CogroupedStream } from '../topology/cogrouped-stream.ts';
import type { GroupedStream } from '../topology/grouped-stream.ts';

/** A cogroup that has no stream yet. */
export interface Cogroup<A> {
  /** The first stream, and what its records make of the value. */
  add<K, V>(grouped: GroupedStream<K, V>, aggregator: CogroupAggregator<K, V, A>): CogroupedStream<K, A>;
}

/**
 * Several grouped streams with the same kind of key, whose records all change one value of each key, which begins with `initial()`. Records of
 * all of them are taken in the order of the task's input; `windowedBy` may follow, and `aggregateCogrouped` makes the table. Kafka Streams'
 * cogroup.
 *
 * @example
 * const orders = app.stream<string, Order>('orders').pipe(groupByKey());
 * const payments = app.stream<string, Payment>('payments').pipe(groupByKey());
 * cogroup(() => ({ owed: 0, paid: 0 }))
 *   .add(orders, (sum, order) => ({ ...sum, owed: sum.owed + order.total }))
 *   .add(payments, (sum, payment) => ({ ...sum, paid: sum.paid + payment.amount }))
 *   .pipe(aggregateCogrouped(), toTable('balances'));
 */
export function cogroup<A>(initial: () => A): Cogroup<A> {
  return {
    add<K, V>(grouped: GroupedStream<K, V>, aggregator: CogroupAggregator<K, V, A>): CogroupedStream<K, A> {
      return new CogroupedStream<K, A>({ ...grouped.parts, inputs: [], initial, update: [] }).add(grouped, aggregator);
    },
  };
}
