import type { Windowed } from '../record/windowed.ts';
import { FixedGrouping } from './grouping.ts';

/** Records by key and window, ready to be counted, reduced or aggregated. Kafka Streams' TimeWindowedKStream. */
export class WindowedStream<K, V> extends FixedGrouping<Windowed<K>, V, K> {
  /** For types only. */
  declare readonly isWindowed: true;
}
