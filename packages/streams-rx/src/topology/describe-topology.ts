import { inputsOf } from './node.ts';
import type { SplitTopology } from './sub-topology.ts';
import type { NodeDescription, TopologyDescription } from './topology-description.ts';

export function describeTopology({ subTopologies, globals }: SplitTopology): TopologyDescription {
  const nodes = subTopologies.flatMap((sub) =>
    sub.nodes.map(
      (node): NodeDescription => ({
        id: node.id,
        kind: node.kind,
        operator: node.operator,
        subTopology: sub.id,
        topic: node.kind === 'OPERATOR' ? null : node.topic,
        stores: node.kind === 'OPERATOR' ? node.stores.map(({ name }) => name) : [],
      }),
    ),
  );
  const global = globals.map(
    (node): NodeDescription => ({
      id: node.id,
      kind: 'GLOBAL',
      operator: node.operator,
      subTopology: 'global',
      topic: node.topic,
      stores: [],
    }),
  );
  return {
    subTopologies: subTopologies.map(({ id, sources, sinks }) => ({
      id,
      sourceTopics: sources.map(({ topic }) => topic),
      sinkTopics: [...new Set(sinks.map(({ topic }) => topic))],
    })),
    nodes: [...nodes, ...global],
    edges: subTopologies.flatMap((sub) =>
      sub.nodes.flatMap((node) => inputsOf(node).map((input) => ({ from: input.id, to: node.id }))),
    ),
    stores: subTopologies.flatMap((sub) =>
      // Not their specs: formats that are left to topics are known once it has started.
      sub.stores.map(({ name, options: { kind, isTable, retentionMs, keys } }) => ({
        name,
        kind,
        subTopology: sub.id,
        isTable,
        retentionMs,
        windowSizeMs: keys.windowSizeMs ?? null,
      })),
    ),
  };
}
