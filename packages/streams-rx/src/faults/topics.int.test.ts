import { createTestEngine, record, signal, type TestEngine, until, within } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { leftJoinGlobalTable } from '../operators/left-join-global-table.ts';
import { leftJoinTable } from '../operators/left-join-table.ts';
import { onCommit } from '../operators/on-commit.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import { failureOfApp, LogApp } from '../testing/log-app.ts';

let log: TestEngine;
let run: LogApp;
let input: string;
let output: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in', 2);
  output = await run.topic('out');
});
afterEach(() => run.stop());

const through = (app: Streams) => app.stream(input).pipe(to(output));
const one = [['k', 1]] as const;

describe('S19: topics that are not there', () => {
  it.each(['an input', 'an output', 'a dead-letter topic'])(
    '%s, at the start: TOPIC_NOT_FOUND, and no member is left in the group',
    async (what) => {
      const define = (app: Streams) =>
        app.stream(what === 'an input' ? 'nowhere' : input).pipe(to(what === 'an output' ? 'nowhere' : output));
      const app = run.make(
        define,
        what === 'a dead-letter topic' ? { errors: { decode: { deadLetterTopic: 'nowhere' } } } : {},
      );
      await expect(app.start()).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND', details: { topic: 'nowhere' } });
      expect(app.state).toBe('FAILED');
      await expect(app.ended).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND' });
      expect((await log.engine.groups.describe(run.name('app')))?.members ?? []).toEqual([]);
      // A failed one is stopped, too; twice is once.
      await Promise.all([app.stop(), app.stop()]);
      expect(app.state).toBe('FAILED');
    },
  );

  it('an input that is deleted while it runs: TOPIC_NOT_FOUND, and the instance leaves', async () => {
    const app = await run.start(through);
    await run.put(input, one);
    await run.done();
    await log.engine.topics.delete(input);
    const error = await within(failureOfApp(app), 'the failure');
    expect(error).toMatchObject({ code: 'TOPIC_NOT_FOUND', details: { topic: input } });
    expect((await log.engine.groups.describe(run.name('app')))?.members).toEqual([]);
  });

  it('an output that is deleted while it runs: TOPIC_NOT_FOUND, whatever the policies say, and nothing is skipped', async () => {
    const app = await run.start(through, { errors: { produce: 'SKIP', process: 'SKIP' } });
    await log.engine.topics.delete(output);
    await run.put(input, one);
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({ code: 'TOPIC_NOT_FOUND' });
    expect(app.snapshot().totals).toMatchObject({ skippedRecords: 0 });
    await log.engine.topics.create({ name: output });
    await run.start(through);
    await run.done();
    expect(await run.values(output)).toEqual(['1']);
  });

  it('the topic of a global table that gets more partitions: they are read, too', async () => {
    const products = await run.topic('products');
    const app = await run.start((topology) =>
      topology.stream<string, number>(input).pipe(
        leftJoinGlobalTable(
          topology.globalTable<string, string>(products),
          ({ key }) => key,
          (_, name) => name,
        ),
        to(output),
      ),
    );
    await log.engine.topics.update({ name: products, partitionCount: 3 });
    const records = [1, 2].map((partition) => record(`p${partition}`, `"${partition}"`, { partition }));
    await log.engine.append({ topic: products, records });
    const found = new Set<string>();
    await until('both rows to be found', async () => {
      await run.put(input, [
        ['p1', 0],
        ['p2', 0],
      ]);
      for (const value of await run.values(output)) found.add(value);
      return found.has('"1"') && found.has('"2"');
    });
    expect(app.state).toBe('RUNNING');
  });

  it('an input that gets more partitions: INCOMPATIBLE_TOPOLOGY, and the next start has a task for each', async () => {
    const app = await run.start(through);
    await log.engine.topics.update({ name: input, partitionCount: 4 });
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({ code: 'INCOMPATIBLE_TOPOLOGY' });
    const again = await run.start(through);
    await until('four tasks', () => again.snapshot().tasks.length === 4);
  });
});

describe('S2: an input whose records are deleted before they are read', () => {
  it('takes nothing of what waits of the other input along', async () => {
    const [rows, records] = [await run.topic('rows'), await run.topic('records')];
    const put = (topic: string, count: number, timestamp: number) =>
      log.engine.append({
        topic,
        records: Array.from({ length: count }, (_, n) => record('k', String(n), { timestamp })),
      });
    await put(records, 1, 1);
    for (let i = 0; i < 10; i++) await put(rows, 10, 10);
    await put(records, 9, 20);
    const [begun, held] = [signal(), signal()];
    const app = await run.start(
      (topology) =>
        topology.stream<string, number>(records).pipe(
          leftJoinTable(topology.table<string, number>(rows, 'rows'), (n, row) => [n, row]),
          onCommit(() => {
            begun.fire();
            return held.fired;
          }),
          to(output),
        ),
      { limits: { maxBufferedRecords: 10, maxEpochRecords: 1 } },
    );
    await within(begun.fired, 'the first epoch');
    await until('both to wait', () => (app.snapshot().tasks[0]?.bufferedRecords ?? 0) >= 19);
    await log.engine.topics.deleteRecords({ topic: rows, partitions: [{ partition: 0, before: 95 }] });
    held.fire();
    await run.done();
    const found = (await run.values(output)).map((text) => JSON.parse(text) as [number, number | null]);
    expect(found.map(([n]) => n)).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    // The newest row came before them all.
    expect(found.at(-1)?.[1]).toBe(9);
  });
});

describe('S11: topics of the application’s own', () => {
  it('lose what was processed and committed, and nothing else', async () => {
    await run.start(
      (app) =>
        app.stream<string, number>(input).pipe(
          groupByKey(({ value }) => `g${value % 2}`),
          countRecords(),
          toTable('counts'),
          toStream({ emit: 'ALL' }),
          to(output),
        ),
      { limits: { purgeIntervalMs: 1 } },
    );
    const bounds = async () => {
      const { topics } = await log.engine.topics.list({ internal: true, first: 100, search: run.name('app') });
      return log.engine.topics.bounds(topics[0]?.name as string);
    };
    const kept = async () =>
      (await bounds()).reduce((sum, { logStartOffset, endOffset }) => sum + endOffset - logStartOffset, 0);
    const ends = async () => (await bounds()).reduce((sum, { endOffset }) => sum + endOffset, 0);
    for (let i = 0; i < 5; i++) {
      await run.put(
        input,
        Array.from({ length: 20 }, (_, n) => [`k${n}`, n] as const),
      );
      await run.done();
    }
    await until('all to have gone through', async () => (await ends()) === 100);
    let more = 0;
    await until('what was processed to be gone', async () => {
      await run.put(input, [['k', 0]]);
      more += 1;
      return (await kept()) < 50;
    });
    await run.done();
    const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
    const counts = (await run.values(output)).map(Number).sort((a, b) => a - b);
    expect(counts).toEqual([...upTo(50), ...upTo(50 + more)].sort((a, b) => a - b));
  });
});
