/**
 * A topology as data: what an application is made of, for people and the console. Kafka's TopologyDescription.
 * SOURCE and SINK stand for topics; GLOBAL for a topic that every instance reads whole.
 */
export interface TopologyDescription {
  readonly subTopologies: readonly SubTopologyDescription[];
  readonly nodes: readonly NodeDescription[];
  /** Records flow from `from` to `to`, both ids of nodes. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly stores: readonly StoreDescription[];
}

export interface SubTopologyDescription {
  readonly id: string;
  /** Partition i of each is task `<id>/i`. */
  readonly sourceTopics: readonly string[];
  readonly sinkTopics: readonly string[];
}

export interface NodeDescription {
  /** As `rxjs-0003`, or what `named` has given it: what rates and errors are told by. */
  readonly id: string;
  readonly kind: 'SOURCE' | 'OPERATOR' | 'SINK' | 'GLOBAL';
  /** What it does: `source`, `rxjs`, `countRecords`, `joinTable`, `to`. */
  readonly operator: string;
  readonly subTopology: string;
  /** Of a source or sink. */
  readonly topic: string | null;
  /** Names of the stores it works on. */
  readonly stores: readonly string[];
}

export interface StoreDescription {
  readonly name: string;
  readonly kind: 'KEY_VALUE' | 'WINDOW' | 'SESSION' | 'BUFFER';
  readonly subTopology: string;
  /** Whether it may be read as a table. */
  readonly isTable: boolean;
  readonly retentionMs: number | null;
  /** Of a WINDOW store, whose keys hold the start of a window only. */
  readonly windowSizeMs: number | null;
}
