/** A topology, as far as its graph needs it. */
export interface TopologyData {
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly operator: string;
    readonly subTopology: string;
    readonly topic?: string | null;
    readonly stores: readonly string[];
    readonly recordsPerSecond: number;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export type DrawnKind = 'topic' | 'operator' | 'store';

/** What is drawn as a box. A topic is drawn once, however many parts of the topology read and write it. */
export interface DrawnNode {
  readonly id: string;
  readonly kind: DrawnKind;
  readonly name: string;
  /** What it is, in a few words. */
  readonly role: string;
  /** null: of a topic, which belongs to none. */
  readonly subTopology: string | null;
}

/** What is drawn as a line. */
interface DrawnEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The topology's node whose rate is the line's; null: it is no flow of records, but an operator's hold on its store. */
  readonly ratedBy: string | null;
}

export interface TopologyGraph {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** Ids of sub-topologies that have something in them, in their order. */
  readonly groups: readonly string[];
}

type TopologyNode = TopologyData['nodes'][number];

const topicId = (topic: string) => `topic:${topic}`;
const storeId = (store: string) => `store:${store}`;

/**
 * The graph of a topology as it is drawn. Sources and sinks become the topics they stand for, so that sub-topologies hang together at
 * their repartition topics; a sink that a source feeds directly stays an operator too, else its sub-topology would be empty.
 */
export function graphOf(topology: TopologyData): TopologyGraph {
  const byId = new Map(topology.nodes.map((node) => [node.id, node]));
  const isTopic = (node: TopologyNode | undefined) => node !== undefined && node.kind !== 'OPERATOR' && !!node.topic;
  const kept = new Set(
    topology.edges.filter(({ from, to }) => isTopic(byId.get(from)) && isTopic(byId.get(to))).map(({ to }) => to),
  );
  const drawnId = (node: TopologyNode) =>
    isTopic(node) && !kept.has(node.id) ? topicId(node.topic as string) : node.id;

  const nodes = new Map<string, DrawnNode>();
  const edges = new Map<string, DrawnEdge>();
  const connect = (from: string, to: string, ratedBy: string | null) => {
    const id = `${from} ${to} ${ratedBy ?? ''}`;
    edges.set(id, { id, from, to, ratedBy });
  };
  for (const node of topology.nodes) {
    if (isTopic(node)) {
      const topic = node.topic as string;
      const before = nodes.get(topicId(topic));
      const role = roleOfTopic(node);
      nodes.set(topicId(topic), {
        id: topicId(topic),
        kind: 'topic',
        name: topic,
        role: before && role === 'topic' ? before.role : role,
        subTopology: null,
      });
      if (kept.has(node.id)) connect(node.id, topicId(topic), node.id);
    }
    if (!isTopic(node) || kept.has(node.id)) {
      const { id, operator, subTopology } = node;
      nodes.set(id, { id, kind: 'operator', name: operator, role: id, subTopology });
    }
    for (const store of node.stores) {
      const id = storeId(store);
      nodes.set(id, { id, kind: 'store', name: store, role: 'store', subTopology: node.subTopology });
      connect(drawnId(node), id, null);
    }
  }
  for (const { from, to } of topology.edges) {
    const source = byId.get(from);
    const target = byId.get(to);
    if (!source || !target) continue;
    // What a sink is given and what it writes may differ: its own rate is what arrives in the topic.
    connect(drawnId(source), drawnId(target), isTopic(target) && !kept.has(to) ? to : from);
  }
  const drawn = [...nodes.values()];
  const groups = [...new Set(drawn.flatMap(({ subTopology }) => subTopology ?? []))].sort(byNumber);
  return { nodes: drawn, edges: [...edges.values()], groups };
}

function roleOfTopic({ kind, operator }: TopologyNode): string {
  if (kind === 'GLOBAL') return 'global topic';
  return operator === 'repartition' ? 'repartition topic' : 'topic';
}

const byNumber = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
