import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { session } from '../windows/session-windows.ts';
import { untilWindowCloses } from '../windows/suppression.ts';
import { tumbling } from '../windows/time-windows.ts';
import { aggregateCogrouped, aggregateCogroupedSessions } from './aggregate-cogrouped.ts';
import { cogroup } from './cogroup.ts';
import { groupByKey } from './group-by-key.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const visits = (app: TopologyApp) =>
  cogroup(() => ({ pages: '', spent: 0 }))
    .add(app.stream<string, string>('clicks').pipe(groupByKey()), (visit, page, key, timestamp) => ({
      ...visit,
      pages: `${visit.pages} ${key}:${page}@${timestamp}`,
    }))
    .add(app.stream<string, { cents: number }>('payments').pipe(groupByKey()), (visit, { cents }) =>
      cents < 0 ? null : { ...visit, spent: visit.spent + cents },
    );

function feed(driver: TestDriver): void {
  driver.pipe('clicks', [
    { key: 'a', value: 'x', timestamp: 1 },
    { key: 'b', value: 'y', timestamp: 2 },
    { key: 'a', value: 'z', timestamp: 12 },
  ]);
  driver.pipe('payments', [
    { key: 'a', value: { cents: 5 }, timestamp: 3 },
    { key: 'b', value: { cents: 7 }, timestamp: 4 },
    { key: 'a', value: { cents: 9 }, timestamp: 11 },
    { key: 'b', value: { cents: -1 }, timestamp: 13 },
    { key: 'c', timestamp: 14 },
  ]);
}

describe('cogroup', () => {
  it('makes one value of each key of the records of several streams, in the order of their times', async () => {
    const driver = await runInAllEpochs(
      (app) => visits(app).pipe(aggregateCogrouped(), toTable('visits'), toStream({ emit: 'ALL' }), to('out')),
      feed,
    );
    expect(driver.table('visits')).toEqual([{ key: 'a', value: { pages: ' a:x@1 a:z@12', spent: 14 } }]);
    expect(driver.output('out').map(({ key, value }) => [key, value])).toEqual([
      ['a', { pages: ' a:x@1', spent: 0 }],
      ['b', { pages: ' b:y@2', spent: 0 }],
      ['a', { pages: ' a:x@1', spent: 5 }],
      ['b', { pages: ' b:y@2', spent: 7 }],
      ['a', { pages: ' a:x@1', spent: 14 }],
      ['a', { pages: ' a:x@1 a:z@12', spent: 14 }],
      ['b', null],
    ]);
    expect(driver.counts.skipped).toBe(1);
    expect(driver.description.stores).toHaveLength(1);
  });

  it('by windows, which all streams close together', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        visits(app).pipe(
          windowedBy(tumbling({ size: 10, grace: 0 })),
          aggregateCogrouped(),
          suppress(untilWindowCloses()),
          toTable('visits'),
        ),
      feed,
    );
    expect(driver.table('visits')).toEqual([
      { key: { key: 'a', start: 0, end: 10 }, value: { pages: ' a:x@1', spent: 5 } },
      { key: { key: 'b', start: 0, end: 10 }, value: { pages: ' b:y@2', spent: 7 } },
    ]);
  });

  it('by sessions, which become one', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        visits(app).pipe(
          windowedBy(session({ gap: 5, grace: 20 })),
          aggregateCogroupedSessions((one, other) => ({
            pages: one.pages + other.pages,
            spent: one.spent + other.spent,
          })),
          toTable('visits'),
        ),
      async (test) => {
        feed(test);
        await test.run();
        test.pipe('payments', { key: 'a', value: { cents: 100 }, timestamp: 7 });
      },
    );
    expect(driver.table('visits')).toEqual([
      { key: { key: 'a', start: 1, end: 12 }, value: { pages: ' a:x@1 a:z@12', spent: 114 } },
      { key: { key: 'b', start: 2, end: 4 }, value: { pages: ' b:y@2', spent: 7 } },
    ]);
  });

  it('refuses streams of different numbers of partitions', async () => {
    const options = { topics: { clicks: { partitions: 2 }, payments: { partitions: 3 } } };
    await expect(
      runInAllEpochs(
        (app) => visits(app).pipe(aggregateCogrouped()),
        () => {},
        options,
      ),
    ).rejects.toThrow(expect.objectContaining({ code: 'INVALID_TOPOLOGY' }));
  });
});
