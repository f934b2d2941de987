import type { StreamParts } from './stream.ts';

/** Records by key, ready to be counted, reduced, aggregated or windowed. Kafka Streams' KGroupedStream. */
export class GroupedStream<K, V> {
  /** For types only. */
  declare readonly groups: (key: K) => V;
  /** For operators. */
  readonly parts: StreamParts;

  constructor(parts: StreamParts) {
    this.parts = parts;
  }
}
