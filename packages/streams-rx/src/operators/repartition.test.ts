import { partitionOfKey } from '@millrace/engine';
import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { repartition } from './repartition.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';

describe('repartition', () => {
  it('brings records that were produced with a partition of their own to that of their key', async () => {
    const driver = await runInAllEpochs(
      (app) => app.stream<string, number>('in').pipe(repartition(), groupByKey(), countRecords(), toTable('counts')),
      (test) => {
        for (const partition of [0, 1, 2]) test.pipe('in', { key: 'k', value: partition, partition });
      },
      { topics: { in: { partitions: 3 } } },
    );
    expect(driver.table('counts')).toEqual([{ key: 'k', value: 3 }]);
  });

  it('makes as many partitions as are asked for', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          repartition({ name: 'wide', partitions: 5 }),
          map((record) => record.with({ value: 0 })),
          to('out'),
        ),
      (test) =>
        test.pipe(
          'in',
          [...'abcdef'].map((key) => ({ key, value: 1 })),
        ),
    );
    const between = driver.output('test-wide-repartition');
    expect(between.map(({ key, partition }) => [key, partition])).toEqual(
      between.map(({ key }) => [key, partitionOfKey(Buffer.from(String(key)), 5)]),
    );
    expect(driver.output('out')).toHaveLength(6);
  });

  it('passes tombstones and records without a key on', async () => {
    const driver = await runInAllEpochs(
      (app) => app.stream<string, number>('in').pipe(repartition(), to('out')),
      (test) =>
        test.pipe('in', [
          { key: 'k', value: null },
          { key: null, value: 1 },
        ]),
    );
    expect(driver.output('out').map(({ key, value }) => [key, value])).toEqual([
      ['k', null],
      [null, 1],
    ]);
  });

  it.each([0, 1.5, 1_001, Number.NaN])('refuses %d partitions', async (partitions) => {
    await expect(
      TestDriver.open((app) => app.stream('in').pipe(repartition({ partitions }), to('out'))),
    ).rejects.toMatchObject({ code: 'INVALID_TOPOLOGY' });
  });
});
