import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import type { Table } from '../topology/table.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { session } from '../windows/session-windows.ts';
import { sliding } from '../windows/sliding-windows.ts';
import { untilWindowCloses } from '../windows/suppression.ts';
import { tumbling } from '../windows/time-windows.ts';
import { countRecords } from './count-records.ts';
import { countRows } from './count-rows.ts';
import { filterTable } from './filter-table.ts';
import { groupByKey } from './group-by-key.ts';
import { groupTableBy } from './group-table-by.ts';
import { joinForeignKey } from './join-foreign-key.ts';
import { joinTables } from './join-tables.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { windowedBy } from './windowed-by.ts';

const grouped = (app: TopologyApp) => app.stream<string, number>('in').pipe(groupByKey());
const table = (app: TopologyApp) => app.table<string, number>('in', 'all');
const other = (app: TopologyApp) => app.table<string, number>('other', 'other');
const sum = (one: number, two: number) => one + two;
const named = (name: string) => [{ key: 'made by', value: Buffer.from(name) }];
const record = (name: string, value: number) => ({ key: 'k', value, timestamp: value, headers: named(name) });
const pipeAll = (driver: TestDriver) => {
  driver.pipe('other', record('other', 0));
  driver.pipe('in', [record('first', 1), record('second', 2)]);
};
const headers = (driver: TestDriver) => driver.output('out').map((out) => out.headers.map(({ value }) => value));

describe('toStream', () => {
  const all = <K>(changed: Table<K, number>) => changed.pipe(toStream({ emit: 'ALL' }), to('out'));
  const tables: Record<string, (app: TopologyApp) => unknown> = {
    'an aggregate': (app) => all(grouped(app).pipe(countRecords())),
    'tumbling windows': (app) => all(grouped(app).pipe(windowedBy(tumbling({ size: 10, grace: 0 })), countRecords())),
    'sliding windows': (app) =>
      all(grouped(app).pipe(windowedBy(sliding({ timeDifference: 5, grace: 0 })), countRecords())),
    sessions: (app) => all(grouped(app).pipe(windowedBy(session({ gap: 5, grace: 0 })), countRecords())),
    'a topic': (app) => all(table(app)),
    'rows that pass': (app) => all(table(app).pipe(filterTable((value) => value > 0))),
    'two tables': (app) => all(table(app).pipe(joinTables(other(app), sum))),
    'a foreign key': (app) => all(table(app).pipe(joinForeignKey(other(app), (_, key) => key, sum))),
    'groups of rows': (app) =>
      all(
        table(app).pipe(
          groupTableBy(() => 'all'),
          countRows(),
        ),
      ),
  };
  it.each(Object.keys(tables))('gives changes with the headers of the record that made them: of %s', async (name) => {
    const driver = await runInAllEpochs(tables[name] as (app: TopologyApp) => unknown, pipeAll, { lastByKey: ['out'] });
    expect(headers(driver).at(-1)).toEqual(['second']);
  });

  it('gives them as they were changed on the way', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          map((each) => each.with({ headers: named(`number ${each.value}`) })),
          groupByKey(({ key }) => `${key}${key}`),
          countRecords(),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
      pipeAll,
    );
    expect(headers(driver)).toEqual([['number 1'], ['number 2']]);
  });

  it('gives none of what was held back', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        grouped(app).pipe(
          windowedBy(tumbling({ size: 1, grace: 0 })),
          countRecords(),
          suppress(untilWindowCloses()),
          toStream({ emit: 'ALL' }),
          to('out'),
        ),
      pipeAll,
    );
    expect(headers(driver)).toEqual([[]]);
  });
});
