import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import type { Table } from '../topology/table.ts';
import { type JoinOptions, streamTableJoin } from './stream-table-join.ts';

/**
 * As `joinTable`, but a record without a row gives a result, too: with null for the row. So does one without a key, whose third argument
 * is null then; one without a value is skipped and counted. Kafka Streams' KStream.leftJoin with a KTable.
 */
export function leftJoinTable<K, V, T, R>(
  table: Table<K, T>,
  joiner: (value: V, row: T | null, key: K) => R,
  options: JoinOptions<R> = {},
): Operator<Records<K, V | null>, Records<K, R>> {
  return operator('leftJoinTable', (stream: Stream<K, V>) =>
    streamTableJoin<K, V, T, R>(stream, { ...options, operator: 'leftJoinTable', table, isLeft: true, joiner }),
  );
}
