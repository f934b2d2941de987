import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import { type StreamJoinOptions, streamStreamJoin } from './stream-stream-join.ts';

/** As `leftJoinStream`, for records of both streams: one of the two values is null where a record has met nobody. Kafka Streams' KStream.outerJoin. */
export function outerJoinStream<K, V, W, R>(
  other: Stream<K, W | null>,
  joiner: (value: V | null, other: W | null, key: K) => R,
  options: StreamJoinOptions<V, W, R>,
): Operator<Records<K, V | null>, Records<K, R>> {
  return operator('outerJoinStream', (stream: Stream<K, V>) =>
    streamStreamJoin<K, V, W, R>(stream, {
      ...options,
      operator: 'outerJoinStream',
      other,
      unmatched: { left: true, right: true },
      joiner,
    }),
  );
}
