import { numberSerde } from '@millrace/core';
import { partitionOfKey } from '@millrace/engine';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { selectKey } from './select-key.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';

const byValue = (app: TopologyApp) =>
  app.stream<string, string | null>('in').pipe(selectKey(({ value }) => (value === 'none' ? undefined : value)));
const records = ['x', null, 'y', 'none', 'x'].map((value, n) => ({ key: `k${n}`, value, timestamp: n }));
const topics = { in: { partitions: 3 }, out: { partitions: 4 } };

describe('selectKey', () => {
  it('gives a record another key, or none, and leaves the rest as it was', async () => {
    const headers = [{ key: 'h', value: Buffer.from('x') }];
    const driver = await runInAllEpochs(
      (app) => byValue(app).pipe(to('out')),
      (test) =>
        test.pipe(
          'in',
          records.map((record) => ({ ...record, headers })),
        ),
      { topics },
    );
    const out = driver.output('out').toSorted((a, b) => a.timestamp - b.timestamp);
    expect(out).toMatchObject(
      ['x', null, 'y', null, 'x'].map((key, n) => ({
        key,
        value: records[n]?.value,
        timestamp: n,
        headers: [{ key: 'h', value: 'x' }],
        // Without a key it may be anywhere.
        ...(key !== null && { partition: partitionOfKey(Buffer.from(key), 4) }),
      })),
    );
    // Nothing needs a key to be in one place.
    expect(driver.description.subTopologies).toHaveLength(1);
  });

  it('to none: what needs a key skips the record, and counts it', async () => {
    const driver = await runInAllEpochs(
      (app) => byValue(app).pipe(groupByKey(), countRecords(), toTable('counts')),
      (test) => test.pipe('in', records),
      { topics },
    );
    expect(driver.table('counts')).toEqual([
      { key: 'x', value: 2 },
      { key: 'y', value: 1 },
    ]);
    expect(driver.counts.skipped).toBe(2);
  });

  it('to one that is no text writes it with its serde', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('in').pipe(
          selectKey(({ value }) => value.length, { key: numberSerde }),
          to('out'),
        ),
      (test) => test.pipe('in', { key: 'k', value: 'four' }),
    );
    expect(driver.output('out')).toMatchObject([{ key: '4', value: 'four' }]);
  });
});
