import { numberSerde } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { aggregateTable } from './aggregate-table.ts';
import { countRows } from './count-rows.ts';
import { groupTableBy } from './group-table-by.ts';
import { reduceTable } from './reduce-table.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';

interface Sensor {
  readonly line: string | null;
  readonly weight: number;
}

const topology = (app: TopologyApp) => {
  const lines = app.table<string, Sensor>('sensors', 'all').pipe(groupTableBy(({ line }) => line));
  lines.pipe(countRows(), toTable('counts'));
  lines.pipe(
    aggregateTable(
      () => 0,
      (sum, { weight }) => sum + weight,
      (sum, { weight }) => sum - weight,
    ),
    toTable('weights'),
    toStream({ emit: 'ALL' }),
    to('changes'),
  );
};

describe('groupTableBy', () => {
  it('takes a row off its old group and adds it to its new one; one that stays in its group changes it once', async () => {
    const driver = await runInAllEpochs(topology, (test) =>
      test.pipe('sensors', [
        { key: 'a', value: { line: 'x', weight: 1 } },
        { key: 'b', value: { line: 'x', weight: 10 } },
        { key: 'a', value: { line: 'x', weight: 2 } },
        { key: 'a', value: { line: 'y', weight: 3 } },
        { key: 'b', value: { line: null, weight: 11 } },
        { key: 'b', value: { line: 'y', weight: 12 } },
        { key: 'a', value: null },
        { key: 'c', value: null },
      ]),
    );
    expect(driver.output('changes').map(({ key, value }) => [key, value])).toEqual([
      ['x', 1],
      ['x', 11],
      ['x', 12],
      ['x', 10],
      ['y', 3],
      ['x', 0],
      ['y', 15],
      ['y', 12],
    ]);
    expect(driver.table('counts')).toEqual([
      { key: 'x', value: 0 },
      { key: 'y', value: 1 },
    ]);
  });

  it('gives for each group what its rows in the end give, whatever the partitions', async () => {
    const change = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      value: fc.option(
        fc.record({ line: fc.constantFrom('x', 'y', 'z', null), weight: fc.integer({ min: -3, max: 9 }) }),
        { nil: null, freq: 3 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), fc.nat(), async (changes, seed) => {
        const driver = await runInAllEpochs(topology, (test) => test.pipe('sensors', changes), {
          topics: { sensors: { partitions: 3 } },
          seeds: [seed],
        });
        const rows = new Map(changes.map(({ key, value }) => [key, value]));
        const seen = new Set(changes.flatMap(({ value }) => value?.line ?? []));
        const groups = [...seen].sort().map((line) => {
          const weights = [...rows.values()].flatMap((row) => (row?.line === line ? [row.weight] : []));
          return { key: line, count: weights.length, sum: weights.reduce((sum, weight) => sum + weight, 0) };
        });
        expect(driver.table('counts')).toEqual(groups.map(({ key, count }) => ({ key, value: count })));
        expect(driver.table('weights')).toEqual(groups.map(({ key, sum }) => ({ key, value: sum })));
      }),
      { numRuns: 40 },
    );
  });

  it('by a key that is no text, reduced to nothing where the subtractor says so', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.table<string, number>('in', 'all').pipe(
          groupTableBy((value) => value % 10, { key: numberSerde, name: 'digits', partitions: 2 }),
          reduceTable(
            (sum, value) => sum + value,
            (sum, value) => (sum === value ? null : sum - value),
          ),
          toTable('sums'),
        ),
      (test) =>
        test.pipe('in', [
          { key: 'a', value: 13 },
          { key: 'b', value: 23 },
          { key: 'c', value: 5 },
          { key: 'a', value: 33 },
          { key: 'c', value: null },
        ]),
    );
    expect(driver.table('sums')).toEqual([{ key: 3, value: 56 }]);
    expect(driver.description.subTopologies[1]?.sourceTopics).toEqual(['test-digits-repartition']);
  });
});
