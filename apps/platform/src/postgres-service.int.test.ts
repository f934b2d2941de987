import { rm } from 'node:fs/promises';
import { silentLogger, systemClock } from '@millrace/core';
import { EmbeddedPostgres, openDatabase } from '@millrace/database';
import { makeTestDirectory } from '@millrace/database/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimPort } from './ports.ts';
import { PostgresService } from './postgres-service.ts';

let directory: string;

beforeEach(async () => {
  directory = await makeTestDirectory();
});

afterEach(async () => {
  await new EmbeddedPostgres({ directory }).stop();
  await rm(directory, { recursive: true, force: true });
});

it('starts Postgres again, at the same address, when it was killed', { timeout: 60_000 }, async () => {
  const reported: string[] = [];
  let back = () => {};
  const runsAgain = new Promise<void>((resolve) => {
    back = resolve;
  });
  const service = new PostgresService({
    directory,
    port: await claimPort(0, 'a test', 'none'),
    clock: systemClock,
    logger: silentLogger,
    report(line) {
      reported.push(line);
      if (line === 'Postgres runs again.') back();
    },
  });
  const running = await service.start();
  process.kill(running.pid, 'SIGKILL');
  await runsAgain;
  expect(reported).toEqual(['Postgres has ended by itself and is started again.', 'Postgres runs again.']);
  const database = await openDatabase({ url: running.url });
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await database.close();
  await service.stop();
  expect(await new EmbeddedPostgres({ directory }).status()).toBeNull();
});
