import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgres } from '@millrace/database';
import { makeTestDirectory } from '@millrace/database/testing';
import { until } from '@millrace/engine/testing';
import { expect, it, onTestFinished } from 'vitest';

const cwd = fileURLToPath(new URL('../..', import.meta.url));

/** An example as npm runs it, as it was built: `npm test` builds before it tests. */
function startExample(name: string, environment: Record<string, string>) {
  const env = { ...process.env, ...environment };
  return spawn(process.execPath, [`examples/dist/streams/${name}.js`], { cwd, env });
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
