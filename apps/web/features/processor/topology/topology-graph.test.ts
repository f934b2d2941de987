import { describe, expect, test } from 'vitest';
import { graphOf, type TopologyData } from './topology-graph.ts';

const node = (id: string, kind: string, parts: Partial<TopologyData['nodes'][number]> = {}) => ({
  id,
  kind,
  operator: id.split('-')[0] as string,
  subTopology: '0',
  topic: null,
  stores: [],
  recordsPerSecond: 0,
  ...parts,
});
const ends = ({ edges }: ReturnType<typeof graphOf>) =>
  edges.map(({ from, to, ratedBy }) => [from, to, ratedBy] as const);

describe('the graph of a topology', () => {
  test('draws a repartition topic once, between the sub-topologies that write and read it', () => {
    const graph = graphOf({
      nodes: [
        node('source-0', 'SOURCE', { topic: 'in' }),
        node('groupByKey-1', 'OPERATOR'),
        node('repartition-2', 'SINK', { topic: 'app-repartition' }),
        node('source-3', 'SOURCE', { topic: 'app-repartition', subTopology: '1' }),
        node('countRecords-4', 'OPERATOR', { subTopology: '1', stores: ['counts'] }),
      ],
      edges: [
        { from: 'source-0', to: 'groupByKey-1' },
        { from: 'groupByKey-1', to: 'repartition-2' },
        { from: 'source-3', to: 'countRecords-4' },
      ],
    });
    expect(graph.nodes.map(({ id, kind, role, subTopology }) => [id, kind, role, subTopology])).toEqual([
      ['topic:in', 'topic', 'topic', null],
      ['groupByKey-1', 'operator', 'groupByKey-1', '0'],
      ['topic:app-repartition', 'topic', 'repartition topic', null],
      ['countRecords-4', 'operator', 'countRecords-4', '1'],
      ['store:counts', 'store', 'store', '1'],
    ]);
    expect(ends(graph)).toEqual([
      ['countRecords-4', 'store:counts', null],
      ['topic:in', 'groupByKey-1', 'source-0'],
      ['groupByKey-1', 'topic:app-repartition', 'repartition-2'],
      ['topic:app-repartition', 'countRecords-4', 'source-3'],
    ]);
    expect(graph.groups).toEqual(['0', '1']);
  });

  test('keeps a sink that a source feeds, so that no sub-topology is empty', () => {
    const graph = graphOf({
      nodes: [node('source-0', 'SOURCE', { topic: 'in' }), node('to-1', 'SINK', { topic: 'out' })],
      edges: [{ from: 'source-0', to: 'to-1' }],
    });
    expect(graph.nodes.map(({ id }) => id)).toEqual(['topic:in', 'topic:out', 'to-1']);
    expect(ends(graph)).toEqual([
      ['to-1', 'topic:out', 'to-1'],
      ['topic:in', 'to-1', 'source-0'],
    ]);
    expect(graph.groups).toEqual(['0']);
  });

  test('draws a topic that is read twice with a line for each reader, and sub-topologies by number', () => {
    const graph = graphOf({
      nodes: [
        node('source-0', 'SOURCE', { topic: 'in', subTopology: '10' }),
        node('rxjs-1', 'OPERATOR', { subTopology: '10' }),
        node('source-2', 'GLOBAL', { topic: 'in', subTopology: '2' }),
        node('join-3', 'OPERATOR', { subTopology: '2' }),
      ],
      edges: [
        { from: 'source-0', to: 'rxjs-1' },
        { from: 'source-2', to: 'join-3' },
      ],
    });
    expect(graph.nodes.filter(({ kind }) => kind === 'topic')).toMatchObject([{ name: 'in', role: 'global topic' }]);
    expect(ends(graph)).toEqual([
      ['topic:in', 'rxjs-1', 'source-0'],
      ['topic:in', 'join-3', 'source-2'],
    ]);
    expect(graph.groups).toEqual(['2', '10']);
  });
});
