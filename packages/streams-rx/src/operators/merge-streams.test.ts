import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { mergeStreams } from './merge-streams.ts';
import { repartition } from './repartition.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';

const topics = { one: { partitions: 3 }, other: { partitions: 2 } };
const merged = (app: TopologyApp) =>
  app.stream<string, number>('one').pipe(mergeStreams(app.stream<string, number>('other')));
const pipeAll = (driver: TestDriver) => {
  for (const key of 'abcdefgh') {
    driver.pipe('one', { key, value: 1, timestamp: 1 });
    driver.pipe('other', { key, value: 2, timestamp: 2 });
  }
};

describe('mergeStreams', () => {
  it('gives the records of both, by time', async () => {
    const driver = await runInAllEpochs(
      (app) => merged(app).pipe(to('out')),
      (test) => {
        test.pipe('one', [
          { key: 'k', value: 1, timestamp: 10 },
          { key: 'k', value: 3, timestamp: 30 },
        ]);
        test.pipe('other', [
          { key: 'k', value: 2, timestamp: 20 },
          { key: null, value: 4, timestamp: 40 },
        ]);
      },
    );
    expect(driver.output('out').map(({ key, value }) => [key, value])).toEqual([
      ['k', 1],
      ['k', 2],
      ['k', 3],
      [null, 4],
    ]);
  });

  it('gives of equal times those of the topic that was named first, and of each stream in its order', async () => {
    const driver = await runInAllEpochs(
      (app) => merged(app).pipe(to('out')),
      (test) => {
        test.pipe(
          'other',
          [3, 4].map((value) => ({ key: 'k', value, timestamp: 10 })),
        );
        test.pipe(
          'one',
          [1, 2].map((value) => ({ key: 'k', value, timestamp: 10 })),
        );
      },
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([1, 2, 3, 4]);
  });

  it('of topics with different numbers of partitions is fine where nothing is kept', async () => {
    const driver = await runInAllEpochs((app) => merged(app).pipe(to('out')), pipeAll, { topics });
    expect(driver.output('out')).toHaveLength(16);
  });

  it('of such topics is refused before state, which would be in two places for a key', async () => {
    const define = (app: TopologyApp) => merged(app).pipe(groupByKey(), countRecords(), toTable('counts'));
    await expect(TestDriver.open(define, { topics })).rejects.toMatchObject({
      code: 'INVALID_TOPOLOGY',
      message: expect.stringContaining('"one" has 3, "other" has 2: put repartition'),
    });
    const driver = await runInAllEpochs(
      (app) => merged(app).pipe(repartition(), groupByKey(), countRecords(), toTable('counts')),
      pipeAll,
      { topics },
    );
    expect(driver.table('counts')).toEqual([...'abcdefgh'].map((key) => ({ key, value: 2 })));
  });

  it('gives topics of its own before it as many partitions as each other', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app
          .stream<string, number>('one')
          .pipe(
            repartition(),
            mergeStreams(app.stream<string, number>('other').pipe(repartition())),
            groupByKey(),
            countRecords(),
            toTable('counts'),
          ),
      pipeAll,
      { topics },
    );
    expect(driver.table('counts')).toHaveLength(8);
  });
});
