import { MillraceError } from '@millrace/core';
import {
  type GlobalNode,
  inputsOf,
  type OperatorNode,
  type SinkNode,
  type SourceNode,
  type TopologyNode,
} from './node.ts';
import type { StoreDefinition } from './store-definition.ts';
import type { TopologyBuilder } from './topology-builder.ts';

/** Nodes that work together on the same partitions: partition i of its topics is task i. Kafka Streams' sub-topology. */
export interface SubTopology {
  readonly id: string;
  /** Inputs come before what reads them. */
  readonly nodes: readonly TopologyNode[];
  readonly sources: readonly SourceNode[];
  readonly sinks: readonly SinkNode[];
  readonly operators: readonly OperatorNode[];
  readonly stores: readonly StoreDefinition[];
}

export interface SplitTopology {
  readonly subTopologies: readonly SubTopology[];
  readonly globals: readonly GlobalNode[];
}

/** Takes a topology apart where records go through topics. INVALID_TOPOLOGY for one that reads nothing, or whose stores share a name. */
export function splitTopology(builder: TopologyBuilder): SplitTopology {
  const { nodes } = builder;
  const root = nodes.map((_, index) => index);
  const find = (index: number): number => {
    const parent = root[index] as number;
    if (parent === index) return index;
    const top = find(parent);
    root[index] = top;
    return top;
  };
  const join = (a: number, b: number) => {
    const [low, high] = [find(a), find(b)].sort((x, y) => x - y) as [number, number];
    root[high] = low;
  };
  const globals = nodes.filter((node) => node.kind === 'GLOBAL');
  for (const node of nodes)
    for (const input of inputsOf(node)) if (input.kind !== 'GLOBAL') join(node.index, input.index);
  const byStore = new Map<StoreDefinition, number>();
  for (const node of nodes) {
    for (const store of node.kind === 'OPERATOR' ? node.stores : []) {
      const first = byStore.get(store);
      if (first === undefined) byStore.set(store, node.index);
      else join(first, node.index);
    }
  }
  assertStoreNames([...byStore.keys()]);
  const groups = new Map<number, TopologyNode[]>();
  for (const node of nodes) {
    if (node.kind === 'GLOBAL') continue;
    const group = find(node.index);
    groups.set(group, [...(groups.get(group) ?? []), node]);
  }
  if (groups.size === 0) {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      'The application reads nothing: begin with app.stream() or app.table().',
    );
  }
  const subTopologies = [...groups.values()].map((members, id): SubTopology => {
    const operators = members.filter((node) => node.kind === 'OPERATOR');
    return {
      id: String(id),
      nodes: members,
      sources: members.filter((node) => node.kind === 'SOURCE'),
      sinks: members.filter((node) => node.kind === 'SINK'),
      operators,
      stores: [...new Set(operators.flatMap(({ stores }) => stores))],
    };
  });
  return { subTopologies, globals };
}

function assertStoreNames(stores: readonly StoreDefinition[]): void {
  const seen = new Set<string>();
  for (const { name } of stores) {
    if (seen.has(name)) {
      throw new MillraceError('INVALID_TOPOLOGY', `Two state stores are named "${name}": give each a name of its own.`);
    }
    seen.add(name);
  }
}

/** Topics that a node's records come from, through operators. */
export function sourcesOf(node: TopologyNode): readonly SourceNode[] {
  const found = new Set<SourceNode>();
  const seen = new Set<TopologyNode>();
  const visit = (current: TopologyNode): void => {
    if (seen.has(current)) return;
    seen.add(current);
    if (current.kind === 'SOURCE') found.add(current);
    for (const input of inputsOf(current)) visit(input);
  };
  visit(node);
  return [...found];
}
