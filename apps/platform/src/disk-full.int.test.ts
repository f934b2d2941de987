import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMillraceError, type MillraceError, silentLogger, systemClock } from '@millrace/core';
import { type Database, openDatabase, translatePostgresError } from '@millrace/database';
import { makeTestDirectory } from '@millrace/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimPort } from './ports.ts';
import { PostgresService } from './postgres-service.ts';

const mebibyte = 1024 * 1024;
/** Holds a new cluster (some 60 MiB), the ballast, and not much more. */
const diskBytes = 192 * mebibyte;

let place: string;
let mounted = false;

beforeAll(async () => {
  place = join(await makeTestDirectory(), 'disk');
  await mkdir(place);
  mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', place]).status === 0;
  if (mounted) await chmod(place, 0o755);
});

afterAll(async () => {
  if (mounted) spawnSync('umount', ['-l', place]);
  await rm(join(place, '..'), { recursive: true, force: true });
});

/** Rows of a mebibyte that no compression makes smaller, each acknowledged before the next, until Postgres refuses one. */
async function fill(database: Database): Promise<{ acknowledged: number; error: unknown }> {
  for (let id = 0; ; id++) {
    try {
      await database.pool.query('insert into ballast values ($1, $2)', [id, randomBytes(mebibyte)]);
    } catch (error) {
      return { acknowledged: id, error: translatePostgresError(error) };
    }
  }
}

/** What `work` gives once Postgres answers; until then every attempt is refused as it should be. */
async function onceItAnswers<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      const error = translatePostgresError(cause);
      if (!isMillraceError(error)) throw error;
      expect(['STORAGE_FULL', 'POSTGRES_UNAVAILABLE']).toContain(error.code);
    }
  }
}

it('loses nothing acknowledged when the disk is full, and goes on by itself once there is space', {
  timeout: 120_000,
}, async (test) => {
  test.skip(!mounted, 'A small file system cannot be mounted here.');
  const reported: string[] = [];
  const service = new PostgresService({
    directory: join(place, 'postgres'),
    port: await claimPort(0, 'a test', 'none'),
    clock: systemClock,
    logger: silentLogger,
    report: (line) => reported.push(line),
  });
  const { url } = await service.start();
  const database = await openDatabase({ url });
  try {
    const spare = join(place, 'spare');
    await writeFile(spare, Buffer.alloc(40 * mebibyte));
    await database.pool.query('create table ballast (id int primary key, bytes bytea)');
    const { acknowledged, error } = await fill(database);
    expect(acknowledged).toBeGreaterThan(0);
    expect(['STORAGE_FULL', 'POSTGRES_UNAVAILABLE']).toContain((error as MillraceError).code);
    await rm(spare);
    const rows = await onceItAnswers(async () => {
      const read = await database.pool.query<{ id: number }>('select id from ballast order by id');
      return read.rows.map(({ id }) => id);
    });
    // The refused one may be there when the connection was lost during its commit; no other may be, and none may lack.
    expect(rows.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, id) => id));
    expect(rows.length - acknowledged).toBeLessThanOrEqual(1);
    // A connection of the pool may be one that the crash ended.
    await onceItAnswers(() => database.pool.query('insert into ballast values (-1, null)'));
  } finally {
    await database.close();
    await service.stop();
  }
});
