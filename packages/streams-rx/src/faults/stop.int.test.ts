import { FakeClock } from '@millrace/core/testing';
import type { Consumer, Engine } from '@millrace/engine';
import { createTestEngine, record, signal, type TestEngine, until, within } from '@millrace/engine/testing';
import { mergeMap } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { joinGlobalTable } from '../operators/join-global-table.ts';
import { to } from '../operators/to.ts';
import { PostgresStateBackend } from '../state/postgres/postgres-state-backend.ts';
import type { StateBackend } from '../state/task-state.ts';
import { LogApp } from '../testing/log-app.ts';
import { withCalls } from '../testing/with-calls.ts';

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
  input = await run.topic('in');
  output = await run.topic('out');
});
afterEach(() => run.stop());

const through = (app: Streams) => app.stream(input).pipe(to(output));

describe('S8: an instance that is stopped', () => {
  it('breaks off an epoch that takes more than 8 s, and the next owner does it', async () => {
    const clock = new FakeClock();
    let isInHand = false;
    const app = await run.start(
      (each) =>
        each.stream(input).pipe(
          mergeMap(() => {
            isInHand = true;
            return new Promise<never>(() => {});
          }),
          to(output),
        ),
      { clock },
    );
    await run.put(input, [['k', 1]]);
    await until('the record to be in hand', () => isInHand);
    const stopped = app.stop();
    clock.advance(7_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(app.state).toBe('STOPPING');
    clock.advance(1);
    await within(stopped, 'the stop');
    expect(app.state).toBe('STOPPED');
    await run.start(through);
    await run.done();
    expect(await run.values(output)).toEqual(['1']);
  });

  it('begins no task that it is assigned meanwhile: one that was broken off would go on behind what was processed', async () => {
    const both = await run.topic('both', 2);
    const real = new PostgresStateBackend({ engine: log.engine, applicationId: run.name('app') });
    const [clock, held] = [new FakeClock(), signal()];
    let isHeld = false;
    let inHand = 0;
    let begun = 0;
    let consumer: Consumer | undefined;
    const engine: Engine = withCalls(log.engine, {
      consumer: (given) => {
        const opened = log.engine.consumer(given);
        consumer = withCalls(opened, {
          [Symbol.asyncIterator]: () => consumer as Consumer,
          // Whatever its task before had paused.
          resume: (partitions) => {
            begun += 1;
            opened.resume(partitions);
          },
        });
        return consumer;
      },
    });
    const state: StateBackend = {
      open: async (task) => {
        const state = await real.open(task);
        return withCalls(state, {
          async close() {
            if (isHeld) await held.fired;
            await state.close();
          },
        });
      },
    };
    const second = await run.start((each) => each.stream(both).pipe(to(output)), { engine: await log.node() });
    const first = await run.start(
      (each) =>
        each.stream(both).pipe(
          mergeMap(() => {
            inHand += 1;
            return new Promise<never>(() => {});
          }),
          to(output),
        ),
      { engine, clock, state },
    );
    await until('a task each', () => [first, second].every((app) => app.snapshot().tasks.length === 1));
    await log.engine.append({ topic: both, records: [0, 1].map((partition) => record('k', '1', { partition })) });
    await until('a record to be in hand', () => inHand === 1);
    isHeld = true;
    const before = begun;
    const stopped = first.stop();
    clock.advance(8_000);
    await second.stop();
    await until('it to have both', () => consumer?.assignment.length === 2);
    await new Promise((resolve) => setImmediate(resolve));
    const after = begun;
    held.fire();
    await within(stopped, 'the stop');
    expect(after).toBe(before);
  });
});

describe('S13: a stop of what is just being started', () => {
  /** Stops an application while its start waits for a table that somebody holds. */
  async function stopsWhileHeld(table: string, mode: string, define: (app: Streams) => unknown): Promise<void> {
    const holder = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    try {
      await holder.query(`begin; lock table ${table} in ${mode} mode`);
      // Another node: it has nothing in its memory.
      const app = run.make(define, { engine: await log.node() });
      const started = app.start().catch((error) => error);
      await until('the start to wait', async () => {
        const { rowCount } = await log.database.pool.query(
          'select from pg_locks where not granted and relation = $1::regclass',
          [table],
        );
        return (rowCount ?? 0) > 0;
      });
      await within(app.stop(), 'the stop');
      expect(await started).toMatchObject({ code: 'SHUTTING_DOWN' });
      expect(app.snapshot()).toMatchObject({ state: 'STOPPED', error: null });
      await app.ended;
    } finally {
      await holder.query('rollback');
      await holder.end();
    }
  }

  it('does not wait until its global tables are read', async () => {
    const products = await run.topic('products');
    await run.put(products, [['apple', 'Apple']]);
    const { rows } = await log.database.pool.query<{ id: number }>(
      'select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1',
      [products],
    );
    // Where it ends is looked up in the newest segment, and that is not the one that is held.
    await log.database.pool.query(
      "select millrace.roll_segment(s.topic_id, s.id, 'none') from millrace.segments s where s.id = $1",
      [rows[0]?.id],
    );
    await stopsWhileHeld(`millrace_segments.s${rows[0]?.id}`, 'access exclusive', (app) =>
      app.stream<string, number>(input).pipe(
        joinGlobalTable(
          app.globalTable<string, string>(products),
          ({ key }) => key,
          (_, name) => name,
        ),
        to(output),
      ),
    );
  });

  it('does not wait until it has joined its group', () =>
    stopsWhileHeld('millrace.consumer_groups', 'exclusive', through));
});
