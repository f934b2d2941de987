import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import type { Table } from '../topology/table.ts';
import { type JoinOptions, streamTableJoin } from './stream-table-join.ts';

/**
 * Makes a value of each record's and of the row that the table has of its key; records without a row, a key or a value give nothing, those without a key
 * or a value are counted as skipped. A change of the table gives nothing by itself. Keys are the same where their bytes are. Kafka Streams'
 * KStream.join with a KTable.
 *
 * @example
 * app.stream<string, Flight>('flights').pipe(joinTable(airports, (flight, airport) => ({ ...flight, city: airport.city })))
 */
export function joinTable<K, V, T, R>(
  table: Table<K, T>,
  joiner: (value: V, row: T, key: K) => R,
  options: JoinOptions<R> = {},
): Operator<Records<K, V | null>, Records<K, R>> {
  return operator('joinTable', (stream: Stream<K, V>) =>
    streamTableJoin<K, V, T, R>(stream, {
      ...options,
      operator: 'joinTable',
      table,
      isLeft: false,
      joiner: joiner as (value: V, row: T | null, key: K) => R,
    }),
  );
}
