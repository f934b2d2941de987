import { randomBytes } from 'node:crypto';
import { silentLogger } from '@millrace/core';
import { type Database, openDatabase } from '@millrace/database';
import { type PostgresProxy, startProxy } from '@millrace/database/testing';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { roll, segmentsOf } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { eventually, signal, until, within } from '../testing/wait.ts';
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

  it('of a page by time: POSTGRES_UNAVAILABLE', async () => {
    watched.behind('partition_ends', () => holdTable('access exclusive'));
    const refused = expect(engine.page({ topic: 't', from: { timestamp: 0 }, limit: 1 })).rejects.toMatchObject({
      code: 'POSTGRES_UNAVAILABLE',
    });
    await endWaitingUntil(refused);
    await blocker.query('rollback');
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
  let proxy: PostgresProxy;
  let database: Database;
  let node: Engine;
  let watchedNode: WatchedDatabase;
  let onHeld: () => void;

  beforeEach(async () => {
    onHeld = () => {};
    proxy = await startProxy(log.test.url);
    database = await openDatabase({ url: proxy.url, answerMs: 1_500 });
    watchedNode = watchDatabase(database);
    node = await createEngine({
      database: { ...watchedNode, directPool: watchedNode.pool },
      limits: { deliveryTimeoutMs: 1_500, appendLanes: 1 },
      logger: {
        ...silentLogger,
        warn: (fields) => {
          if ((fields as { failure?: string }).failure === 'held') onHeld();
        },
      },
    });
    await isAppended();
  });

  afterEach(async () => {
    proxy.cut();
    await node.close();
    await database.close();
    await proxy.close();
  });

  const append = (topic = 't') => node.append({ topic, records: [record(null, 'w')] });

  const isAppended = () => eventually('a call to be appended', () => append());

  const holdPartitions = () =>
    blocker.query('begin; select pg_advisory_xact_lock(millrace.partition_lock(), id) from millrace.partitions');

  async function isRefused(): Promise<void> {
    const code = expect.stringMatching(/UNKNOWN_OUTCOME|PARTITION_BUSY|POSTGRES_UNAVAILABLE/);
    await within(expect(append()).rejects.toMatchObject({ code }), 'the refusal');
  }

  async function goesOn(): Promise<void> {
    await blocker.query('rollback');
    proxy.cut();
    await isAppended();
  }

  it('to a flush: a named error in time, and the lane goes on', async () => {
    proxy.freeze();
    await isRefused();
    await goesOn();
  }, 120_000);

  it('to a flush on a partition that is held: a named error in time, and the lane goes on', async () => {
    await holdPartitions();
    const held = signal();
    onHeld = held.fire;
    let isOver = false;
    // One after another, so that one is waiting when the server falls silent, however long it was until then.
    const waiting = (async () => {
      while (!isOver) await append().catch(() => undefined);
    })();
    await within(held.fired, 'the partition to be found held');
    proxy.freeze();
    await isRefused();
    isOver = true;
    await goesOn();
    await waiting;
  }, 120_000);

  it('to the rollback of a flush that failed: a named error in time, and the lane goes on', async () => {
    await holdPartitions();
    // Right before it is sent: Postgres does it, and the node never learns.
    onHeld = () => proxy.freezeAnswers();
    await isRefused();
    await goesOn();
  }, 120_000);

  it.each([
    ['an append', (topic: string) => append(topic)],
    [
      'a transaction',
      (topic: string) => node.transaction(async (tx) => tx.append({ topic, records: [record(null, 'w')] })),
    ],
  ])(
    'to the look at a topic whose segment is gone, of %s: a named error in time, and the lane goes on',
    async (_, to) => {
      await log.engine.topics.create({ name: 'dropped' });
      await append('dropped');
      // Under the node's feet: it knows the topic as it was, and looks anew when that has failed.
      const { rows } = await log.database.pool.query('select max(id) as id from millrace.segments');
      await log.database.pool.query(`drop table millrace_segments.s${rows[0].id}`);
      // On a session that is there already: a new one would be refused by its own limit.
      watchedNode.before('join millrace.segment_bounds', () => proxy.freeze());
      await within(expect(to('dropped')).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' }), 'the refusal');
      await goesOn();
    },
    120_000,
  );

  it.each([
    ['where a record lies', 'from millrace.segment_bounds b join'],
    ['the records themselves', 'copy ('],
  ])(
    'to the question of a reader for %s: the reader goes on over another session',
    async (_, asked) => {
      // Rolled before the node hears of it: what it has not seen open is looked up.
      await log.engine.topics.create({ name: 'rolled' });
      await log.engine.append({ topic: 'rolled', records: [record(null, 'v')] });
      await roll(log.database, 'rolled');
      watchedNode.before(asked, () => proxy.strand());
      const reader = node.read({ topics: ['rolled'], from: { edge: 'EARLIEST' } });
      expect(valuesOf(await take(reader, 1, 60_000))).toEqual(['v']);
      await reader.return?.();
    },
    120_000,
  );

  it('to the look at the ends of partitions: readers hear of what other nodes append', async () => {
    await log.engine.topics.create({ name: 'shared' });
    await log.engine.append({ topic: 'shared', records: [record(null, 'first')] });
    const reader = node.read({ topics: ['shared'], from: { edge: 'EARLIEST' } });
    await take(reader, 1);
    const isAsked = signal();
    watchedNode.before('millrace.partition_ends', () => {
      proxy.strand();
      isAsked.fire();
    });
    const reading = take(reader, 1, 60_000);
    await within(isAsked.fired, 'a look');
    await log.engine.append({ topic: 'shared', records: [record(null, 'next')] });
    expect(valuesOf(await reading)).toEqual(['next']);
    await reader.return?.();
  }, 120_000);

  it('to what a node does in the background: it goes on over other sessions', async () => {
    // Else they would roll it.
    await Promise.all([log.engine.close(), engine.close()]);
    await node.topics.create({ name: 'full', config: { segmentBytes: 1_048_576 } });
    const isAsked = signal();
    watchedNode.before('millrace.roll_segment', () => {
      proxy.strand();
      isAsked.fire();
    });
    const value = randomBytes(1_040_000);
    await node.append({ topic: 'full', records: [{ key: null, value }] });
    await within(isAsked.fired, 'the roll to be asked for');
    await eventually('the next call', () => node.append({ topic: 'full', records: [{ key: null, value }] }));
    await until('a roll', async () => (await segmentsOf(log.database, 'full')).length > 1, 30_000);
  }, 120_000);

  it('to whoever asks for anything: POSTGRES_UNAVAILABLE in time', async () => {
    proxy.freeze();
    const asked = [
      node.topics.create({ name: 'new' }),
      node.topics.list({ first: 1 }),
      node.topics.bounds('t'),
      node.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0 }] }),
      node.topics.delete('t'),
      node.fetch({ topic: 't', partition: 0, offset: 0 }),
      node.groups.list({ first: 1 }),
    ].map((each) => expect(each).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' }));
    await within(Promise.all(asked), 'the refusals', 30_000);
  }, 120_000);

  it('to a node that stops: it has stopped in time, and its database is closed', async () => {
    const isAsked = signal();
    // Where the open segment of what was appended to has become full.
    watchedNode.before('pg_table_size', () => {
      proxy.freeze();
      isAsked.fire();
    });
    await append().catch(() => undefined);
    await within(isAsked.fired, 'the background to ask something', 60_000);
    await within(node.close(), 'the node to stop', 30_000);
    await within(database.close(), 'its sessions to be closed', 30_000);
  }, 120_000);
});
