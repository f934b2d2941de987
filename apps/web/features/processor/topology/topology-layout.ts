import { Graph, layout } from '@dagrejs/dagre';
import { curveBasis, curveBumpX, line } from 'd3-shape';
import type { DrawnNode, TopologyGraph } from './topology-graph.ts';

/** In pixels at full size; x and y are the upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything of a graph lies. */
export interface TopologyLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Box>;
  /** Of sub-topologies. */
  readonly groups: ReadonlyMap<string, Box>;
  /** The path of a line, and the middle of its label where it has one. */
  readonly edges: ReadonlyMap<string, { readonly path: string; readonly label: Point | null }>;
}

const nodeHeight = 46;
const label = { width: 54, height: 18 };
const groupPadding = { side: 14, top: 34, bottom: 14 };

/** Wide enough for its name, within bounds; longer names are cut. */
function nodeWidth({ name, role }: DrawnNode): number {
  const characters = Math.max(name.length * 7.7, role.length * 6.6);
  return Math.round(Math.min(236, Math.max(104, characters + 54)));
}

/** Lays a graph out from left to right. The same graph lies the same way, whatever its rates are. */
export function layoutOf({ nodes, edges, groups }: TopologyGraph): TopologyLayout {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 26, ranksep: 26, edgesep: 18, marginx: 20, marginy: 40 });
  for (const group of groups) graph.setNode(groupKey(group), {});
  for (const node of nodes) {
    graph.setNode(node.id, { width: nodeWidth(node), height: nodeHeight });
    if (node.subTopology !== null) graph.setParent(node.id, groupKey(node.subTopology));
  }
  for (const { id, from, to, ratedBy } of edges)
    graph.setEdge(from, to, ratedBy === null ? { weight: 1 } : { ...label, labelpos: 'c', weight: 3 }, id);
  layout(graph);

  const boxOf = (id: string): Box => {
    const { x, y, width, height } = graph.node(id) as Box;
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const boxes = new Map(nodes.map(({ id }) => [id, boxOf(id)]));
  const members = (group: string) => nodes.filter(({ subTopology }) => subTopology === group);
  const groupBoxes = new Map(
    groups.map((group) => [group, around(members(group).map(({ id }) => boxes.get(id) as Box))]),
  );
  const lines = new Map(
    edges.map(({ id, from, to, ratedBy }) => {
      const drawn = graph.edge(from, to, id) as { points: Point[]; x?: number; y?: number };
      const path = pathOf(boxes.get(from) as Box, boxes.get(to) as Box, drawn.points);
      const middle = ratedBy !== null && drawn.x !== undefined ? { x: drawn.x, y: drawn.y as number } : null;
      return [id, { path, label: middle }];
    }),
  );
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width, height, nodes: boxes, groups: groupBoxes, edges: lines };
}

const groupKey = (subTopology: string) => `group:${subTopology}`;

function around(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(({ x }) => x)) - groupPadding.side;
  const top = Math.min(...boxes.map(({ y }) => y)) - groupPadding.top;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + groupPadding.side;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + groupPadding.bottom;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** From the right side of one box to the left side of the other; a line that goes back, as dagre leads it. */
function pathOf(from: Box, to: Box, points: readonly Point[]): string {
  const draw = line<Point>(
    ({ x }) => x,
    ({ y }) => y,
  );
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  if (start.x > end.x) return draw.curve(curveBasis)(points) ?? '';
  return draw.curve(curveBumpX)([start, ...points.slice(1, -1), end]) ?? '';
}
