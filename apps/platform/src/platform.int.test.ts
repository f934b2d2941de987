import { readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { processIdentity } from '@millrace/database';
import { createTestDatabase, makeTestDirectory } from '@millrace/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from './platform.ts';
import { claimPort } from './ports.ts';
import { findRunningPlatform } from './running-platform.ts';

let dataDirectory: string;
let platform: Platform | undefined;
let reported: string[];
let wake: () => void;

beforeEach(async () => {
  dataDirectory = await makeTestDirectory();
  reported = [];
  wake = () => {};
});

afterEach(async () => {
  await platform?.stop();
  platform = undefined;
  await rm(dataDirectory, { recursive: true, force: true });
});

async function start(settings = {}): Promise<Platform> {
  platform = await startPlatform({
    console: false,
    settings: { dataDirectory, apiPort: 0, databaseUrl: undefined, postgresPort: undefined, ...settings },
    report(line) {
      reported.push(line);
      wake();
    },
  });
  return platform;
}

async function untilReported(line: RegExp): Promise<void> {
  while (!reported.some((text) => line.test(text))) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

async function ask(query: string): Promise<unknown> {
  const answer = await fetch(platform?.graphqlUrl ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

// With the API as it was built: `npm test` builds before it tests.
describe('startPlatform', { timeout: 120_000 }, () => {
  it('starts Postgres and the API, is found by others, and leaves nothing when it stops', async () => {
    const started = await start();
    expect(await ask('{ topics { totalCount } }')).toMatchObject({ data: { topics: { totalCount: 0 } } });
    expect(await findRunningPlatform(dataDirectory)).toEqual({
      consoleUrl: null,
      graphqlUrl: started.graphqlUrl,
      databaseUrl: started.databaseUrl,
      dataDirectory,
      processId: process.pid,
      apiProcessId: started.apiProcessId,
      startedAt: started.startedAt,
    });
    const urlFile = join(dataDirectory, 'database-url');
    // Over TCP, for programs that know nothing else.
    expect(await readFile(urlFile, 'utf8')).toBe(`${started.databaseUrl.replace(/\?host=.*/, '')}\n`);
    expect((await stat(urlFile)).mode & 0o777).toBe(0o600);

    const api = started.apiProcessId ?? 0;
    const postmaster = Number(
      (await readFile(join(started.postgresDirectory ?? '', 'postmaster.pid'), 'utf8')).split('\n')[0],
    );
    await started.stop();
    expect(reported.slice(-2)).toEqual(['Stopping the API: it finishes what it has taken …', 'Stopping Postgres …']);
    expect(await Promise.all([api, postmaster].map(processIdentity))).toEqual([null, null]);
    expect(await findRunningPlatform(dataDirectory)).toBeNull();
  });

  it('refuses a second start on the same directory and says what runs', async () => {
    const started = await start();
    await expect(startPlatform({ console: false, settings: { dataDirectory, apiPort: 0 } })).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      message: expect.stringMatching(
        new RegExp(`already running on .*, as process ${process.pid} since [\\s\\S]*${started.graphqlUrl}`),
      ),
    });
    // And has touched nothing.
    expect(await findRunningPlatform(dataDirectory)).toMatchObject({ graphqlUrl: started.graphqlUrl });
    expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });

  it('starts an API again that was killed, and tells others its new process', async () => {
    const { apiProcessId } = await start();
    process.kill(apiProcessId ?? 0, 'SIGKILL');
    await untilReported(/^The API serves again/);
    expect(await ask('{ topics { totalCount } }')).toMatchObject({ data: { topics: { totalCount: 0 } } });
    expect(platform?.apiProcessId).not.toBe(apiProcessId);
    expect(await findRunningPlatform(dataDirectory)).toMatchObject({ apiProcessId: platform?.apiProcessId });
  });

  it('names the variable of a taken port, and leaves nothing running', async () => {
    const taken = await claimPort(0, 'a test', 'none');
    const other = createServer().listen(taken, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(start({ apiPort: taken })).rejects.toMatchObject({
      code: 'INVALID_SETTINGS',
      message: expect.stringContaining('set MILLRACE_API_PORT'),
    });
    await new Promise((resolve) => other.close(resolve));
    // The directory is free again.
    await start({ apiPort: taken });
  });

  it('gives up a start that is not wanted any more', async () => {
    const giveUp = new AbortController();
    const starting = startPlatform({
      console: false,
      settings: { dataDirectory, apiPort: 0 },
      signal: giveUp.signal,
      report: () => giveUp.abort(),
    });
    await expect(starting).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    expect(await findRunningPlatform(dataDirectory)).toBeNull();
    await start();
  });
});

describe('startPlatform with DATABASE_URL', { timeout: 120_000 }, () => {
  it('migrates and uses that database, and leaves its server alone', async () => {
    const own = await createTestDatabase({ empty: true });
    const started = await start({ databaseUrl: own.url });
    expect(started).toMatchObject({ databaseUrl: own.url, postgresDirectory: null });
    expect(await ask('{ topics { totalCount } }')).toMatchObject({ data: { topics: { totalCount: 0 } } });
    await started.stop();
    platform = undefined;
    const database = await own.open();
    expect(await database.prisma.topic.count()).toBe(0);
    await database.close();
    await own.drop();
  });
});
