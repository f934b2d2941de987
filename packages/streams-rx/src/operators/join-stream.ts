import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import { type StreamJoinOptions, streamStreamJoin } from './stream-stream-join.ts';

/**
 * Makes a value of every two records, one of each stream, that have the same key and whose times are within the window: the other one's is from `before`
 * earlier to `after` later. The result has the later time of both. Records without a key or a value are skipped and counted; one that comes
 * when it can meet nobody any more is late. Kafka Streams' KStream.join with a KStream.
 *
 * @example
 * logins.pipe(joinStream(payments, (login, payment) => ({ login, payment }), { before: 0, after: 60_000, grace: 5_000 }))
 */
export function joinStream<K, V, W, R>(
  other: Stream<K, W | null>,
  joiner: (value: V, other: W, key: K) => R,
  options: StreamJoinOptions<V, W, R>,
): Operator<Records<K, V | null>, Records<K, R>> {
  return operator('joinStream', (stream: Stream<K, V>) =>
    streamStreamJoin<K, V, W, R>(stream, {
      ...options,
      operator: 'joinStream',
      other,
      unmatched: { left: false, right: false },
      joiner: joiner as (value: V | null, other: W | null, key: K) => R,
    }),
  );
}
