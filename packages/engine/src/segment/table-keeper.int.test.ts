import { silentLogger } from '@millrace/core';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { EngineLimits } from '../limits.ts';
import { roll, segmentsOf, segmentTables } from '../testing/segments.ts';
import { createTestEngine, type TestEngine, withoutRetention } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { watchDatabase } from '../testing/watched-database.ts';
import { freezeSegments } from './freeze-segments.ts';
import { Refusals } from './refusals.ts';

const neverAborted = new AbortController().signal;
const limits: Partial<EngineLimits> = { maintenanceIntervalMs: 20 };

let log: TestEngine;
let holder: pg.Client;
let refused: string[];

beforeEach(async () => {
  refused = [];
  const warn = ({ table }: { table?: unknown }) => void (typeof table === 'string' && refused.push(table));
  log = await createTestEngine({ limits, logger: { ...silentLogger, warn } });
  holder = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
});
afterEach(async () => {
  await holder.end();
  await log.remove();
});

const append = (topic: string, value: string | Buffer) =>
  log.engine.append({ topic, records: [{ key: null, value: Buffer.from(value), partition: 0 }] });
const isFrozen = async (segment: number | undefined) => {
  const { rows } = await holder.query('select from millrace.segments where id = $1 and frozen_at is not null', [
    segment,
  ]);
  return rows.length === 1;
};
/** Another node looks once at all there is, as it starts. */
const look = () => log.node({ limits });

it('L11: a segment that has left the log within the hour is not frozen, unless it is still there then', async () => {
  await log.engine.topics.create({ name: 'short', config: { retentionMs: 1_800_000 } });
  await log.engine.topics.create({ name: 'long' });
  for (const topic of ['short', 'long']) {
    await append(topic, 'v');
    await roll(log.database, topic);
  }
  const [short] = await segmentsOf(log.database, 'short');
  const [long] = await segmentsOf(log.database, 'long');
  await look();
  await until('the other segment to be frozen', () => isFrozen(long));
  expect(await isFrozen(short)).toBe(false);
  await holder.query(`update millrace.segments set sealed_at = sealed_at - interval '61 min' where id = $1`, [short]);
  await look();
  await until('the segment to be frozen', () => isFrozen(short));
});

it('L11 L12: rolls and drops do not wait for a table that takes long to freeze, nor does a node that stops', async () => {
  await log.engine.topics.create({ name: 'slow' });
  await append('slow', 'v');
  const [slow] = await segmentsOf(log.database, 'slow');
  await holder.query('begin');
  await holder.query(`lock table millrace_segments.s${slow} in share update exclusive mode`);
  await roll(log.database, 'slow');
  const node = await look();
  const freezing = `
select from pg_stat_activity a where a.datname = current_database() and a.query like 'vacuum (freeze)%' and a.wait_event_type = 'Lock'`;
  await until('the freezing to wait', async () => (await log.database.pool.query(freezing)).rows.length > 0);
  await log.engine.topics.create({ name: 'full', config: { segmentBytes: 1024 ** 2 } });
  await append('full', Buffer.alloc(1_040_000, 1));
  await until('a roll', async () => (await segmentsOf(log.database, 'full')).length === 2);
  await log.engine.topics.delete('full');
  await until('a drop', async () => (await segmentTables(log.database)).length === 2);
  await within(Promise.all([node.close(), log.engine.close()]), 'the nodes to stop');
  await until('the freezing to be given up', async () => (await log.database.pool.query(freezing)).rows.length === 0);
  await holder.query('rollback');
  await look();
  await until('the segment to be frozen after all', () => isFrozen(slow));
});

