import { FakeClock } from '@millrace/core/testing';
import { createTestEngine, record, roll, segmentsOf, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { joinTable } from '../operators/join-table.ts';
import { processRecords } from '../operators/process-records.ts';
import { to } from '../operators/to.ts';
import { LogApp } from '../testing/log-app.ts';

let log: TestEngine;
let run: LogApp;
beforeAll(async () => {
  log = await createTestEngine();
});
beforeEach(() => {
  run = new LogApp(log);
});
afterEach(() => run.stop());
afterAll(() => log.remove());

describe('S4: maxTaskIdleMs', () => {
  it('keeps a record back until an older row has come, or the time is over on the clock of the application', async () => {
    const [input, rows, output] = [await run.topic('in'), await run.topic('rows'), await run.topic('out')];
    const clock = new FakeClock();
    const app = await run.start(
      (topology) =>
        topology.stream<string, number>(input).pipe(
          joinTable(topology.table<string, string>(rows, 'rows'), (n, row) => `${n} ${row}`),
          to(output),
        ),
      { clock, limits: { maxTaskIdleMs: 300 } },
    );
    const put = (topic: string, value: unknown, timestamp: number) =>
      log.engine.append({ topic, records: [record('k', JSON.stringify(value), { timestamp })] });
    const buffered = () => app.snapshot().tasks[0]?.bufferedRecords;

    await put(input, 1, 10);
    await until('the record to wait', () => buffered() === 1);
    await put(rows, 'first', 5);
    await until('the row to be taken', () => app.snapshot().tasks[0]?.streamTime === 5);
    // Another row may be older, too.
    expect(buffered()).toBe(1);
    clock.advance(300);
    await until('it to be joined', async () => (await run.values(output)).length === 1);

    await put(input, 2, 20);
    await until('the next one to wait', () => buffered() === 1);
    clock.advance(299);
    await new Promise((resolve) => setImmediate(resolve));
    expect(buffered()).toBe(1);
    clock.advance(1);
    await until('it to be joined', async () => (await run.values(output)).length === 2);
    expect(await run.values(output)).toEqual(['"1 first"', '"2 first"']);
  });

  it('goes on while a punctuation on the wall clock comes', async () => {
    const [input, rows] = [await run.topic('in'), await run.topic('rows')];
    const [output, ticks] = [await run.topic('out'), await run.topic('ticks')];
    const clock = new FakeClock();
    const app = await run.start(
      (topology) => {
        const records = topology.stream<string, number>(input);
        records.pipe(
          joinTable(topology.table<string, string>(rows, 'rows'), (n, row) => `${n} ${row}`),
          to(output),
        );
        records.pipe(
          processRecords({
            process: () => undefined,
            punctuations: [{ every: 100, on: 'WALL_CLOCK', punctuate: () => [{ key: 'k', value: 'tick' }] }],
          }),
          to(ticks),
        );
      },
      { clock, limits: { maxTaskIdleMs: 300 } },
    );
    const put = (topic: string, value: unknown, timestamp: number) =>
      log.engine.append({ topic, records: [record('k', JSON.stringify(value), { timestamp })] });
    const task = () => app.snapshot().tasks[0];

    await put(rows, 'first', 5);
    await until('the row to wait', () => task()?.bufferedRecords === 1);
    clock.advance(300);
    // With it the clock is taken note of.
    await until('the row to be taken', () => task()?.streamTime === 5);
    await put(input, 1, 20);
    await until('the record to wait', () => task()?.bufferedRecords === 1);
    clock.advance(150);
    await until('the punctuation', async () => (await run.values(ticks)).length > 0);
    expect(task()?.bufferedRecords).toBe(1);
    await put(rows, 'second', 10);
    await until('the row to be taken', () => task()?.streamTime === 10);
    clock.advance(300);
    await until('it to be joined', async () => (await run.values(output)).length === 1);
    expect(await run.values(output)).toEqual(['"1 second"']);
  });
});

describe('S4: an input that is known to have more', () => {
  it('is waited for, however little of it is handed over at a time', async () => {
    const [input, rows, output] = [await run.topic('in'), await run.topic('rows'), await run.topic('out')];
    const append = (topic: string, keys: readonly string[], firstTime: number) =>
      log.engine.append({
        topic,
        records: keys.map((key, i) => record(key, JSON.stringify(key), { timestamp: firstTime + i })),
      });
    await append(rows, ['a', 'b', 'c', 'd', 'e', 'f'], 1);
    await append(input, ['c', 'f', 'e'], 10);
    await run.start(
      (topology) =>
        topology.stream<string, string>(input).pipe(
          joinTable(topology.table<string, string>(rows, 'rows'), (each, row) => `${each} ${row}`),
          to(output),
        ),
      { limits: { maxBufferedRecords: 2 } },
    );
    await run.done();
    expect(await run.values(output)).toEqual(['"c c"', '"f f"', '"e e"']);
  });

  /** Three records of `in` wait for the rows that they are joined with, whose segment somebody holds. */
  async function waitingForRows() {
    const [input, rows, output] = [await run.topic('in'), await run.topic('rows'), await run.topic('out')];
    const clock = new FakeClock();
    const keys = ['a', 'b', 'c'];
    for (const [topic, firstTime] of [
      [rows, 1],
      [input, 10],
    ] as const) {
      const records = keys.map((key, i) => record(key, JSON.stringify(key), { timestamp: firstTime + i }));
      await log.engine.append({ topic, records });
    }
    // Sealed, so that where the partition ends is still found out.
    await roll(log.database, rows);
    const [held] = await segmentsOf(log.database, rows);
    const holder = await log.database.pool.connect();
    await holder.query(`begin; lock table millrace_segments.s${held} in access exclusive mode`);
    const app = await run.start(
      (topology) =>
        topology.stream<string, string>(input).pipe(
          joinTable(topology.table<string, string>(rows, 'rows'), (each, row) => `${each} ${row}`),
          to(output),
        ),
      { clock },
    );
    const buffered = () => app.snapshot().tasks[0]?.bufferedRecords;
    await until('the records to wait', () => buffered() === 3);
    const letGo = async () => {
      await holder.query('rollback');
      holder.release();
    };
    return { rows, output, clock, buffered, letGo };
  }

  it('is waited for, however long it takes', async () => {
    const { output, clock, buffered, letGo } = await waitingForRows();
    try {
      for (let seconds = 0; seconds < 60; seconds += 5) {
        clock.advance(5_000);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(buffered()).toBe(3);
    } finally {
      await letGo();
    }
    await run.done();
    expect(await run.values(output)).toEqual(['"a a"', '"b b"', '"c c"']);
  });

  it('is not waited for once what it had was deleted', async () => {
    const { rows, clock, buffered, letGo } = await waitingForRows();
    try {
      await log.engine.topics.deleteRecords({ topic: rows, partitions: [{ partition: 0 }] });
      await until('the records to be taken', () => {
        clock.advance(5_000);
        return buffered() === 0;
      });
    } finally {
      await letGo();
    }
  });
});
