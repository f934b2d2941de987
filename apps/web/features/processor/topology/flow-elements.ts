import type { Edge, Node } from '@xyflow/react';
import { formatRate } from '../../statistics/format-rate.ts';
import { topicPath } from '../../topic/topic-name.ts';
import { tablePath } from '../processor-path.ts';
import type { DrawnNode, TopologyGraph } from './topology-graph.ts';
import type { Box, TopologyLayout } from './topology-layout.ts';

export type NodeElement = Node<{ readonly node: DrawnNode; readonly href: string | null }, 'node'>;
export type GroupElement = Node<{ readonly subTopology: string }, 'subTopology'>;
export type EdgeElement = Edge<
  {
    readonly path: string;
    readonly label: { readonly x: number; readonly y: number } | null;
    /** Records a second; null: no records flow. */
    readonly rate: number | null;
    /** Of the node that is looked at. */
    readonly touched: boolean;
  },
  'rate'
>;

interface NodesInput {
  readonly application: string;
  readonly graph: TopologyGraph;
  readonly layout: TopologyLayout;
  readonly tables: readonly string[];
  readonly chosen: string | null;
}

/** Where a node leads: a topic to its page, a table to its rows. */
export function hrefOf(node: DrawnNode, application: string, tables: readonly string[]): string | null {
  if (node.kind === 'topic') return topicPath(node.name);
  return node.kind === 'store' && tables.includes(node.name) ? tablePath(application, node.name) : null;
}

/** Sub-topologies and nodes as React Flow takes them: with their sizes, so that it need not measure. */
export function flowNodes({ application, graph, layout, tables, chosen }: NodesInput): (NodeElement | GroupElement)[] {
  const groups = graph.groups.map((group): GroupElement => {
    const box = layout.groups.get(group) as Box;
    return {
      id: `group:${group}`,
      // Not "group", which React Flow has a look of its own for.
      type: 'subTopology',
      ...placed(box),
      data: { subTopology: group },
      selectable: false,
      focusable: false,
      zIndex: -1,
    };
  });
  const nodes = graph.nodes.map((node): NodeElement => {
    const box = layout.nodes.get(node.id) as Box;
    return {
      id: node.id,
      type: 'node',
      ...placed(box),
      data: { node, href: hrefOf(node, application, tables) },
      selected: node.id === chosen,
      ariaLabel: node.kind === 'operator' ? `Operator ${node.name} ${node.id}` : `${node.role} ${node.name}`,
    };
  });
  return [...groups, ...nodes];
}

const placed = ({ x, y, width, height }: Box) => ({
  position: { x, y },
  width,
  height,
  measured: { width, height },
});

interface EdgesInput {
  readonly graph: TopologyGraph;
  readonly layout: TopologyLayout;
  /** Records a second by node of the topology. */
  readonly rates: ReadonlyMap<string, number>;
  readonly chosen: string | null;
}

export function flowEdges({ graph, layout, rates, chosen }: EdgesInput): EdgeElement[] {
  const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
  return graph.edges.map(({ id, from, to, ratedBy }) => {
    const rate = ratedBy === null ? null : (rates.get(ratedBy) ?? 0);
    const told = rate === null ? 'keeps its state in' : `${formatRate(rate)} records a second to`;
    return {
      id,
      type: 'rate',
      source: from,
      target: to,
      selectable: false,
      data: { ...(layout.edges.get(id) ?? { path: '', label: null }), rate, touched: from === chosen || to === chosen },
      ariaLabel: `${names.get(from)}: ${told} ${names.get(to)}`,
    };
  });
}
