import { stringSerde } from '@millrace/core';
import { partitionOfKey } from '@millrace/engine';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { untilWindowCloses } from '../windows/suppression.ts';
import { tumbling } from '../windows/time-windows.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { mapValues } from './map-values.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const topics = { out: { partitions: 3 } };

describe('to', () => {
  it('puts a record into the partition that is asked for, and else into that of its key', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app
          .stream<string, number>('in')
          .pipe(to('out', { partition: ({ key, value }) => (key === 'by key' ? undefined : value % 3) })),
      (test) =>
        test.pipe('in', [
          ...[0, 1, 2, 3].map((value) => ({ key: 'k', value })),
          ...[4, 5].map((value) => ({ key: 'by key', value })),
        ]),
      { topics },
    );
    const byKey = partitionOfKey(Buffer.from('by key'), 3);
    expect(driver.output('out').map(({ partition, value }) => [partition, value])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 3],
      [byKey, 4],
      [byKey, 5],
    ]);
  });

  it('goes on with the same records', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('in').pipe(
          to('out', { value: stringSerde }),
          mapValues((value) => value.length),
          to('lengths'),
        ),
      (test) => test.pipe('in', { key: 'k', value: 'four' }),
      { topics: { out: { valueFormat: 'STRING' } } },
    );
    expect([driver.output('out'), driver.output('lengths')]).toMatchObject([
      [{ key: 'k', value: 'four' }],
      [{ key: 'k', value: 4 }],
    ]);
  });

  it('gives a record up once that is for a partition that is not there, with all it would have changed', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const input = app.stream<string, number>('in');
        input.pipe(to('out', { partition: ({ value }) => value }));
        input.pipe(groupByKey(), countRecords(), toTable('counts'));
      },
      (test) =>
        test.pipe(
          'in',
          [0, 5, 0].map((value) => ({ key: 'a', value })),
        ),
      { errors: { produce: 'SKIP' } },
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([0, 0]);
    expect(driver.table('counts')).toEqual([{ key: 'a', value: 2 }]);
    expect(driver.counts.skipped).toBe(1);
  });

  it('gives up what was kept back once that is for a partition that is not there, and not the record that it went on with', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app
          .stream<string, number>('in')
          .pipe(
            groupByKey(),
            windowedBy(tumbling({ size: 10, grace: 0 })),
            countRecords({ store: 'counts' }),
            suppress(untilWindowCloses()),
            toStream(),
            to('out', { partition: ({ key }) => (key.key === 'b' ? 5 : 0) }),
          ),
      (test) =>
        test.pipe(
          'in',
          ['a', 'b', 'c', 'd'].map((key, n) => ({ key, value: 0, timestamp: n < 3 ? n : 50 })),
        ),
      { errors: { produce: 'SKIP' } },
    );
    const keys = driver.output('out').map(({ key }) => JSON.parse(key as string).key);
    expect([keys, driver.table('counts').length, driver.counts.skipped]).toEqual([['a', 'c'], 4, 1]);
  });

  it('fails with what is wrong with it where it is not left out, and what came before is there', async () => {
    const driver = await TestDriver.open((app) =>
      app
        .stream<string, number>('in')
        .pipe(to('out', { partition: ({ value }) => value }), groupByKey(), countRecords(), toTable('counts')),
    );
    driver.pipe(
      'in',
      [0, 5, 0].map((value) => ({ key: 'a', value })),
    );
    const refusal = {
      code: 'PARTITION_NOT_FOUND',
      message: 'Topic "out" has no partition 5: its partitions are just 0.',
    };
    await expect(driver.run()).rejects.toMatchObject(refusal);
    expect(driver.output('out').map(({ value }) => value)).toEqual([0]);
    expect(driver.table('counts')).toEqual([{ key: 'a', value: 1 }]);
  });
});
