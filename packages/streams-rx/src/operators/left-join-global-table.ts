import type { StreamRecord } from '../record/stream-record.ts';
import type { GlobalTable } from '../topology/global-table.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import { type GlobalJoinOptions, streamGlobalTableJoin } from './stream-global-table-join.ts';

/**
 * As `joinGlobalTable`, but a record without a row gives a result, too, with null for the row; so does one for which `keyOf` gives null.
 * One without a value is skipped and counted. Kafka Streams' KStream.leftJoin with a GlobalKTable.
 */
export function leftJoinGlobalTable<K, V, G, T, R>(
  table: GlobalTable<G, T>,
  keyOf: (record: StreamRecord<K, V>) => G | null | undefined,
  joiner: (value: V, row: T | null, key: K) => R,
  options: GlobalJoinOptions<R> = {},
): Operator<Records<K, V | null>, Records<K, R>> {
  return operator('leftJoinGlobalTable', (stream: Stream<K, V>) =>
    streamGlobalTableJoin<K, V, G, T, R>(stream, {
      ...options,
      operator: 'leftJoinGlobalTable',
      table,
      isLeft: true,
      keyOf,
      joiner,
    }),
  );
}
