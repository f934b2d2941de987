import { describe, expect, test } from 'vitest';
import type { DrawnNode, TopologyGraph } from './topology-graph.ts';
import { type Box, layoutOf } from './topology-layout.ts';

const operator = (id: string, subTopology = '0'): DrawnNode => ({
  id,
  kind: 'operator',
  name: id,
  role: id,
  subTopology,
});
const topic = (name: string): DrawnNode => ({ id: name, kind: 'topic', name, role: 'topic', subTopology: null });
const edge = (from: string, to: string) => ({ id: `${from} ${to}`, from, to, ratedBy: from });
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const graph: TopologyGraph = {
  nodes: [
    topic('in'),
    topic('other'),
    operator('filter'),
    operator('join'),
    operator('group'),
    topic('between'),
    operator('count', '1'),
    { id: 'counts', kind: 'store', name: 'counts', role: 'store', subTopology: '1' },
    topic('out'),
  ],
  edges: [
    edge('in', 'filter'),
    edge('other', 'join'),
    edge('filter', 'join'),
    edge('filter', 'group'),
    edge('group', 'between'),
    edge('between', 'count'),
    { id: 'count counts', from: 'count', to: 'counts', ratedBy: null },
    edge('count', 'out'),
  ],
  groups: ['0', '1'],
};

describe('the layout of a topology', () => {
  const layout = layoutOf(graph);
  const box = (id: string) => layout.nodes.get(id) as Box;

  test('goes from left to right along every line', () => {
    for (const { from, to } of graph.edges) expect(box(from).x + box(from).width).toBeLessThan(box(to).x);
  });

  test('lets no box lie on another, nor a topic in a sub-topology', () => {
    const ids = [...layout.nodes.keys()];
    for (const a of ids) for (const b of ids) if (a < b) expect([a, b, overlap(box(a), box(b))]).toEqual([a, b, false]);
    for (const group of layout.groups.values())
      for (const { id, kind } of graph.nodes) if (kind === 'topic') expect(overlap(group, box(id))).toBe(false);
  });

  test('keeps sub-topologies apart, and all of them within the picture', () => {
    const ids = ['1', '2', '3'];
    const many = layoutOf({
      nodes: [
        topic('in'),
        ...ids.flatMap((id) => [operator(`count ${id}`, id), operator(`more ${id}`, id), operator(`last ${id}`, id)]),
      ],
      edges: ids.flatMap((id) => [
        edge('in', `count ${id}`),
        edge(`count ${id}`, `more ${id}`),
        edge(`count ${id}`, `last ${id}`),
      ]),
      groups: ids,
    });
    const groups = ids.map((id) => many.groups.get(id) as Box);
    for (const a of groups) for (const b of groups) if (a !== b) expect(overlap(a, b)).toBe(false);
    for (const { x, y, width, height } of groups) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(many.width);
      expect(y + height).toBeLessThanOrEqual(many.height);
    }
  });

  test('keeps a sub-topology around all that is in it', () => {
    for (const { id, subTopology } of graph.nodes) {
      if (subTopology === null) continue;
      const group = layout.groups.get(subTopology) as Box;
      expect(group.x).toBeLessThan(box(id).x);
      expect(group.x + group.width).toBeGreaterThan(box(id).x + box(id).width);
    }
  });

  test('has a place for the rate of each line on which records flow', () => {
    expect(layout.edges.get('count counts')?.label).toBeNull();
    for (const { id, ratedBy } of graph.edges) if (ratedBy) expect(layout.edges.get(id)?.label).not.toBeNull();
    for (const { path } of layout.edges.values()) expect(path).toMatch(/^M[-\d.]+,[-\d.]+/);
  });

  test('draws a topic that an application both reads and writes', () => {
    const circle = layoutOf({
      nodes: [topic('again'), operator('rxjs')],
      edges: [edge('again', 'rxjs'), edge('rxjs', 'again')],
      groups: ['0'],
    });
    expect([...circle.edges.values()].every(({ path }) => path.length > 0)).toBe(true);
  });
});
