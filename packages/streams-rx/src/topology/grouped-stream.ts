import { FixedGrouping, type Windowable } from './grouping.ts';

/** Records by key, ready to be counted, reduced, aggregated or windowed. Kafka Streams' KGroupedStream. */
export class GroupedStream<K, V> extends FixedGrouping<K, V, K> implements Windowable {
  /** For types only. */
  declare readonly isWindowable: true;
}
