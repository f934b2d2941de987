import type { StreamParts } from './stream.ts';

/** Rows of a table by another key, ready to be aggregated: what comes in is added, what changes or goes is taken off first. Kafka Streams' KGroupedTable. */
export class GroupedTable<K, V> {
  /** For types only. */
  declare readonly groups: (key: K) => V;
  /** For operators. A stream of `RowChange`s. */
  readonly parts: StreamParts;

  constructor(parts: StreamParts) {
    this.parts = parts;
  }
}
