import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '@millrace/database/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// As it was built: `npm test` builds before it tests.
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** The API as `npm start` runs it, with a channel to its parent. */
function start(env: NodeJS.ProcessEnv): { child: ChildProcess; output: () => string } {
  const child = fork(main, {
    execArgv: [],
    env: { ...process.env, MILLRACE_API_PORT: '0', MILLRACE_LOG_LEVEL: 'info', ...env },
    silent: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += chunk;
    });
  }
  return { child, output: () => text };
}

/** Its exit code, once all that it said was heard: 'close' does not come of a child whose channel was closed from here. */
async function ended(child: ChildProcess): Promise<number | null> {
  const streams = [child.stdout, child.stderr].map((stream) => once(stream as NodeJS.ReadableStream, 'close'));
  await Promise.all([once(child, 'exit'), ...streams]);
  return child.exitCode;
}

async function ready(child: ChildProcess): Promise<string> {
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return message.url;
}

describe('the process', () => {
  test.each(['SIGTERM', 'disconnect'] as const)(
    'stops in order on %s',
    async (way) => {
      const { child, output } = start({ DATABASE_URL: database.url });
      const url = await ready(child);
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      const exited = ended(child);
      if (way === 'disconnect') child.disconnect();
      else child.kill(way);
      expect(await exited).toBe(0);
      expect(output()).toContain('"msg":"The API has stopped"');
    },
    60_000,
  );

  test('stops while it still waits for Postgres', async () => {
    const { child, output } = start({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' });
    while (!output().includes('cannot be reached yet')) await once(child.stdout as NodeJS.ReadableStream, 'data');
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
  });

  test('says which setting is wrong, in one line', async () => {
    const { child, output } = start({ DATABASE_URL: database.url, MILLRACE_API_HOST: '0.0.0.0' });
    expect(await ended(child)).toBe(1);
    expect(output()).toMatch(/^INVALID_SETTINGS: MILLRACE_API_HOST is 0\.0\.0\.0.*\n$/);
  });
});
