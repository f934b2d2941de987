import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectWindowModel } from '../testing/expect-window-model.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { slidingWindowsModel } from '../testing/window-models.ts';
import { type SlidingWindows, sliding } from '../windows/sliding-windows.ts';
import { aggregate } from './aggregate.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { reduceRecords } from './reduce-records.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const at = (timestamp: number, value: string, key = 'a') => ({ key, value, timestamp });
const row = (start: number, end: number, value: unknown, key = 'a') => ({ key: { key, start, end }, value });

const texts = (windows: SlidingWindows, records: readonly object[]) =>
  runInAllEpochs(
    (app) =>
      app.stream<string, string>('in').pipe(
        groupByKey(),
        windowedBy(windows),
        reduceRecords((all, next) => all + next),
        toTable('windows'),
      ),
    (driver) => driver.pipe('in', records),
  );

describe('sliding windows', () => {
  it('are those of the example of Kafka Streams', async () => {
    // Its documentation: difference 5,000 ms, records at 8,000, 9,200 and 12,400.
    const driver = await texts(sliding({ timeDifference: 5_000, grace: 30_000 }), [
      at(8_000, 'x'),
      at(9_200, 'y'),
      at(12_400, 'z'),
    ]);
    expect(driver.table('windows')).toEqual([
      row(3_000, 8_000, 'x'),
      row(4_200, 9_200, 'xy'),
      row(7_400, 12_400, 'xyz'),
      row(8_001, 13_001, 'yz'),
      row(9_201, 14_201, 'z'),
    ]);
  });

  it('hold both their bounds, and take records in any order', async () => {
    const driver = await texts(sliding({ timeDifference: 10, grace: 100 }), [at(10, 'x'), at(-1, 'w'), at(0, 'y')]);
    expect(driver.table('windows')).toEqual([row(-11, -1, 'w'), row(-10, 0, 'wy'), row(0, 10, 'xy'), row(1, 11, 'x')]);
  });

  it('take records until stream time is past their end and grace; a record may be late for some of its windows', async () => {
    const windows = sliding({ timeDifference: 10, grace: 5 });
    const open = await texts(windows, [at(0, 'x'), at(5, 'z', 'b'), at(0, 'y')]);
    expect(open.table('windows')).toContainEqual(row(-10, 0, 'xy'));
    expect(open.counts.late).toBe(0);
    const partly = await texts(windows, [at(0, 'x'), at(4, 'u'), at(10, 'z', 'b'), at(1, 'y')]);
    expect(partly.table('windows').filter(({ key }) => (key as { key: string }).key === 'a')).toEqual([
      row(-10, 0, 'x'),
      // It had closed at 9.
      row(-6, 4, 'xu'),
      row(1, 11, 'uy'),
      row(2, 12, 'u'),
    ]);
    expect(partly.counts.late).toBe(1);
    const closed = await texts(windows, [at(0, 'x'), at(16, 'z', 'b'), at(0, 'y')]);
    expect(closed.table('windows')).toContainEqual(row(-10, 0, 'x'));
    expect(closed.counts.late).toBe(1);
  });

  it('have what came after others had closed', async () => {
    // y comes when the window that ends with it has closed; the one that ends with z is open, and y is in it.
    const driver = await texts(sliding({ timeDifference: 10, grace: 0 }), [at(6, 'x', 'b'), at(5, 'y'), at(8, 'z')]);
    expect(driver.table('windows')).toContainEqual(row(-2, 8, 'yz'));
    expect(driver.table('windows')).toContainEqual(row(6, 16, 'z'));
  });

  it('leave a value that was taken over into another window as it was, though an aggregator changes it in place', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('in').pipe(
          groupByKey(),
          windowedBy(sliding({ timeDifference: 10, grace: 100 })),
          aggregate(
            () => [] as string[],
            (all, next) => {
              all.push(next);
              return all;
            },
          ),
          toTable('lists'),
        ),
      (test) => test.pipe('in', [at(0, 'x'), at(5, 'y'), at(-5, 'w')]),
    );
    expect(driver.table('lists')).toEqual([
      row(-15, -5, ['w']),
      row(-10, 0, ['x', 'w']),
      row(-5, 5, ['x', 'y', 'w']),
      row(-4, 6, ['x', 'y']),
      row(1, 11, ['y']),
    ]);
  });

  it('keep what they need to go on beside their table, and under its name', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app
          .stream<string, string>('in')
          .pipe(groupByKey(), windowedBy(sliding({ timeDifference: 10, grace: 5 })), countRecords(), toTable('counts')),
      () => {},
    );
    expect(driver.description.stores.map(({ name, isTable }) => [name, isTable])).toEqual([
      ['counts', true],
      ['counts-closed', false],
      ['counts-times', false],
    ]);
  });

  it('have what a plain model has, whatever comes and however epochs are cut', async () => {
    const windows = fc.record({ timeDifference: fc.nat(12), grace: fc.nat(15) }).map(sliding);
    await expectWindowModel(windows, slidingWindowsModel);
  });
});
