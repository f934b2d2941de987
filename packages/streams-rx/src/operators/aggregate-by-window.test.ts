import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Windowed } from '../record/windowed.ts';
import { expectWindowModel } from '../testing/expect-window-model.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { sorted } from '../testing/window-inputs.ts';
import { timeWindowsModel } from '../testing/window-models.ts';
import { days, minutes } from '../windows/duration.ts';
import { hopping, type TimeWindows, tumbling } from '../windows/time-windows.ts';
import { aggregate } from './aggregate.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const at = (timestamp: number, key = 'a') => ({ key, value: 1, timestamp });
const counts = (windows: TimeWindows, records: readonly object[]) =>
  runInAllEpochs(
    (app) =>
      app
        .stream<string, number>('in')
        .pipe(
          groupByKey(),
          windowedBy(windows),
          countRecords(),
          toTable('counts'),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
    (driver) => driver.pipe('in', records),
  );
const rows = (driver: Awaited<ReturnType<typeof counts>>) =>
  driver.table('counts').map(({ key, value }) => {
    const { key: of, start, end } = key as Windowed<string>;
    return [of, start, end, value];
  });

describe('tumbling windows', () => {
  it('hold their start and not their end, before 1970 too', async () => {
    const driver = await counts(tumbling({ size: 10, grace: 100 }), [at(9), at(0), at(10), at(-1), at(-10), at(-11)]);
    expect(rows(driver)).toEqual([
      ['a', -20, -10, 1],
      ['a', -10, 0, 2],
      ['a', 0, 10, 2],
      ['a', 10, 20, 1],
    ]);
    expect(driver.output('out')[1]).toMatchObject({
      key: JSON.stringify({ end: 10, key: 'a', start: 0 }),
      value: 2,
      timestamp: 0,
    });
  });

  it('take records until stream time has come to their end and grace, and not after', async () => {
    const open = await counts(tumbling({ size: 10, grace: 5 }), [at(3), at(14, 'b'), at(4)]);
    expect(rows(open)).toContainEqual(['a', 0, 10, 2]);
    expect(open.counts.late).toBe(0);
    const closed = await counts(tumbling({ size: 10, grace: 5 }), [at(3), at(15, 'b'), at(4)]);
    expect(rows(closed)).toContainEqual(['a', 0, 10, 1]);
    expect(closed.counts.late).toBe(1);
  });

  it('are closed by one clock that is ahead, for all keys of the task', async () => {
    const driver = await counts(tumbling({ size: minutes(5), grace: minutes(1) }), [
      at(0),
      at(days(365), 'ahead'),
      at(1),
      at(2, 'b'),
    ]);
    expect(rows(driver)).toEqual([
      ['a', 0, minutes(5), 1],
      ['ahead', days(365), days(365) + minutes(5), 1],
    ]);
    expect(driver.counts).toEqual({ late: 2, skipped: 0 });
  });

  it('leave tombstones and records without a key out, which do not move stream time either', async () => {
    const driver = await counts(tumbling({ size: 10, grace: 0 }), [
      at(1),
      { value: 1, timestamp: 1_000 },
      { key: 'a', timestamp: 1_000 },
      at(2),
    ]);
    expect(rows(driver)).toEqual([['a', 0, 10, 2]]);
    expect(driver.counts).toEqual({ late: 0, skipped: 2 });
  });

  it('send late records to a topic as they were read, with the reason', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, { n: number }>('in').pipe(
          groupByKey(),
          windowedBy(tumbling({ size: 10, grace: 5 }), { late: { topic: 'late' } }),
          aggregate(
            () => 0,
            (sum, { n }) => sum + n,
          ),
          toTable('sums'),
        ),
      (test) =>
        test.pipe('in', [
          { key: 'a', value: { n: 1 }, timestamp: 20 },
          { key: 'b', value: { n: 2 }, timestamp: 3, headers: [{ key: 'h', value: Buffer.from('v') }] },
        ]),
    );
    expect(driver.counts.late).toBe(1);
    expect(driver.output('late')).toEqual([
      {
        key: 'b',
        value: { n: 2 },
        timestamp: 3,
        partition: 0,
        offset: 0,
        headers: [
          { key: 'h', value: 'v' },
          { key: 'millrace.late.topic', value: 'in' },
          { key: 'millrace.late.partition', value: '0' },
          { key: 'millrace.late.offset', value: '1' },
          {
            key: 'millrace.late.reason',
            value: 'The window from 0 to 10 had closed: stream time was 20, grace is 5 ms.',
          },
        ],
      },
    ]);
    expect(driver.description.subTopologies[0]?.sinkTopics).toEqual(['late']);
  });

  it('keep windows for a day, or until they have closed, or as long as is said', async () => {
    const retention = async (windows: TimeWindows, options: { retention?: number }) => {
      const driver = await runInAllEpochs(
        (app) => app.stream<string, number>('in').pipe(groupByKey(), windowedBy(windows, options), countRecords()),
        () => {},
      );
      return driver.description.stores[0];
    };
    expect(await retention(tumbling({ size: 10, grace: 5 }), {})).toMatchObject({
      kind: 'WINDOW',
      retentionMs: days(1),
      windowSizeMs: 10,
    });
    expect((await retention(tumbling({ size: days(7), grace: 5 }), {}))?.retentionMs).toBe(days(7) + 5);
    expect((await retention(tumbling({ size: 10, grace: 5 }), { retention: 15 }))?.retentionMs).toBe(15);
    const forEver = { retention: Number.POSITIVE_INFINITY };
    expect((await retention(tumbling({ size: 10, grace: 5 }), forEver))?.retentionMs).toBeNull();
    expect(() => windowedBy(tumbling({ size: 10, grace: 5 }), { retention: 14 })).toThrow(
      expect.objectContaining({ code: 'INVALID_TOPOLOGY' }),
    );
  });

  it('can be grouped again when they are a stream, by a key of several partitions', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          groupByKey(),
          windowedBy(tumbling({ size: 10, grace: 0 })),
          countRecords(),
          toStream({ emit: 'ALL' }),
          groupByKey(({ key }) => `from ${key.start}`),
          countRecords(),
          toTable('changes'),
        ),
      (test) => test.pipe('in', [at(1), at(2), at(11), at(3, 'b'), at(12, 'c')]),
      { topics: { in: { partitions: 3 } } },
    );
    expect(driver.table('changes')).toEqual([
      { key: 'from 0', value: 3 },
      { key: 'from 10', value: 2 },
    ]);
  });

  it('become a table by window and key again behind a stream', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app
          .stream<string, number>('in')
          .pipe(
            groupByKey(),
            windowedBy(tumbling({ size: 10, grace: 0 })),
            countRecords(),
            toStream({ emit: 'ALL' }),
            toTable('again'),
          ),
      (test) => test.pipe('in', [at(1), at(2), at(11), at(3, 'b'), at(12, 'c')]),
      { topics: { in: { partitions: 3 } } },
    );
    expect(sorted(driver.table('again'))).toEqual(
      sorted([
        { key: { key: 'a', start: 0, end: 10 }, value: 2 },
        { key: { key: 'a', start: 10, end: 20 }, value: 1 },
        { key: { key: 'b', start: 0, end: 10 }, value: 1 },
        { key: { key: 'c', start: 10, end: 20 }, value: 1 },
      ]),
    );
  });
});

