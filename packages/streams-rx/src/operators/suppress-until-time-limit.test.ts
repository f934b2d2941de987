import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import { windowInputs } from '../testing/window-inputs.ts';
import { type Suppression, untilTimeLimit } from '../windows/suppression.ts';
import { countRecords } from './count-records.ts';
import { filterTable } from './filter-table.ts';
import { groupByKey } from './group-by-key.ts';
import { leftJoinTable } from './left-join-table.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';

const at = (timestamp: number, value = String(timestamp), key = 'a') => ({ key, value, timestamp });

const limited = (suppression: Suppression, records: readonly object[]) =>
  runInAllEpochs(
    (app) =>
      app
        .stream<string, string>('in')
        .pipe(
          groupByKey(),
          countRecords(),
          suppress(suppression),
          toTable('counts'),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
    (driver) => driver.pipe('in', records),
  );
const counted = (driver: TestDriver) =>
  driver.output('out').map(({ key, value, timestamp }) => [key, value, timestamp]);

describe('suppress until a time limit', () => {
  it('gives the last change of a row when stream time is that far from the first one held back', async () => {
    const driver = await limited(untilTimeLimit(10), [
      at(0),
      at(9),
      at(5, 'x', 'b'),
      at(10),
      at(14, 'x', 'c'),
      at(15, 'x', 'c'),
    ]);
    expect(counted(driver)).toEqual([
      ['a', 3, 10],
      ['b', 1, 5],
    ]);
    expect(driver.table('counts')).toEqual([
      { key: 'a', value: 3 },
      { key: 'b', value: 1 },
    ]);
  });

  it('gives at once what is older than the limit already', async () => {
    const driver = await limited(untilTimeLimit(10), [at(100), at(90, 'x', 'b'), at(91, 'x', 'c')]);
    expect(counted(driver)).toEqual([['b', 1, 90]]);
  });

  it('gives what has waited longest early when there are more rows than may be held back', async () => {
    const driver = await limited(untilTimeLimit(1_000, { maxKeys: 2 }), [
      at(3),
      at(1, 'x', 'b'),
      at(4, 'x', 'c'),
      at(5, 'x', 'b'),
      at(6, 'x', 'c'),
    ]);
    expect(counted(driver)).toEqual([
      ['b', 1, 1],
      ['a', 1, 3],
    ]);
  });

  it('holds no more rows back than it may, and gives the last of each in the end, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(windowInputs, fc.integer({ min: 1, max: 3 }), fc.nat(20), async (records, maxKeys, limit) => {
        const end = 10_000_000_000_000;
        const driver = await limited(untilTimeLimit(limit, { maxKeys }), [
          ...records,
          at(end, 'end', 'end'),
          at(end + limit, 'end', 'end of it'),
        ]);
        const totals = new Map<string, number>();
        for (const { key } of records) totals.set(key, (totals.get(key) ?? 0) + 1);
        const rows = driver.table('counts').filter(({ key }) => totals.has(key as string));
        expect(new Map(rows.map(({ key, value }) => [key, value]))).toEqual(totals);
        const [held] = driver.description.stores.filter(({ name }) => /^suppress-\d+$/.test(name));
        expect(driver.entries(held?.name as string).length).toBeLessThanOrEqual(maxKeys);
      }),
      { numRuns: 20 },
    );
  });

  it('says what the row was before as it was last given on', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('in').pipe(
          groupByKey(),
          countRecords(),
          suppress(untilTimeLimit(10)),
          filterTable((count) => count % 2 === 0),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
      (test) =>
        test.pipe('in', [at(0), at(1), at(10, 'x', 'b'), at(11), at(21, 'x', 'b'), at(22), at(32, 'x', 'b'), at(33)]),
    );
    // 2 rows, then 3, which the filter does not take: gone, as it had been there.
    expect(counted(driver).filter(([key]) => key === 'a')).toEqual([
      ['a', 2, 1],
      ['a', null, 11],
      ['a', 4, 22],
    ]);
  });

  it('is read by joins as it was last given on, before and while changes are held back', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const counts = app
          .stream<string, string>('in')
          .pipe(groupByKey(), countRecords(), suppress(untilTimeLimit(10)));
        app.stream<string, string>('asked').pipe(
          leftJoinTable(counts, (asked, count) => `${asked}: ${count}`),
          to('out'),
        );
      },
      (test) => {
        test.pipe('in', [at(0), at(5), at(10, 'x', 'b'), at(11), at(21, 'x', 'b'), at(30, 'x', 'b')]);
        test.pipe('asked', [at(6), at(9), at(12), at(22), at(31)]);
      },
    );
    // Given on at 10 and 21, by the records of b.
    expect(driver.output('out').map(({ value }) => value)).toEqual(['6: null', '9: null', '12: 2', '22: 3', '31: 3']);
  });

  it('refuses limits that are none', () => {
    expect(() => untilTimeLimit(-1)).toThrow(expect.objectContaining({ code: 'INVALID_TOPOLOGY' }));
    expect(() => untilTimeLimit(1, { maxKeys: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_TOPOLOGY' }));
  });
});
