import { FakeClock } from '@millrace/core/testing';
import { createTestEngine, type TestEngine, until, within } from '@millrace/engine/testing';
import { mergeMap } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { joinGlobalTable } from '../operators/join-global-table.ts';
import { to } from '../operators/to.ts';
import { LogApp } from '../testing/log-app.ts';

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
          mergeMap((record) => {
            isInHand = true;
            return new Promise<typeof record>(() => {});
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