describe('hopping windows', () => {
  it('take a record into all that hold its time and are open', async () => {
    const driver = await counts(hopping({ size: 10, advance: 5, grace: 0 }), [at(7), at(11), at(4)]);
    expect(rows(driver)).toEqual([
      ['a', 0, 10, 1],
      ['a', 5, 15, 2],
      ['a', 10, 20, 1],
    ]);
    // 4 is in windows from -5 and 0, which had both closed at 11.
    expect(driver.counts.late).toBe(1);
  });

  it('count a record as late once, though it is in windows that are open', async () => {
    const driver = await counts(hopping({ size: 10, advance: 5, grace: 0 }), [at(11), at(8)]);
    expect(rows(driver)).toEqual([
      ['a', 5, 15, 2],
      ['a', 10, 20, 1],
    ]);
    expect(driver.counts.late).toBe(1);
  });
});

describe('time windows', () => {
  it('have what a plain model has, whatever comes and however epochs are cut', async () => {
    const windows = fc
      .record({ size: fc.integer({ min: 1, max: 12 }), advance: fc.integer({ min: 1, max: 12 }), grace: fc.nat(15) })
      .map(({ size, advance, grace }) => hopping({ size, advance: Math.min(size, advance), grace }));
    await expectWindowModel(windows, timeWindowsModel);
  });
});
