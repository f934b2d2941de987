import { stringSerde } from '@millrace/core';
import { partitionOfKey } from '@millrace/engine';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { mapValues } from './map-values.ts';
import { to } from './to.ts';

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
});
