import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { tumbling } from '../windows/time-windows.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { joinStream } from './join-stream.ts';
import { joinTable } from './join-table.ts';
import { mapValues } from './map-values.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

interface Timed {
  readonly at: number;
}

const timestamp = ({ value }: { readonly value: Timed }) => value.at;
const timed = (app: TopologyApp, topic: string) => app.stream<string, Timed>(topic, { timestamp });
const pair = (one: Timed, other: Timed) => [one.at, other.at];

describe('a timestamp extractor', () => {
  it('says in which order records of several topics are taken', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const prices = timed(app, 'prices').pipe(toTable('prices'));
        timed(app, 'orders').pipe(joinTable(prices, pair), to('out'));
      },
      (test) => {
        test.pipe('orders', { key: 'k', value: { at: 100 }, timestamp: 1 });
        test.pipe('prices', { key: 'k', value: { at: 50 }, timestamp: 2 });
      },
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([[100, 50]]);
  });

  it('keeps two streams that are joined from being late for each other', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        timed(app, 'left').pipe(joinStream(timed(app, 'right'), pair, { before: 5, after: 5, grace: 0 }), to('out')),
      (test) => {
        for (let i = 0; i < 5; i++) {
          test.pipe('left', { key: 'k', value: { at: i * 100 }, timestamp: i });
          test.pipe('right', { key: 'k', value: { at: i * 100 + 1 }, timestamp: 1_000 + i });
        }
      },
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([0, 100, 200, 300, 400].map((at) => [at, at + 1]));
    expect(driver.counts.late).toBe(0);
  });

  it.each([
    ['no number', Number.NaN],
    ['a fraction', 1.5],
    ['nothing', undefined as unknown as number],
  ])('that gives %s fails its record, and is no way into a window', async (_, time) => {
    const define = (app: TopologyApp) =>
      app
        .stream<string, Timed>('in', { timestamp: ({ value }) => (value.at === 2 ? time : value.at) })
        .pipe(groupByKey(), windowedBy(tumbling({ size: 10, grace: 0 })), countRecords(), toTable('counts'));
    const failing = await TestDriver.open(define);
    failing.pipe('in', { key: 'k', value: { at: 2 } });
    await expect(failing.run()).rejects.toMatchObject({
      code: 'INVALID_RECORD',
      message: expect.stringContaining('The timestamp function of "in"'),
    });
    const driver = await runInAllEpochs(
      define,
      (test) =>
        test.pipe(
          'in',
          [1, 2, 3].map((at) => ({ key: 'k', value: { at } })),
        ),
      { errors: { process: 'SKIP' } },
    );
    expect(driver.table('counts').map(({ value }) => value)).toEqual([2]);
  });

  it('that throws where topics are merged fails its own record', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const rows = timed(app, 'rows').pipe(toTable('rows'));
        timed(app, 'in').pipe(joinTable(rows, pair), to('out'));
      },
      (test) => {
        test.pipe('rows', { key: 'k', value: { at: 1 }, timestamp: 1 });
        test.pipe('in', { key: 'k', value: null, timestamp: 2 });
        test.pipe('in', { key: 'k', value: { at: 3 }, timestamp: 3 });
      },
      { errors: { process: 'SKIP' } },
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([[3, 1]]);
  });
});

describe('a function that changes a record', () => {
  const run = (change: (app: TopologyApp) => unknown) =>
    TestDriver.open(change).then((driver) => {
      driver.pipe('in', { key: 'k', value: 1 });
      return driver.run();
    });

  it('and gives it no value fails it, where null is a tombstone', async () => {
    await expect(
      run((app) =>
        app.stream<string, number>('in').pipe(
          mapValues((): unknown => undefined),
          to('out'),
        ),
      ),
    ).rejects.toMatchObject({ code: 'INVALID_RECORD', message: expect.stringContaining('null for a tombstone') });
    await run((app) =>
      app.stream<string, number>('in').pipe(
        mapValues(() => null),
        to('out'),
      ),
    );
  });

  it('and gives it no time fails it', async () => {
    await expect(
      run((app) =>
        app.stream<string, number>('in').pipe(
          map((record) => record.with({ timestamp: Date.parse('nonsense') })),
          to('out'),
        ),
      ),
    ).rejects.toMatchObject({ code: 'INVALID_RECORD', message: expect.stringContaining('with({ timestamp })') });
  });
});
