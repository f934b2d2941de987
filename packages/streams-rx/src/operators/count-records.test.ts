import { filter } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';

describe('countRecords', () => {
  it('counts the records of each key, but for tombstones and records without a key', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app
          .stream<string, { n: number }>('in')
          .pipe(groupByKey(), countRecords(), toTable('counts'), toStream({ emit: 'ALL' }), to('out')),
      (test) =>
        test.pipe('in', [
          { key: 'a', value: { n: 1 } },
          { key: 'b', value: { n: 2 } },
          { key: 'a', value: null },
          { value: { n: 4 } },
          { key: 'a', value: { n: 5 } },
        ]),
    );
    expect(driver.table('counts')).toEqual([
      { key: 'a', value: 2 },
      { key: 'b', value: 1 },
    ]);
    expect(driver.output('out').map(({ key, value }) => [key, value])).toEqual([
      ['a', 1],
      ['b', 1],
      ['a', 2],
    ]);
    expect(driver.counts).toEqual({ late: 0, skipped: 2 });
  });

  it('counts what cannot be decoded, as nobody looks at it', async () => {
    const driver = await TestDriver.open((app) =>
      app.stream<string, unknown>('in').pipe(groupByKey(), countRecords(), toTable('counts')),
    );
    driver.pipe('in', [
      { key: 'a', valueBytes: Buffer.from('oops') },
      { key: 'a', valueBytes: Buffer.from('no JSON') },
    ]);
    await driver.run();
    expect(driver.table('counts')).toEqual([{ key: 'a', value: 2 }]);
  });

  it('takes a value of JSON null for a tombstone, whether or not it was looked at before', async () => {
    for (const look of [false, true]) {
      const driver = await runInAllEpochs(
        (app) =>
          app.stream<string, unknown>('in').pipe(
            filter((record) => !look || record.value !== 1),
            groupByKey(),
            countRecords(),
            toTable('counts'),
          ),
        (test) =>
          test.pipe('in', [
            { key: 'a', valueBytes: Buffer.from('null') },
            { key: 'a', value: true },
          ]),
      );
      expect(driver.table('counts')).toEqual([{ key: 'a', value: 1 }]);
    }
  });

  it('by a new key, through a repartition topic', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, { line: string; ok: boolean }>('in').pipe(
          filter(({ value }) => value.ok),
          groupByKey(({ value }) => value.line),
          countRecords(),
          toTable('lines'),
        ),
      (test) =>
        test.pipe('in', [
          { key: 'a', value: { line: 'x', ok: true } },
          { key: 'b', value: { line: 'x', ok: true } },
          { key: 'c', value: { line: 'y', ok: false } },
          { key: 'd', value: { line: 'z', ok: true } },
        ]),
      { topics: { in: { partitions: 3 } } },
    );
    expect(driver.table('lines')).toEqual([
      { key: 'x', value: 2 },
      { key: 'z', value: 1 },
    ]);
    expect(driver.description.subTopologies.map(({ sourceTopics }) => sourceTopics)).toEqual([
      ['in'],
      ['test-repartition-0003-repartition'],
    ]);
  });
});
