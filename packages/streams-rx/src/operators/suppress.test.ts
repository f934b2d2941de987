import { canonicalJson } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import { windowInputs } from '../testing/window-inputs.ts';
import { sessionsModel, slidingWindowsModel, timeWindowsModel, type WindowModel } from '../testing/window-models.ts';
import { session } from '../windows/session-windows.ts';
import { sliding } from '../windows/sliding-windows.ts';
import { untilWindowCloses } from '../windows/suppression.ts';
import { hopping, tumbling } from '../windows/time-windows.ts';
import type { Windows } from '../windows/windowing.ts';
import { countRecords } from './count-records.ts';
import { filterTable } from './filter-table.ts';
import { groupByKey } from './group-by-key.ts';
import { joinTables } from './join-tables.ts';
import { reduceRecords } from './reduce-records.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const at = (timestamp: number, value = String(timestamp), key = 'a') => ({ key, value, timestamp });

const results = (windows: Windows, records: readonly object[]) =>
  runInAllEpochs(
    (app) =>
      app.stream<string, string>('in').pipe(
        groupByKey(),
        windowedBy(windows),
        reduceRecords((all, next) => `${all}+${next}`),
        suppress(untilWindowCloses()),
        toTable('results'),
        toStream({ emit: 'ALL' }),
        to('out'),
      ),
    (driver) => driver.pipe('in', records),
  );

const given = (driver: TestDriver) =>
  driver.output('out').map(({ key, value, timestamp }) => {
    const { key: of, start, end } = JSON.parse(key as string);
    return [of, start, end, value, timestamp];
  });

describe('suppress until windows close', () => {
  it('gives one result of each window, at the record that closes it, with the time of its last change', async () => {
    const driver = await results(tumbling({ size: 10, grace: 5 }), [at(1), at(9), at(3), at(14), at(15, 'x', 'b')]);
    expect(given(driver)).toEqual([['a', 0, 10, '1+9+3', 3]]);
    expect(driver.table('results')).toHaveLength(1);
  });

  it('gives nothing before stream time has come to the end and the grace', async () => {
    const driver = await results(tumbling({ size: 10, grace: 5 }), [at(1), at(14)]);
    expect(given(driver)).toEqual([]);
    expect(driver.table('results')).toEqual([]);
  });

  it('gives all that a clock that is ahead has closed, in the order of their ends', async () => {
    const driver = await results(hopping({ size: 10, advance: 5, grace: 0 }), [
      at(12),
      at(7, '7', 'b'),
      at(1_000_000, 'x'),
    ]);
    expect(given(driver)).toEqual([
      ['a', 5, 15, '12', 12],
      ['b', 5, 15, '7', 7],
      ['a', 10, 20, '12', 12],
    ]);
  });

  it('gives of sessions that became one only the one', async () => {
    const windows = session({ gap: 10, grace: 10 });
    const open = await results(windows, [at(0), at(18), at(9), at(38)]);
    expect(given(open)).toEqual([]);
    const closed = await results(windows, [at(0), at(18), at(9), at(39)]);
    expect(given(closed)).toEqual([['a', 0, 18, '0+18+9', 9]]);
  });

  it('gives each window once, as a plain model has it when it closes, however epochs are cut', async () => {
    const size = fc.integer({ min: 1, max: 12 });
    const cases: fc.Arbitrary<{
      windows: Windows;
      model: (records: never) => WindowModel;
      closesAt: (end: number) => number;
    }> = fc.oneof(
      fc.record({ size, advance: size, grace: fc.nat(15) }).map(({ size: of, advance, grace }) => {
        const windows = hopping({ size: of, advance: Math.min(of, advance), grace });
        return {
          windows,
          model: (records: never) => timeWindowsModel(windows, records),
          closesAt: (end: number) => end + grace,
        };
      }),
      fc.record({ gap: size, grace: fc.nat(15) }).map(({ gap, grace }) => {
        const windows = session({ gap, grace });
        return {
          windows,
          model: (records: never) => sessionsModel(windows, records),
          closesAt: (end: number) => end + gap + grace + 1,
        };
      }),
      fc.record({ timeDifference: fc.nat(12), grace: fc.nat(15) }).map(({ timeDifference, grace }) => {
        const windows = sliding({ timeDifference, grace });
        return {
          windows,
          model: (records: never) => slidingWindowsModel(windows, records),
          closesAt: (end: number) => end + grace + 1,
        };
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, windowInputs, async ({ windows, model: modelOf, closesAt }, records) => {
        const driver = await runInAllEpochs(
          (app) =>
            app.stream<string, string>('in').pipe(
              groupByKey(),
              windowedBy(windows),
              reduceRecords((all, next) => all + next),
              suppress(untilWindowCloses()),
              toStream({ emit: 'ALL' }),
              to('out'),
            ),
          (test) => test.pipe('in', records),
        );
        const model = modelOf(records as never);
        const closed = [...model.rows.values()].filter(({ key: { end } }) => closesAt(end) <= model.streamTime);
        const seen = driver.output('out').map(({ key, value }) => ({ key: JSON.parse(key as string), value }));
        const texts = (rows: readonly object[]) => rows.map((row) => canonicalJson(row)).sort();
        expect(texts(seen)).toEqual(texts(closed));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps results of windows that a filter has taken out again to itself', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('in').pipe(
          groupByKey(),
          windowedBy(tumbling({ size: 10, grace: 0 })),
          countRecords(),
          filterTable((count) => count !== 2),
          suppress(untilWindowCloses()),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
      (test) => test.pipe('in', [at(0), at(1), at(2, 'x', 'b'), at(20)]),
    );
    expect(given(driver)).toEqual([['b', 0, 10, 1, 2]]);
  });

  it('waits for both windows of a join', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const grouped = app.stream<string, string>('in').pipe(groupByKey());
        const counts = grouped.pipe(windowedBy(tumbling({ size: 10, grace: 0 })), countRecords());
        const all = grouped.pipe(
          windowedBy(tumbling({ size: 10, grace: 5 })),
          reduceRecords((before, next) => `${before}+${next}`),
        );
        counts.pipe(
          joinTables(all, (count, text) => `${count}: ${text}`),
          suppress(untilWindowCloses()),
          toStream({ emit: 'ALL' }),
          to('out'),
        );
      },
      (test) => test.pipe('in', [at(0), at(12, 'x', 'b'), at(1), at(15, 'x', 'b')]),
    );
    expect(given(driver)).toEqual([['a', 0, 10, '1: 0+1', 1]]);
  });

  it('is refused for a table without windows', async () => {
    await expect(
      runInAllEpochs(
        (app) => app.stream<string, string>('in').pipe(groupByKey(), countRecords(), suppress(untilWindowCloses())),
        () => {},
      ),
    ).rejects.toThrow(expect.objectContaining({ code: 'INVALID_TOPOLOGY' }));
  });
});
