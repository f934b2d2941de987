import type { Windowed } from '../record/windowed.ts';
import { Grouping } from './grouping.ts';

/** Records by key and session, ready to be counted, reduced or, with a merger, aggregated. Kafka Streams' SessionWindowedKStream. */
export class SessionWindowedStream<K, V> extends Grouping<Windowed<K>, V, K> {
  /** For types only. */
  declare readonly groupsMerge: true;
}
