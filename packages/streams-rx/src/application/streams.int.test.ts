import { stringSerde } from '@millrace/core';
import { createTestEngine, type TestEngine, until } from '@millrace/engine/testing';
import { filter } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countRecords } from '../operators/count-records.ts';
import { filterTable } from '../operators/filter-table.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import { createStreams } from './streams.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const partitions = 3;

describe('an application', () => {
  let log: TestEngine;
  beforeAll(async () => {
    log = await createTestEngine();
    for (const name of ['widgets', 'red', 'per_line'])
      await log.engine.topics.create({ name, partitionCount: partitions });
  });
  afterAll(() => log.remove());

  it('is described before it has started, formats that are left to topics too', () => {
    const app = createStreams({ applicationId: 'described', engine: log.engine });
    app.stream('widgets').pipe(groupByKey(), countRecords(), toTable('by-key'));
    expect(app.describe().stores).toEqual([
      expect.objectContaining({ name: 'by-key', kind: 'KEY_VALUE', isTable: true }),
    ]);
  });

  it('can have its tables read before its first task is run: they have no rows', async () => {
    const app = createStreams({ applicationId: 'new', engine: log.engine });
    const table = app.read(app.table<string, number>('widgets', 'totals', { key: stringSerde }));
    expect(await table.get('line 1')).toBeNull();
    expect(await table.range({ from: 'line 1', limit: 10 })).toEqual({ rows: [], next: null });
    expect(await table.scan()).toEqual({ rows: [], next: null });
  });

  it('filters into a topic and counts into another, by a new key', async () => {
    const app = createStreams({ applicationId: 'widgets', engine: log.engine });
    const widgets = app.stream<string, { colour: string; line: string }>('widgets');
    widgets.pipe(
      filter(({ value }) => value.colour === 'RED'),
      to('red'),
    );
    const lines = widgets.pipe(
      groupByKey(({ value }) => value.line),
      countRecords(),
      toTable('lines'),
    );
    lines.pipe(toStream(), to('per_line'));
    await app.start();
    const count = 300;
    const records = Array.from({ length: count }, (_, i) => ({
      key: Buffer.from(`sensor${i % 10}`),
      value: json({ colour: i % 4 === 0 ? 'RED' : 'BLUE', line: `line${i % 3}` }),
    }));
    await log.engine.append({ topic: 'widgets', records });
    const read = async (topic: string) => (await log.engine.page({ topic, limit: 1_000 })).records;
    const counts = async () =>
      Object.fromEntries(
        (await read('per_line')).map(({ key, value }) => [
          Buffer.from(key ?? []).toString(),
          Number(Buffer.from(value ?? []).toString()),
        ]),
      );
    await until('all are counted', async () => Object.values(await counts()).reduce((sum, n) => sum + n, 0) === count);
    expect(await counts()).toEqual({ line0: 100, line1: 100, line2: 100 });
    const table = app.read(lines);
    expect(await table.get('line1')).toBe(100);
    expect(await table.get('line9')).toBe(null);
    const page = await table.range({ from: 'line1', limit: 1 });
    expect(page.rows).toEqual([{ key: 'line1', value: 100 }]);
    const rest = await table.range({ from: 'line1', ...(page.next && { after: page.next }) });
    expect(rest).toEqual({ rows: [{ key: 'line2', value: 100 }], next: null });
    expect((await table.scan()).rows).toHaveLength(3);
    expect(() => app.read(lines.pipe(filterTable((count) => count > 1)))).toThrow(/has started/);
    const red = await read('red');
    expect(red).toHaveLength(75);
    // As they were.
    expect(Buffer.from(red[0]?.value ?? []).toString()).toMatch(/^\{"colour":"RED","line":"line\d"\}$/);
    await app.stop();
    await app.ended;
    expect(app.snapshot()).toMatchObject({ state: 'STOPPED', error: null });
  });
});
