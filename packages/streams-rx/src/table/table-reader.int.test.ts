import { createTestEngine, record, type TestEngine } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { toTable } from '../operators/to-table.ts';
import { windowedBy } from '../operators/windowed-by.ts';
import type { Windowed } from '../record/windowed.ts';
import { LogApp } from '../testing/log-app.ts';
import { session } from '../windows/session-windows.ts';
import { tumbling } from '../windows/time-windows.ts';
import type { TablePage } from './table-reader.ts';

let log: TestEngine;
let run: LogApp;
let input: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in');
});
afterEach(() => run.stop());

async function counted<T>(define: (app: Streams) => T, times: readonly (readonly [key: string, at: number])[]) {
  let table: T | undefined;
  const app = run.make((made) => {
    table = define(made);
  });
  const records = times.map(([key, timestamp]) => record(key, '1', { timestamp }));
  await log.engine.append({ topic: input, records });
  await app.start();
  await run.done();
  return { app, table: table as T };
}
const shown = ({ rows }: TablePage<Windowed<string>, number>) =>
  rows.map(({ key: { key, start, end }, value }) => `${key} ${start}-${end}: ${value}`);
const tumblingCounts = (app: Streams) =>
  app
    .stream<string, number>(input)
    .pipe(groupByKey(), windowedBy(tumbling({ size: 10, grace: 0 })), countRecords(), toTable('counts'));
const sessionCounts = (app: Streams) =>
  app
    .stream<string, number>(input)
    .pipe(groupByKey(), windowedBy(session({ gap: 5, grace: 0 })), countRecords(), toTable('counts'));
const counts = (app: Streams) =>
  app.stream<string, number>(input).pipe(groupByKey(), countRecords(), toTable('counts'));

describe('a table, read from code', () => {
  it('gives of windows those that start at windowFrom or later and before windowTo', async () => {
    const { app, table } = await counted(tumblingCounts, [
      ['a', 0],
      ['b', 5],
      ['a', 10],
      ['a', 19],
      ['b', 20],
      ['a', 31],
    ]);
    const reader = app.read(table);
    const some = { windowFrom: 10, windowTo: 30 };
    expect(shown(await reader.scan(some))).toEqual(['a 10-20: 2', 'b 20-30: 1']);
    expect(shown(await reader.range({ windowFrom: 10 }))).toEqual(['a 10-20: 2', 'a 30-40: 1', 'b 20-30: 1']);
    const first = await reader.range({ ...some, limit: 1 });
    expect(shown(first)).toEqual(['a 10-20: 2']);
    expect(shown(await reader.range({ ...some, ...(first.next && { after: first.next }) }))).toEqual(['b 20-30: 1']);
  });

  it('gives the windows of one key, by their time', async () => {
    const { app, table } = await counted(tumblingCounts, [
      ['a', 0],
      ['ab', 1],
      ['a', 10],
      ['a', 31],
    ]);
    const reader = app.read(table);
    expect(shown(await reader.windows('a'))).toEqual(['a 0-10: 1', 'a 10-20: 1', 'a 30-40: 1']);
    expect(shown(await reader.windows('a', { windowFrom: 1, windowTo: 30 }))).toEqual(['a 10-20: 1']);
    const unbounded = { windowFrom: Number.NEGATIVE_INFINITY, windowTo: Number.POSITIVE_INFINITY };
    expect(shown(await reader.windows('a', unbounded))).toEqual(['a 0-10: 1', 'a 10-20: 1', 'a 30-40: 1']);
    expect(shown(await reader.windows('a', { reverse: true, limit: 1 }))).toEqual(['a 30-40: 1']);
    expect(shown(await reader.windows('c'))).toEqual([]);
  });

  it('gives of sessions those that end at windowFrom or later, and start before windowTo', async () => {
    const { app, table } = await counted(sessionCounts, [
      ['a', 0],
      ['a', 3],
      ['a', 20],
      ['a', 24],
      ['a', 40],
    ]);
    const reader = app.read(table);
    expect(shown(await reader.windows('a', { windowFrom: 3, windowTo: 20 }))).toEqual(['a 0-3: 2']);
    expect(shown(await reader.scan({ windowFrom: 4, windowTo: 40 }))).toEqual(['a 20-24: 2']);
  });

  it('refuses windows of a table that has none', async () => {
    const { app, table } = await counted(counts, [['a', 0]]);
    const refusal = { code: 'INVALID_INPUT', message: expect.stringContaining('"counts" has no windows') };
    await expect(app.read(table).scan({ windowFrom: 0 })).rejects.toMatchObject(refusal);
    await expect(app.read(table).range({ windowTo: 0 })).rejects.toMatchObject(refusal);
    await expect(app.read(table).windows('a' as never)).rejects.toMatchObject(refusal);
  });
});
