import { FixedGrouping, type Windowable } from './grouping.ts';
import type { SessionWindowedStream } from './session-windowed-stream.ts';
import type { WindowedStream } from './windowed-stream.ts';

/** Records by key, ready to be counted, reduced, aggregated or windowed. Kafka Streams' KGroupedStream. */
export class GroupedStream<K, V> extends FixedGrouping<K, V, K> implements Windowable {
  /** For types only. */
  declare readonly inWindows: { readonly time: WindowedStream<K, V>; readonly session: SessionWindowedStream<K, V> };
}
