import { silentLogger } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { type Database, migrate, openDatabase } from '@millrace/database';
import { createTestDatabase, type PostgresProxy, startProxy, type TestDatabase } from '@millrace/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signal, until, within } from '../testing/wait.ts';
import { Heartbeat } from './heartbeat.ts';

const intervalMs = 3_000;
const node = {
  id: '00000000-0000-0000-0000-000000000001',
  role: 'test',
  hostname: 'here',
  processId: process.pid,
  version: '0',
  address: null,
};

let test: TestDatabase;
/** What looks at the node from outside. */
let outside: Database;
let proxy: PostgresProxy;
let database: Database;
let clock: FakeClock;
let heartbeat: Heartbeat;

beforeEach(async () => {
  test = await createTestDatabase();
  outside = await test.open();
  await migrate(outside);
  proxy = await startProxy(test.url);
  database = await openDatabase({ url: proxy.url });
  clock = new FakeClock();
  heartbeat = new Heartbeat({ pool: database.pool, clock, logger: silentLogger, intervalMs, node });
  await heartbeat.start();
});

afterEach(async () => {
  proxy.cut();
  await heartbeat.close();
  await database.close();
  await proxy.close();
  await test.drop();
});

/** Another one, over `outside`. */
function otherNode(otherIntervalMs: number): Heartbeat {
  const other = { ...node, id: '00000000-0000-0000-0000-000000000002' };
  const options = { pool: outside.pool, clock, logger: silentLogger, intervalMs: otherIntervalMs, node: other };
  return new Heartbeat(options);
}

async function lastBeat(): Promise<number> {
  const { rows } = await outside.pool.query('select heartbeat_at from millrace.nodes where id = $1', [node.id]);
  return rows[0].heartbeat_at.getTime();
}

describe('G16: a member lives as long as its node beats', () => {
  it('which it does over another session where one has fallen silent; that one is given up', async () => {
    const before = await lastBeat();
    const isCut = signal();
    database.pool.on('remove', () => isCut.fire());
    const isAsked = signal();
    database.pool.on('acquire', () => isAsked.fire());
    proxy.strand();
    clock.advance(intervalMs);
    await within(isAsked.fired, 'a beat over the silent session');
    clock.advance(intervalMs);
    await until('a beat over another one', async () => (await lastBeat()) > before);
    expect(database.pool.totalCount).toBeGreaterThan(1);
    clock.advance(10_000);
    await within(isCut.fired, 'the silent session to be given up');
  });
});

it('L16: counts another one from when that says that it starts, and not from its own next beat', async () => {
  expect(heartbeat.isAlone).toBe(true);
  const look = heartbeat.look();
  expect(heartbeat.isAlone).toBe(false);
  await look;
  expect(heartbeat.isAlone).toBe(true);
});

it('counts others as alive by how often they beat, not by how often it does itself', async () => {
  const other = otherNode(3_600_000);
  await other.start();
  await outside.pool.query(
    `update millrace.nodes set heartbeat_at = heartbeat_at - interval '2 hours' where id <> $1`,
    [node.id],
  );
  const before = await lastBeat();
  clock.advance(intervalMs);
  await until('a beat', async () => (await lastBeat()) > before);
  await until('the answer to it', () => !heartbeat.isAlone);
  expect((await heartbeat.nodes()).map(({ alive }) => alive)).toEqual([true, true]);
  await outside.pool.query(
    `update millrace.nodes set heartbeat_at = heartbeat_at - interval '2 hours' where id <> $1`,
    [node.id],
  );
  expect((await heartbeat.nodes()).find(({ id }) => id !== node.id)?.alive).toBe(false);
  await other.close();
});
