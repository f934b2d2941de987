import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectWindowModel } from '../testing/expect-window-model.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { sorted } from '../testing/window-inputs.ts';
import { sessionsModel } from '../testing/window-models.ts';
import { type SessionWindows, session } from '../windows/session-windows.ts';
import { aggregateSessions } from './aggregate-sessions.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { reduceRecords } from './reduce-records.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const at = (timestamp: number, value = String(timestamp), key = 'a') => ({ key, value, timestamp });
const row = (start: number, end: number, value: unknown, key = 'a') => ({ key: { key, start, end }, value });

const texts = (windows: SessionWindows, records: readonly object[]) =>
  runInAllEpochs(
    (app) =>
      app.stream<string, string>('in').pipe(
        groupByKey(),
        windowedBy(windows),
        aggregateSessions(
          () => '',
          (all, next) => `${all}+${next}`,
          (earlier, later, key) => `${key}(${earlier}|${later})`,
        ),
        toTable('sessions'),
        toStream({ emit: 'ALL' }),
        to('out'),
      ),
    (driver) => driver.pipe('in', records),
  );
const changes = (driver: Awaited<ReturnType<typeof texts>>) =>
  driver.output('out').map(({ key, value }) => {
    const { start, end } = JSON.parse(key as string);
    return [start, end, value];
  });

describe('session windows', () => {
  it('take what comes within the gap, on both sides, and no more', async () => {
    const driver = await texts(session({ gap: 10, grace: 100 }), [at(0), at(10), at(21), at(-10), at(-21)]);
    expect(sorted(driver.table('sessions'))).toEqual(
      sorted([row(-10, 10, '+0+10+-10'), row(21, 21, '+21'), row(-21, -21, '+-21')]),
    );
  });

  it('become one by a record between them: the old ones are gone, and the new one is there', async () => {
    const driver = await texts(session({ gap: 10, grace: 100 }), [at(0), at(18), at(9), at(4)]);
    expect(driver.table('sessions')).toEqual([row(0, 18, 'a(+0|+18)+9+4')]);
    expect(changes(driver)).toEqual([
      [0, 0, '+0'],
      [18, 18, '+18'],
      [0, 0, null],
      [18, 18, null],
      [0, 18, 'a(+0|+18)+9'],
      // The same session: a new value, and nothing gone.
      [0, 18, 'a(+0|+18)+9+4'],
    ]);
  });

  it('take records until stream time is past their end, gap and grace', async () => {
    const open = await texts(session({ gap: 10, grace: 5 }), [at(0), at(15, 'x', 'b'), at(1)]);
    expect(open.table('sessions')).toContainEqual(row(0, 1, '+0+1'));
    expect(open.counts.late).toBe(0);
    const closed = await texts(session({ gap: 10, grace: 5 }), [at(0), at(16, 'x', 'b'), at(0)]);
    expect(closed.table('sessions')).toContainEqual(row(0, 0, '+0'));
    expect(closed.counts.late).toBe(1);
  });

  it('take a record that is too old for one of its own, if it is within the gap of one that is open', async () => {
    const driver = await texts(session({ gap: 10, grace: 0 }), [at(20), at(30, 'x', 'b'), at(11)]);
    expect(driver.table('sessions')).toContainEqual(row(11, 20, '+20+11'));
    expect(driver.counts.late).toBe(0);
  });

  it('that have closed take no part in others', async () => {
    const driver = await texts(session({ gap: 10, grace: 0 }), [at(0), at(11, 'x', 'b'), at(9)]);
    expect(sorted(driver.table('sessions'))).toEqual(
      sorted([row(0, 0, '+0'), row(9, 9, '+9'), row(11, 11, '+x', 'b')]),
    );
  });

  it('are counted and reduced without a merger', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const sessions = app
          .stream<string, string>('in')
          .pipe(groupByKey(), windowedBy(session({ gap: 10, grace: 100 })));
        sessions.pipe(countRecords(), toTable('counts'));
        sessions.pipe(
          reduceRecords((all, next) => all + next),
          toTable('texts'),
        );
      },
      (test) => test.pipe('in', [at(0), at(18), at(9), at(50)]),
    );
    expect(driver.table('counts')).toEqual([row(0, 18, 3), row(50, 50, 1)]);
    expect(driver.table('texts')).toEqual([row(0, 18, '0189'), row(50, 50, '50')]);
    expect(driver.description.stores[0]).toMatchObject({ kind: 'SESSION', windowSizeMs: null });
  });

  it('have what a plain model has, whatever comes and however epochs are cut', async () => {
    const windows = fc.record({ gap: fc.integer({ min: 1, max: 12 }), grace: fc.nat(15) }).map(session);
    await expectWindowModel(windows, sessionsModel);
  });
});