it('L11: freezing may take longer than any transaction', async () => {
  await log.engine.topics.create({ name: 't' });
  await append('t', 'v');
  const [segment] = await segmentsOf(log.database, 't');
  // Nothing but this test is to freeze it.
  await holder.end();
  await log.close();
  const [database, client] = [await log.test.open(), new pg.Client(log.test.url)];
  await client.connect();
  holder = await database.connect({ idle_in_transaction_session_timeout: 0 });
  const limit = `select set_config(name, '50', false) from pg_settings where name = 'transaction_timeout'`;
  const shown = `select setting from pg_settings where name = 'transaction_timeout'`;
  try {
    await roll(database, 't');
    await client.query(limit);
    await holder.query(`begin; lock table millrace_segments.s${segment} in share update exclusive mode`);
    const refusals = new Refusals({ ...silentLogger, warn: () => refused.push('t') }, '');
    const freezing = freezeSegments(database.pool, client as pg.ClientBase as pg.PoolClient, refusals, neverAborted);
    const waiting = `
select from pg_stat_activity a where a.datname = current_database() and a.query like 'vacuum (freeze)%' and a.wait_event_type = 'Lock'
  and a.query_start < clock_timestamp() - interval '200 ms'`;
    const ended = freezing.then(
      () => true,
      () => true,
    );
    const isWaiting = until('the freezing to wait', async () => (await database.pool.query(waiting)).rows.length > 0);
    await Promise.race([isWaiting, ended]);
    await holder.query('rollback');
    await freezing;
    expect(await isFrozen(segment)).toBe(true);
    expect(refused).toEqual([]);
    expect((await client.query(shown)).rows).toEqual(database.serverVersion >= 170_000 ? [{ setting: '50' }] : []);
  } finally {
    await client.end().catch(() => undefined);
    await holder.end();
    await database.close();
  }
});

it('a topic that was deleted since it was looked at is not said to be one that cannot be rolled', async () => {
  await log.engine.topics.create({ name: 'gone' });
  await append('gone', 'v');
  const [segment] = await segmentsOf(log.database, 'gone');
  await holder.query(`update millrace.segments set opened_at = opened_at - interval '8 days' where id = $1`, [segment]);
  await holder.query(`drop table millrace_segments.s${segment}`);
  const said: string[] = [];
  const watched = watchDatabase(log.database);
  const node = await createEngine({
    database: { ...watched, directPool: watched.pool },
    limits: { ...withoutRetention, maintenanceIntervalMs: 20 },
    logger: { ...silentLogger, warn: (_, message) => void said.push(message) },
  });
  try {
    const looks = () => watched.statements.filter((each) => each.includes('pg_table_size')).length;
    await until(
      'two looks',
      () => watched.statements.some((each) => each.includes(`s${segment}) as found`)) && looks() > 1,
    );
    expect(said).not.toContain('A segment cannot be rolled');
  } finally {
    await node.close();
  }
});

it('L12 L23: a table or a view that somebody made a view of is the only one that is not dropped', async () => {
  for (const topic of ['a', 'b', 'c']) await log.engine.topics.create({ name: topic });
  const [a] = await segmentsOf(log.database, 'a');
  const topicViews = async () =>
    (
      await holder.query(`select viewname as name from pg_views where schemaname = 'millrace_topics' order by 1`)
    ).rows.map(({ name }) => name);
  expect(await topicViews()).toEqual(['a', 'b', 'c']);
  await holder.query(`create view of_a as select * from millrace_segments.s${a}`);
  await holder.query('create view of_b as select * from millrace_topics.b');
  for (const topic of ['a', 'b', 'c']) await log.engine.topics.delete(topic);
  await until('the other tables to be dropped', async () => (await segmentTables(log.database)).length === 1);
  expect(await segmentTables(log.database)).toEqual([`s${a}`]);
  await until('the other views to be dropped', async () => (await topicViews()).length === 1);
  expect(await topicViews()).toEqual(['b']);
  await until('both to be said', () => refused.length === 2);
  await log.engine.topics.create({ name: 'd' });
  await log.engine.topics.delete('d');
  await until('another drop', async () => (await segmentTables(log.database)).length === 1);
  expect(refused.sort()).toEqual([`millrace_segments.s${a}`, 'millrace_topics.b']);
  await holder.query('drop view of_a; drop view of_b');
  await until('them to be dropped too', async () => (await segmentTables(log.database)).length === 0);
  await until('the view to be dropped too', async () => (await topicViews()).length === 0);
});
