import type { StreamRecord } from '../record/stream-record.ts';
import type { GlobalTable } from '../topology/global-table.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import { type GlobalJoinOptions, streamGlobalTableJoin } from './stream-global-table-join.ts';

/**
 * Makes a value of each record's and of the row that a global table has of the key that `keyOf` gives, whatever the record's own key is; nothing has to
 * be repartitioned. Records without a row give nothing; those without a value, or for which `keyOf` gives null, are skipped and counted. Kafka
 * Streams' KStream.join with a GlobalKTable.
 *
 * @example
 * flights.pipe(joinGlobalTable(airports, ({ value }) => value.origin, (flight, airport) => ({ ...flight, from: airport.city })))
 */
export function joinGlobalTable<K, V, G, T, R>(
  table: GlobalTable<G, T>,
  keyOf: (record: StreamRecord<K, V>) => G | null | undefined,
  joiner: (value: V, row: T, key: K) => R,
  options: GlobalJoinOptions<R> = {},
): Operator<Records<K, V | null>, Records<K, R>> {
  return operator('joinGlobalTable', (stream: Stream<K, V>) =>
    streamGlobalTableJoin<K, V, G, T, R>(stream, {
      ...options,
      operator: 'joinGlobalTable',
      table,
      isLeft: false,
      keyOf,
      joiner: joiner as (value: V, row: T | null, key: K) => R,
    }),
  );
}
