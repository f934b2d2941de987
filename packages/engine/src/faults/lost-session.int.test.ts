import { silentLogger } from '@millrace/core';
import { openDatabase } from '@millrace/database';
import { startProxy } from '@millrace/database/testing';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { type WatchedDatabase, watchDatabase } from '../testing/watched-database.ts';

let log: TestEngine;
let engine: Engine;
let watched: WatchedDatabase;
let blocker: pg.Client;

beforeEach(async () => {
  log = await createTestEngine();
  watched = watchDatabase(log.database);
  engine = await createEngine({ database: watched, limits: { pollIntervalMs: 3_600_000 } });
  blocker = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
  await engine.topics.create({ name: 't' });
  await engine.append({ topic: 't', records: [record(null, 'v')] });
});

afterEach(async () => {
  await blocker.end();
  await engine.close();
  await log.remove();
});

/** Holds the segment table in a mode that `statement` waits for; then ends the session of whoever waits. */
async function holdTable(mode: string): Promise<void> {
  const { rows } = await log.database.pool.query('select max(id) as id from millrace.segments');
  await blocker.query(`begin; lock table millrace_segments.s${rows[0].id} in ${mode} mode`);
}

async function endWaiting(isOver = () => false): Promise<void> {
  await until('a session that waits', async () => {
    if (isOver()) return true;
    // Not by the blocker: within a transaction it would see the same sessions for ever.
    const { rowCount } = await log.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return (rowCount ?? 0) > 0;
  });
}

/** Until it is refused: what the node does by itself may come to wait there as well. */
async function endWaitingUntil(refused: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  refused.then(over, over);
  while (!isOver) await endWaiting(() => isOver);
  await refused;
}

describe('L7: a session that is lost in the middle', () => {
  it('of a fetch: POSTGRES_UNAVAILABLE, and the process lives', async () => {
    watched.behind('partition_ends', () => holdTable('access exclusive'));
    const refused = expect(engine.fetch({ topic: 't', partition: 0, offset: 0 })).rejects.toMatchObject({
      code: 'POSTGRES_UNAVAILABLE',
    });
    await endWaitingUntil(refused);
    await blocker.query('rollback');
    expect(valuesOf(await engine.fetch({ topic: 't', partition: 0, offset: 0 }))).toEqual(['v']);
  });

  it('of a read: the reader tries again and goes on', async () => {
    watched.behind('partition_ends', () => holdTable('access exclusive'));
    const reader = engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } });
    const reading = take(reader, 1);
    await endWaiting();
    await endWaiting();
    await blocker.query('rollback');
    expect(valuesOf(await reading)).toEqual(['v']);
    await reader.return?.();
  });

  it('of an append: UNKNOWN_OUTCOME, which is not to be tried again blindly; the next one goes through', async () => {
    await holdTable('exclusive');
    const append = engine.append({ topic: 't', records: [record(null, 'lost')] });
    const refused = expect(append).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME', retriable: false });
    await endWaitingUntil(refused);
    await blocker.query('rollback');
    expect((await engine.append({ topic: 't', records: [record(null, 'next')] })).offset(0)).toBe(1);
  });

  it('of creating a topic: POSTGRES_UNAVAILABLE, and nothing of it is there', async () => {
    await blocker.query('begin; lock table millrace.topics in exclusive mode');
    const create = engine.topics.create({ name: 'half' });
    const refused = expect(create).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    await endWaitingUntil(refused);
    await blocker.query('rollback');
    expect(await engine.topics.describe('half')).toBeNull();
    await engine.topics.create({ name: 'half' });
  });
});

describe('L7: a server that gives no answer', () => {
  it.each(['free', 'held'])(
    'to a flush on a partition that is %s: a named error in time, and the lane goes on',
    async (state) => {
      const proxy = await startProxy(log.test.url);
      const database = await openDatabase({ url: proxy.url });
      let failures = 0;
      const node = await createEngine({
        database,
        limits: { deliveryTimeoutMs: 1_500, appendLanes: 1 },
        logger: { ...silentLogger, warn: () => void failures++ },
      });
      await node.append({ topic: 't', records: [record(null, 'w')] });
      if (state === 'held') {
        await blocker.query(
          'begin; select pg_advisory_xact_lock(millrace.partition_lock(), id) from millrace.partitions',
        );
        const parked = node.append({ topic: 't', records: [record(null, 'x')] });
        parked.catch(() => undefined);
        await until('the flush to go around', () => failures > 0);
      }
      proxy.freeze();
      const settled = expect(node.append({ topic: 't', records: [record(null, 'y')] })).rejects.toMatchObject({
        code: expect.stringMatching(/UNKNOWN_OUTCOME|PARTITION_BUSY|POSTGRES_UNAVAILABLE/),
      });
      await within(settled, 'the refusal');
      await blocker.query('rollback');
      proxy.cut();
      await until('a call to be appended', () =>
        within(node.append({ topic: 't', records: [record(null, 'z')] }), 'the call to settle').then(
          () => true,
          () => false,
        ),
      );
      await node.close();
      await database.close();
      await proxy.close();
    },
    40_000,
  );
});
