import { openDatabase } from '@millrace/database';
import { type PostgresProxy, startProxy } from '@millrace/database/testing';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { record, valuesOf } from '../testing/records.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { eventually, until, within } from '../testing/wait.ts';
import type { Producer } from './producer.ts';

let t: TestEngine;
let producer: Producer;
let proxy: PostgresProxy;
let blocker: pg.Client;
const close: (() => Promise<void>)[] = [];

beforeEach(async () => {
  t = await createTestEngine();
  await t.engine.topics.create({ name: 't' });
  producer = await t.engine.initProducer();
  proxy = await startProxy(t.test.url);
  blocker = await t.database.connect({ idle_in_transaction_session_timeout: 0 });
});

afterEach(async () => {
  proxy.cut();
  for (const end of close.splice(0).reverse()) await end();
  await blocker.end();
  await proxy.close();
  await t.remove();
});

/** A node whose connections go through the proxy. */
async function behindProxy(limits: { deliveryTimeoutMs?: number } = {}): Promise<Engine> {
  const database = await openDatabase({ url: proxy.url });
  close.push(() => database.close());
  const engine = await createEngine({ database, limits: { sequenceWaitMs: 10_000, ...limits } });
  close.push(() => engine.close());
  return engine;
}

const call = (sequence: number) => ({
  topic: 't',
  records: [record(null, `${sequence}`)],
  producer: { ...producer, sequence },
});
const values = async () => valuesOf(await t.engine.fetch({ topic: 't', partition: 0, offset: 0 }));

const held = 7_701;
const reached = 7_702;

/**
 * Keeps flushes at their commit, when all is inserted, until the blocker lets go. Tried again and again, because a lock that is waited
 * for would run into lock_timeout on a busy machine.
 */
async function holdCalls(): Promise<void> {
  const { rows } = await t.database.pool.query<{ id: number }>(
    'select id from millrace.producer_tables where sealed_at is null',
  );
  await t.database.pool.query(
    `create function public.hold_calls() returns trigger language plpgsql as $$
     begin
       perform pg_advisory_xact_lock_shared(${reached}, 0);
       while not pg_try_advisory_xact_lock_shared(${held}, 0) loop
         perform pg_sleep(0.002);
       end loop;
       return null;
     end $$;
     create constraint trigger hold after insert on millrace_segments.p${rows[0]?.id} deferrable initially deferred
       for each row execute function public.hold_calls()`,
  );
  await blocker.query(`select pg_advisory_lock(${held}, 0)`);
}

const letGo = () => blocker.query(`select pg_advisory_unlock(${held}, 0)`);

async function waiting(): Promise<number> {
  const { rows } = await t.database.pool.query<{ pid: number }>(
    `select pid from pg_locks where locktype = 'advisory' and classid = ${reached}
     and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0]?.pid ?? 0;
}

describe('L30: a call with a producer whose connection is lost', () => {
  it('before the commit goes again by itself, in order with those behind it; others fail as ever', async () => {
    await t.engine.append(call(0));
    await holdCalls();
    const calls = [1, 2, 3].map((sequence) => t.engine.append(call(sequence)));
    const plain = expect(t.engine.append({ topic: 't', records: [record(null, 'plain')] })).rejects.toMatchObject({
      code: 'UNKNOWN_OUTCOME',
      retriable: false,
    });
    const pid = await until('a flush to wait', async () => (await waiting()) || undefined);
    const later = t.engine.append(call(4));
    await t.database.pool.query('select pg_terminate_backend($1)', [pid]);
    await plain;
    await letGo();
    const results = await within(Promise.all([...calls, later]), 'the calls');
    expect(results.map((result) => [result.offset(0), result.duplicate])).toEqual([1, 2, 3, 4].map((n) => [n, false]));
    expect(await values()).toEqual(['0', '1', '2', '3', '4']);
  });

  it('behind the commit gets what was appended: once it is there, and with its offset', async () => {
    const engine = await behindProxy();
    await engine.append(call(0));
    await holdCalls();
    const calls = [1, 2].map((sequence) => engine.append(call(sequence)));
    await until('a flush to wait', async () => (await waiting()) || undefined);
    // The commit goes through, its answer does not.
    proxy.freeze();
    await letGo();
    await until('the commit', async () => (await values()).length === 3);
    proxy.cut();
    const results = await within(Promise.all(calls), 'the calls');
    expect(results.map((result) => [result.offset(0), result.duplicate])).toEqual([
      [1, true],
      [2, true],
    ]);
    await engine.append(call(3));
    expect(await values()).toEqual(['0', '1', '2', '3']);
  });

  it('for too long is UNKNOWN_OUTCOME, which is retriable: sent again to another node, it is there once', async () => {
    const engine = await behindProxy({ deliveryTimeoutMs: 2_000 });
    await eventually('the first call to be appended', () => engine.append(call(0)));
    await holdCalls();
    const lost = expect(engine.append(call(1))).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME', retriable: true });
    await until('a flush to wait', async () => (await waiting()) || undefined);
    proxy.freeze();
    await within(lost, 'the refusal', 30_000);
    // While its transaction is still open, and may yet commit.
    const again = t.engine.append(call(1));
    await letGo();
    expect((await within(again, 'the call', 30_000)).offset(0)).toBe(1);
    await t.engine.append(call(2));
    expect(await values()).toEqual(['0', '1', '2']);
  });

  it('meets a roll of its segment and of the table of calls, and is appended once', async () => {
    for (let sequence = 0; sequence < 30; sequence++) {
      const calls = [call(sequence * 2), call(sequence * 2 + 1)].map((each) => t.engine.append(each));
      if (sequence % 3 === 0) {
        await roll(t.database, 't');
      }
      if (sequence % 5 === 0) {
        await t.database.pool
          .query('select millrace.roll_producer_table(t.id) from millrace.producer_tables t where t.sealed_at is null')
          .catch(() => undefined);
        await t.database.pool.query('select millrace.carry_over_producer_calls()');
      }
      await Promise.all(calls);
    }
    const reader = t.engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } });
    const read: (string | null)[] = [];
    while (read.length < 60) read.push(...valuesOf((await reader.next()).value));
    await reader.return?.();
    expect(read).toEqual(Array.from({ length: 60 }, (_, i) => `${i}`));
  });
});
