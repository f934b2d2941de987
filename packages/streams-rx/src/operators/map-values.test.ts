import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { flatMapValues } from './flat-map-values.ts';
import { mapValues } from './map-values.ts';
import { to } from './to.ts';

const headers = [{ key: 'h', value: Buffer.from('x') }];
const records = [
  { key: 'a', value: 1, timestamp: 5, headers },
  { key: 'a', value: null, timestamp: 6 },
  { key: null, value: 3, timestamp: 7 },
];
const text = [{ key: 'h', value: 'x' }];

describe('mapValues', () => {
  it('sees tombstones and records without a key, makes tombstones of null, and leaves the rest as it was', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string | null, number | null>('in').pipe(
          mapValues((value, { key, timestamp }) => (value === 3 ? null : [key, value, timestamp])),
          to('out'),
        ),
      (test) => test.pipe('in', records),
    );
    expect(driver.output('out')).toMatchObject([
      { key: 'a', value: ['a', 1, 5], timestamp: 5, headers: text },
      { key: 'a', value: ['a', null, 6], timestamp: 6, headers: [] },
      { key: null, value: null, timestamp: 7 },
    ]);
  });
});

describe('flatMapValues', () => {
  it('gives none, one or several records of each, in order, with its key, time and headers', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string | null, number | null>('in').pipe(
          flatMapValues((value): unknown[] => (value === 3 ? [] : value === null ? ['gone'] : [null, value])),
          to('out'),
        ),
      (test) => test.pipe('in', records),
    );
    expect(driver.output('out')).toMatchObject([
      { key: 'a', value: null, timestamp: 5, headers: text },
      { key: 'a', value: 1, timestamp: 5, headers: text },
      { key: 'a', value: 'gone', timestamp: 6, headers: [] },
    ]);
    expect(driver.output('out')).toHaveLength(3);
  });
});
