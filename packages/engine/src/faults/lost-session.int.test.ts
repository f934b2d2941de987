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

async function endWaiting(): Promise<void> {
  await until('a session that waits', async () => {
    // Not by the blocker: within a transaction it would see the same sessions for ever.
    const { rowCount } = await log.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return (rowCount ?? 0) > 0;
  });
}

describe('L7: a session that is lost in the middle', () => {
  it('of a fetch: POSTGRES_UNAVAILABLE, and the process lives', async () => {
    watched.behind('partition_ends', () => holdTable('access exclusive'));
    const refused = expect(engine.fetch({ topic: 't', partition: 0, offset: 0 })).rejects.toMatchObject({
      code: 'POSTGRES_UNAVAILABLE',
    });
    await endWaiting();
    await within(refused, 'the refusal');
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
    await endWaiting();
    await blocker.query('rollback');
    await within(refused, 'the refusal');
    expect((await engine.append({ topic: 't', records: [record(null, 'next')] })).offset(0)).toBe(1);
  });

  it('of creating a topic: POSTGRES_UNAVAILABLE, and nothing of it is there', async () => {
    await blocker.query('begin; lock table millrace.topics in exclusive mode');
    const create = engine.topics.create({ name: 'half' });
    const refused = expect(create).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    await endWaiting();
    await blocker.query('rollback');
    await within(refused, 'the refusal');
    expect(await engine.topics.describe('half')).toBeNull();
    await engine.topics.create({ name: 'half' });
  });
});
