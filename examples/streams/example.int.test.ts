import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgres } from '@millrace/database';
import { createTestDatabase, makeTestDirectory } from '@millrace/database/testing';
import { createEngine } from '@millrace/engine';
import { until } from '@millrace/engine/testing';
import { expect, it, onTestFinished } from 'vitest';

const cwd = fileURLToPath(new URL('../..', import.meta.url));

/** An example as npm runs it, as it was built: `npm test` builds before it tests. */
function startExample(name: string, environment: Record<string, string>, args: readonly string[] = []) {
  const env = { ...process.env, ...environment };
  return spawn(process.execPath, [`examples/dist/streams/${name}.js`, ...args], { cwd, env });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it.each(['words', 'all'])('%s leaves no Postgres and no files behind when it is interrupted', async (name) => {
  const directory = await makeTestDirectory();
  const child = startExample(name, { DATABASE_URL: '', TMPDIR: directory });
  const ended = once(child, 'close');
  const running = async () => {
    const [made] = await readdir(directory);
    return made ? new EmbeddedPostgres({ directory: join(directory, made) }).status() : null;
  };
  onTestFinished(async () => {
    child.kill('SIGKILL');
    const [made] = await readdir(directory);
    if (made) await new EmbeddedPostgres({ directory: join(directory, made) }).stop();
    await rm(directory, { recursive: true, force: true });
  });
  let pid = 0;
  await until('its Postgres to run', async () => {
    pid = (await running())?.pid ?? 0;
    return pid > 0;
  });
  child.kill('SIGINT');
  await setTimeout(10);
  child.kill('SIGINT');
  await ended;
  expect(child.exitCode).toBe(130);
  expect(await readdir(directory)).toEqual([]);
  await until('its Postgres to be gone', () => !isAlive(pid));
});

it('deletes nothing of a database that it is given, unless it is told to', async () => {
  const test = await createTestDatabase();
  onTestFinished(() => test.drop());
  const database = await test.open();
  const engine = await createEngine({ database });
  onTestFinished(async () => {
    await engine.close();
    await database.close();
  });
  await engine.topics.create({ name: 'words' });
  await engine.append({ topic: 'words', records: [{ key: null, value: Buffer.from('1') }] });
  const before = await engine.topics.describe('words');

  async function run(...args: string[]) {
    const child = startExample('words', { DATABASE_URL: test.url }, args);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: child.exitCode, out, err };
  }
  const refused = await run();
  expect(refused).toEqual({
    code: 1,
    out: '',
    err: 'This database has the topic "words" (1 record) already. To delete it and begin afresh: npm run example streams/words -- --recreate\n',
  });
  expect(await engine.topics.describe('words')).toEqual(before);
  expect(await engine.topics.describe('lines')).toBe(null);

  expect(await run('--recreate')).toMatchObject({ code: 0, err: '' });
  const again = await run();
  expect(again.code).toBe(1);
  expect(again.err).toMatch(
    /^This database has the topic "lines" \(4 records\), the topic "words" \(\d+ records\) and the application "word-count" with its state already\. To delete them /,
  );
});
