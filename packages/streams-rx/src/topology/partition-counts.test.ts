import { describe, expect, it } from 'vitest';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { joinStream } from '../operators/join-stream.ts';
import { repartition } from '../operators/repartition.ts';
import { selectKey } from '../operators/select-key.ts';
import { to } from '../operators/to.ts';
import { toTable } from '../operators/to-table.ts';
import { partitionCounts } from './partition-counts.ts';
import { splitTopology } from './sub-topology.ts';
import { TopologyApp } from './topology-app.ts';
import { TopologyBuilder } from './topology-builder.ts';

const external = new Map([
  ['two', 2],
  ['three', 3],
  ['five', 5],
]);

/** Of the topics of its own that an application gets: how many partitions, in the order in which they are written down. */
function ownCounts(define: (app: TopologyApp) => unknown): number[] {
  const builder = new TopologyBuilder('app');
  define(new TopologyApp(builder));
  const counts = partitionCounts(splitTopology(builder), external);
  return builder.nodes.flatMap((node) =>
    node.kind === 'SOURCE' && node.internal ? [counts.get(node.topic) as number] : [],
  );
}

const rekeyed = (app: TopologyApp, topic: string) =>
  app.stream<string, string>(topic).pipe(selectKey(({ value }) => value));
const joined = joinStream<string, string, string, string>;
const window = { before: 1, after: 1, grace: 0 };

describe('S54: a topic of the application’s own has as many partitions', () => {
  it('as where its records come from', () => {
    expect(ownCounts((app) => rekeyed(app, 'three').pipe(groupByKey(), countRecords(), toTable('counts')))).toEqual([
      3,
    ]);
  });

  it('as the larger origin, where two of them are joined', () => {
    const both = (left: string, right: string) => (app: TopologyApp) =>
      rekeyed(app, left).pipe(
        joined(rekeyed(app, right), (a, b) => a + b, window),
        to('out'),
      );
    expect(ownCounts(both('two', 'three'))).toEqual([3, 3]);
    expect(ownCounts(both('three', 'two'))).toEqual([3, 3]);
  });

  it('as what it is joined with, where that is none of its own', () => {
    const one = (app: TopologyApp) =>
      rekeyed(app, 'two').pipe(
        joined(app.stream<string, string>('five'), (a, b) => a + b, window),
        to('out'),
      );
    expect(ownCounts(one)).toEqual([5]);
  });

  it('as was asked for, and one that is joined with it as it', () => {
    const asked = (app: TopologyApp) =>
      rekeyed(app, 'two').pipe(
        repartition({ partitions: 7 }),
        joined(rekeyed(app, 'three'), (a, b) => a + b, window),
        to('out'),
      );
    expect(ownCounts(asked)).toEqual([7, 7]);
  });

  it('as the one before it, where its records come through another', () => {
    const twice = (app: TopologyApp) =>
      rekeyed(app, 'two').pipe(
        repartition({ partitions: 4 }),
        selectKey(({ value }) => value),
        groupByKey(),
        countRecords(),
        toTable('counts'),
      );
    expect(ownCounts(twice)).toEqual([4, 4]);
  });

  it('and topics of others that are joined must have as many as each other', () => {
    const differing = (app: TopologyApp) =>
      app.stream<string, string>('two').pipe(
        joined(app.stream<string, string>('three'), (a, b) => a + b, window),
        to('out'),
      );
    expect(() => ownCounts(differing)).toThrow(
      expect.objectContaining({
        code: 'INVALID_TOPOLOGY',
        message: expect.stringContaining('"two" has 2, "three" has 3'),
      }),
    );
  });
});
