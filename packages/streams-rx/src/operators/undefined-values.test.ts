import { jsonSerde, type Serde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import type { StreamRecord } from '../record/stream-record.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { session } from '../windows/session-windows.ts';
import { sliding } from '../windows/sliding-windows.ts';
import { tumbling } from '../windows/time-windows.ts';
import { aggregate } from './aggregate.ts';
import { aggregateCogrouped } from './aggregate-cogrouped.ts';
import { aggregateSessions } from './aggregate-sessions.ts';
import { aggregateTable } from './aggregate-table.ts';
import { cogroup } from './cogroup.ts';
import { flatMapValues } from './flat-map-values.ts';
import { groupByKey } from './group-by-key.ts';
import { groupTableBy } from './group-table-by.ts';
import { joinForeignKey } from './join-foreign-key.ts';
import { joinGlobalTable } from './join-global-table.ts';
import { joinStream } from './join-stream.ts';
import { joinTable } from './join-table.ts';
import { joinTables } from './join-tables.ts';
import { mapTableValues } from './map-table-values.ts';
import { mapValues } from './map-values.ts';
import { processRecords } from './process-records.ts';
import { reduceRecords } from './reduce-records.ts';
import { reduceTable } from './reduce-table.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const stream = (app: TopologyApp) => app.stream<string, number>('in');
const grouped = (app: TopologyApp) => stream(app).pipe(groupByKey());
const table = (app: TopologyApp) => app.table<string, number>('in', 'all');
const rows = (app: TopologyApp) => app.table<string, number>('rows', 'rows');
const inOne = (app: TopologyApp) => table(app).pipe(groupTableBy(() => 'all'));

/** What a function gives that forgets to return where a value is `bad`. */
const unless = (bad: number, value: number) => (value === bad ? undefined : value) as number;
const mapped = (value: number) => unless(2, value);
const newest = (_before: number, value: number) => unless(2, value);
const zero = () => 0;
const sum = (before: number, value: number) => before + value;

/** Functions that give undefined for the last of the records 1, 3 and 2. */
const cases: Record<string, (app: TopologyApp) => unknown> = {
  mapValues: (app) => stream(app).pipe(mapValues(mapped)),
  flatMapValues: (app) => stream(app).pipe(flatMapValues((value) => [1, mapped(value)])),
  joinTable: (app) => stream(app).pipe(joinTable(rows(app), mapped)),
  joinGlobalTable: (app) =>
    stream(app).pipe(joinGlobalTable(app.globalTable<string, number>('everyone'), ({ key }) => key, mapped)),
  joinStream: (app) =>
    stream(app).pipe(joinStream(app.stream<string, number>('rows'), mapped, { before: 9, after: 9, grace: 9 })),
  processRecords: (app) =>
    stream(app).pipe(
      processRecords({ process: ({ value }: StreamRecord<string, number>) => [{ value: mapped(value) }] }),
    ),
  aggregate: (app) => grouped(app).pipe(aggregate(zero, newest)),
  'aggregate by tumbling windows': (app) =>
    grouped(app).pipe(windowedBy(tumbling({ size: 10, grace: 0 })), aggregate(zero, newest)),
  'aggregate by sliding windows': (app) =>
    grouped(app).pipe(windowedBy(sliding({ timeDifference: 10, grace: 0 })), aggregate(zero, newest)),
  'aggregateSessions, its aggregator': (app) =>
    grouped(app).pipe(windowedBy(session({ gap: 10, grace: 0 })), aggregateSessions(zero, newest, sum)),
  // The record at 2 makes one session of those at 1 and 3.
  'aggregateSessions, its merger': (app) =>
    grouped(app).pipe(
      windowedBy(session({ gap: 1, grace: 9 })),
      aggregateSessions(zero, sum, (_, later) => unless(3, later)),
    ),
  reduceRecords: (app) => grouped(app).pipe(reduceRecords(newest)),
  aggregateCogrouped: (app) =>
    cogroup(zero)
      .add(grouped(app), newest)
      .add(app.stream<string, number>('rows').pipe(groupByKey()), sum)
      .pipe(aggregateCogrouped()),
  mapTableValues: (app) => table(app).pipe(mapTableValues(mapped), toStream()),
  joinTables: (app) => table(app).pipe(joinTables(rows(app), mapped), toStream()),
  joinForeignKey: (app) => table(app).pipe(joinForeignKey(rows(app), (_, key) => key, mapped)),
  'aggregateTable, its adder': (app) => inOne(app).pipe(aggregateTable(zero, newest, sum)),
  'aggregateTable, its subtractor': (app) => inOne(app).pipe(aggregateTable(zero, sum, (_, value) => unless(3, value))),
  'reduceTable, its subtractor': (app) => inOne(app).pipe(reduceTable(sum, (_, value) => unless(3, value))),
};
const pipeAll = (driver: TestDriver) => {
  for (const topic of ['rows', 'everyone']) driver.pipe(topic, { key: 'k', value: 0, timestamp: 0 });
  driver.pipe(
    'in',
    [1, 3, 2].map((value) => ({ key: 'k', value, timestamp: value })),
  );
};

describe('a function that gives undefined for a value', () => {
  it.each(Object.keys(cases))('fails the record, and the operator is named: %s', async (name) => {
    const driver = await TestDriver.open(cases[name] as (app: TopologyApp) => unknown);
    pipeAll(driver);
    const [operator = ''] = name.split(',')[0]?.split(' ') ?? [];
    await expect(driver.run()).rejects.toMatchObject({
      code: 'INVALID_RECORD',
      message: expect.stringMatching(new RegExp(`^${operator}-\\d+ got undefined instead of a value`)),
    });
  });

  const value: Serde<unknown> = { ...jsonSerde, deserialize: () => undefined };

  it.each<[string, (app: TopologyApp) => unknown]>([
    ['topic', (app) => app.table('in', 'all', { value })],
    [
      'global table',
      (app) => stream(app).pipe(joinGlobalTable(app.globalTable('everyone', { value }), ({ key }) => key, mapped)),
    ],
  ])('cannot be decoded where it is the serde of a %s', async (_, define) => {
    const driver = await TestDriver.open(define);
    pipeAll(driver);
    await expect(driver.run()).rejects.toMatchObject({
      code: 'INVALID_RECORD',
      message: expect.stringContaining('cannot be decoded: Its serde gives undefined.'),
    });
  });

  it('leaves what was there, where the policy is to go on', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        grouped(app).pipe(aggregate(zero, newest), toTable('newest'));
        app.table<string, number>('rows', 'rows').pipe(mapTableValues(mapped), toTable('mapped'));
      },
      (test) => {
        pipeAll(test);
        test.pipe('rows', { key: 'k', value: 2, timestamp: 4 });
      },
      { errors: { process: 'SKIP' } },
    );
    expect([driver.table('newest'), driver.table('mapped')]).toEqual([
      [{ key: 'k', value: 3 }],
      [{ key: 'k', value: 0 }],
    ]);
    expect(driver.counts.skipped).toBe(2);
  });
});
