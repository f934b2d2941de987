import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { makeTestDirectory } from '../testing/test-server.ts';
import { migrate } from './migrate.ts';
import { migrationsDirectory } from './migration-files.ts';

let test: TestDatabase;
let database: Database;
let directory: string;

beforeEach(async () => {
  test = await createTestDatabase({ empty: true });
  database = await test.open();
  directory = await makeTestDirectory();
});

afterEach(async () => {
  await database.close();
  await test.drop();
  await rm(directory, { recursive: true, force: true });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'migration.sql'), sql);
}

function recordingLogger() {
  const warned: unknown[][] = [];
  const logger = {
    debug() {},
    info() {},
    error() {},
    warn: (...said: unknown[]) => warned.push(said),
    child: () => logger,
  };
  return { logger, warned };
}

const rows = async () =>
  (
    await database.pool.query(
      `select migration_name, checksum, applied_steps_count, logs, finished_at is not null as finished, rolled_back_at
       from millrace._prisma_migrations order by started_at`,
    )
  ).rows;

describe('migrate', () => {
  it('applies the migrations of the repository once', async () => {
    const names = (await readdir(migrationsDirectory(), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    expect(await migrate(database)).toEqual(names);
    expect(await migrate(database)).toEqual([]);
    expect(await database.prisma.topic.count()).toBe(0);
  });

  it('keeps the rows that Prisma keeps: a row a migration with the sha256 of its file', async () => {
    await migrate(database);
    const expected = await Promise.all(
      (await rows()).map(async ({ migration_name }) => ({
        migration_name,
        checksum: createHash('sha256')
          .update(await readFile(join(migrationsDirectory(), migration_name, 'migration.sql')))
          .digest('hex'),
        applied_steps_count: 1,
        logs: null,
        finished: true,
        rolled_back_at: null,
      })),
    );
    expect(await rows()).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  it('makes the table of migrations as Prisma does', async () => {
    await migrate(database);
    // What `prisma migrate deploy` creates (schema-engine, sql_migration_persistence of the Postgres flavour).
    await database.pool.query(`create schema prisma; create table prisma._prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
    const columns = async (schema: string) =>
      (
        await database.pool.query(
          `select column_name, data_type, character_maximum_length, is_nullable, column_default, ordinal_position
           from information_schema.columns where table_schema = $1 and table_name = '_prisma_migrations' order by 6`,
          [schema],
        )
      ).rows;
    expect(await columns('millrace')).toEqual(await columns('prisma'));
    expect(await columns('millrace')).toHaveLength(8);
  });

  it('lets two processes start at once: one applies, the other finds it done', async () => {
    await write('1_slow', 'create table millrace.slow (id int); select pg_sleep(0.2)');
    const both = await Promise.all([migrate(database, { directory }), migrate(database, { directory })]);
    expect(both.flat()).toEqual(['1_slow']);
    expect(await rows()).toHaveLength(1);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await write('1_one', 'create table millrace.one (id int)');
    await migrate(database, { directory });
    await write('1_one', 'create table millrace.one (id bigint)');
    await expect(migrate(database, { directory })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringContaining('1_one/migration.sql was changed'),
    });
  });

  it('leaves nothing of a migration that fails but its row, and refuses to go on until it is told to', async () => {
    await write('1_one', 'create table millrace.one (id int)');
    await write('2_two', 'create table millrace.two (id int); select 1 / 0');
    await write('3_three', 'create table millrace.three (id int)');
    await expect(migrate(database, { directory })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: 'The migration 2_two failed: division by zero',
    });
    const { rows: tables } = await database.pool.query(
      "select relname from pg_class where relname in ('one', 'two', 'three')",
    );
    expect(tables).toEqual([{ relname: 'one' }]);
    expect(await rows()).toMatchObject([
      { migration_name: '1_one', finished: true },
      { migration_name: '2_two', finished: false, logs: '22012 division by zero' },
    ]);

    await write('2_two', 'create table millrace.two (id int)');
    await expect(migrate(database, { directory })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringContaining('failed earlier'),
    });
    // As `prisma migrate resolve --rolled-back` does.
    await database.pool.query(
      "update millrace._prisma_migrations set rolled_back_at = now() where migration_name = '2_two'",
    );
    expect(await migrate(database, { directory })).toEqual(['2_two', '3_three']);
  });

  it('warns of a migration that a newer release has applied, and serves', async () => {
    await write('1_one', 'create table millrace.one (id int)');
    await write('2_later', 'create table millrace.later (id int)');
    await migrate(database, { directory });
    await rm(join(directory, '2_later'), { recursive: true });
    const { logger, warned } = recordingLogger();
    expect(await migrate(database, { directory, logger })).toEqual([]);
    expect(warned).toEqual([
      [
        { migration: '2_later' },
        'The database has a migration that this release does not know: a newer release has used it.',
      ],
    ]);
  });

  it('says what a migration warns of', async () => {
    await write('1_one', `do $$ begin raise notice 'done'; raise warning 'not done' using hint = 'do it'; end $$`);
    const { logger, warned } = recordingLogger();
    await migrate(database, { directory, logger });
    expect(warned).toEqual([[{ hint: 'do it' }, 'not done']]);
  });

  it('tells a user without the right to create schemas what to grant', async () => {
    const role = `weak_${test.name}`;
    await database.pool.query(`create role ${role} login password 'weak'`);
    const url = new URL(test.url);
    url.username = role;
    url.password = 'weak';
    const weak = await openDatabase({ url: url.href });
    await expect(migrate(weak)).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringContaining('grant create on database'),
    });
    await weak.close();
    await database.pool.query(`drop role ${role}`);
  });
});
