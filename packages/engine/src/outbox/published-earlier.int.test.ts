import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '@millrace/core';
import { type Database, migrate, openDatabase } from '@millrace/database';
import { createTestDatabase, makeTestDirectory, type TestDatabase } from '@millrace/database/testing';
import type pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { outboxClient } from '../testing/outbox-client.ts';
import { take, textOf } from '../testing/records.ts';

const migrations = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));
const mended = '20261205000000_outbox_mended';

let test: TestDatabase;
let client: pg.Client;
let earlier: string;

beforeEach(async () => {
  test = await createTestDatabase({ empty: true });
  client = await outboxClient(test.url);
  // Where the user has the name of one of our schemas it would come first.
  await client.query('set search_path to public');
  earlier = await makeTestDirectory();
  await cp(migrations, join(earlier, 'migrations'), {
    recursive: true,
    filter: (file) => basename(file) !== mended,
  });
});

afterEach(async () => {
  await client.end();
  await rm(earlier, { recursive: true, force: true });
  await test.drop();
});

const migrateAsEarlier = (database: Database) => migrate(database, { directory: join(earlier, 'migrations') });

const keysOf = async (engine: Engine, topic: string, count: number) =>
  (await take(engine.read({ topics: [topic], from: { edge: 'EARLIEST' } }), count)).map((each) => {
    const before = each.headers.some(({ key }) => key === 'before') ? ' before' : '';
    return `${textOf(each.key)}${before}`;
  });

it('L36: tables that were published by an earlier release keep their keys, and have them whatever the session has set', async () => {
  const database = await test.open();
  await migrateAsEarlier(database);
  const engine = await createEngine({ database });
  await engine.topics.create({ name: 'events' });
  await engine.topics.create({ name: 'json', config: { keyFormat: 'JSON' } });
  await client.query(`set timezone to 'UTC'`);
  await client.query(`
    create table events ("zähler" int, at timestamptz, n int, primary key ("zähler", at)) partition by range (at);
    create table events_all partition of events default;
    create table named (name text primary key, n int, at timestamptz default '2026-01-01 00:00Z');
    select millrace.publish_table('events', 'events', before => true);
    select millrace.publish_table('named', 'json');
    insert into events values (1, '2026-01-01 00:00Z', 1);
    insert into named values ('a', 1)`);
  // Keys are as they were when the table was published.
  await engine.topics.update({ name: 'json', config: { keyFormat: 'STRING' } });
  expect(await migrate(database)).toEqual([mended]);
  await client.query(`set timezone to 'Europe/Berlin'`);
  await client.query('update events set n = 2; delete from events; update named set n = 2; delete from named');
  const key = '{"at":"2026-01-01T00:00:00+00:00","zähler":1}';
  expect(await keysOf(engine, 'events', 3)).toEqual([key, `${key} before`, `${key} before`]);
  expect(await keysOf(engine, 'json', 3)).toEqual(['"a"', '"a"', '"a"']);
  await engine.close();
  await database.close();
});

it('L36: those of other roles stay as they are, and the log says that they are to be published again', async () => {
  const role = `nodes_${test.name}`;
  await client.query(`create role ${role} login password 'nodes'; grant create on database ${test.name} to ${role}`);
  const database = await openDatabase({
    url: Object.assign(new URL(test.url), { username: role, password: 'nodes' }).href,
  });
  try {
    await migrateAsEarlier(database);
    const engine = await createEngine({ database });
    await engine.topics.create({ name: 'o' });
    await client.query(`create table o (id int primary key); select millrace.publish_table('o', 'o')`);
    const warned: unknown[] = [];
    const logger = {
      ...silentLogger,
      warn: (_: unknown, message: string) => void warned.push(message),
      child: () => logger,
    };
    await migrate(database, { logger });
    expect(warned).toEqual([
      expect.stringMatching(/^o is published as by an earlier release: must be owner of function/),
    ]);
    await client.query(`insert into o values (1); select millrace.publish_table('o', 'o'); insert into o values (2)`);
    expect(await keysOf(engine, 'o', 2)).toEqual(['1', '2']);
    await engine.close();
  } finally {
    await database.close();
    await client.query(`drop table if exists o; drop owned by ${role} cascade; drop role ${role}`);
  }
});
