import type { GlobalNode } from './node.ts';

/** The newest value of each key of a topic, in every instance. Kafka Streams' GlobalKTable. */
export class GlobalTable<K, V> {
  /** For types only. */
  declare readonly rows: (key: K) => V;
  /** For operators. */
  readonly node: GlobalNode;

  constructor(node: GlobalNode) {
    this.node = node;
  }
}
