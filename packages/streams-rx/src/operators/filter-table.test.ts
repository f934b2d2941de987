import { bytesSerde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { filterTable } from './filter-table.ts';
import { mapTableValues } from './map-table-values.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';

const changes = [
  { key: 'a', value: 1 },
  { key: 'b', value: 20 },
  { key: 'a', value: 2 },
  { key: 'a', value: 10 },
  { key: 'a', value: 11 },
  { key: 'a', value: 3 },
  { key: 'a', value: null },
  { key: 'b', value: null },
  { key: 'c', value: null },
  { key: 'd', value: 30 },
];

describe('filterTable', () => {
  it('takes out what no longer passes, and says nothing of what was not there', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.table<string, number>('in', 'all').pipe(
          filterTable((value, key) => value >= 10 && key !== 'x'),
          toTable('large'),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
      (test) => test.pipe('in', [...changes, { key: 'x', value: 99 }]),
    );
    expect(driver.output('out').map(({ key, value }) => [key, value])).toEqual([
      ['b', 20],
      ['a', 10],
      ['a', 11],
      ['a', null],
      ['b', null],
      ['d', 30],
    ]);
    expect(driver.table('large')).toEqual([{ key: 'd', value: 30 }]);
  });

  it('gives old values of mapped rows to who asks for them', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.table<string, number>('in', 'all').pipe(
          mapTableValues((value, key) => (value === 3 ? null : `${key}${value}`)),
          filterTable((value) => value.length > 2),
          toTable('large'),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
      (test) => test.pipe('in', changes),
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual(['b20', 'a10', 'a11', null, null, 'd30']);
  });
});

describe('mapTableValues', () => {
  it('maps every value, and passes on what is taken out', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.table<string, number>('in', 'all').pipe(
          mapTableValues((value) => (value === 3 ? null : value * 2)),
          toTable('twice'),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
      (test) => test.pipe('in', changes),
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([2, 40, 4, 20, 22, null, null, null, null, 60]);
    expect(driver.table('twice')).toEqual([{ key: 'd', value: 60 }]);
  });
});

describe('a store of rows that are made of others', () => {
  const bytes = [Uint8Array.of(0, 255), Uint8Array.of(7)] as const;

  it('has values as the topic has them', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.table<string, Uint8Array>('in', 'all').pipe(
          filterTable((value) => value.length > 1),
          toTable('long'),
        ),
      (test) =>
        test.pipe('in', [
          { key: 'a', value: bytes[0] },
          { key: 'b', value: bytes[1] },
        ]),
      { topics: { in: { valueFormat: 'BYTES' } } },
    );
    expect(driver.table('long')).toEqual([{ key: 'a', value: bytes[0] }]);
    expect(driver.entries('long').map(({ value }) => [...value])).toEqual([[0, 255]]);
  });

  it('has values as the mapper’s serde writes them, and further stores have them too', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.table<string, number>('in', 'all').pipe(
          mapTableValues((value): Uint8Array => Uint8Array.of(value), { value: bytesSerde }),
          toTable('one'),
          toTable('two'),
        ),
      (test) => test.pipe('in', [{ key: 'a', value: 7 }]),
    );
    for (const store of ['one', 'two']) {
      expect(driver.entries(store).map(({ value }) => [...value])).toEqual([[7]]);
    }
  });
});
