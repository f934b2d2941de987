import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import { type StreamJoinOptions, streamStreamJoin } from './stream-stream-join.ts';

/**
 * As `joinStream`, but a record of this stream that meets nobody is a result, too, with null for the other one: once, with its own time, when stream
 * time has passed its window and the grace. One without a key is a result at once. Kafka Streams' KStream.leftJoin with a KStream.
 */
export function leftJoinStream<K, V, W, R>(
  other: Stream<K, W | null>,
  joiner: (value: V, other: W | null, key: K) => R,
  options: StreamJoinOptions<V, W, R>,
): Operator<Records<K, V | null>, Records<K, R>> {
  return operator('leftJoinStream', (stream: Stream<K, V>) =>
    streamStreamJoin<K, V, W, R>(stream, {
      ...options,
      operator: 'leftJoinStream',
      other,
      unmatched: { left: true, right: false },
      joiner: joiner as (value: V | null, other: W | null, key: K) => R,
    }),
  );
}
