import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whileLocked } from './lock.mjs';

let file: string;
const holders: ChildProcess[] = [];

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'millrace-lock-')), 'prepare.lock');
});
afterEach(() => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  rmSync(dirname(file), { recursive: true, force: true });
});

/** Another process that holds the lock until its input ends. */
async function startHolder(): Promise<ChildProcess & { readonly pid: number }> {
  const program = `
    const { whileLocked } = await import(process.argv[1]);
    await whileLocked(process.argv[2], () => {}, () => new Promise((resolve) => {
      process.stdin.on('end', resolve).resume();
      console.log('holds');
    }));`;
  const lock = new URL('lock.mjs', import.meta.url).href;
  const args = ['--input-type=module', '-e', program, lock, file];
  const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  holders.push(holder);
  await once(holder.stdout, 'data');
  return holder as ChildProcess & { readonly pid: number };
}

/** Takes the lock, and fails when it would wait instead. */
async function takeOver(): Promise<void> {
  const waits = (pid: number | null) => {
    throw new Error(`It waits for process ${pid ?? '?'}.`);
  };
  await whileLocked(file, waits, async () => expect(readFileSync(file, 'utf8')).toContain(String(process.pid)));
  expect(readdirSync(dirname(file))).toEqual([]);
}

/** A lock file with this content, as an earlier process left it a minute ago. */
function leave(content: string): void {
  writeFileSync(file, content);
  const then = new Date(Date.now() - 60_000);
  utimesSync(file, then, then);
}

test('one that was cut off before it had a content is taken over', async () => {
  leave('');
  await takeOver();
});

test('an empty one may be about to get its content, and is waited for until it is old', async () => {
  writeFileSync(file, '');
  const waited: unknown[] = [];
  const onWait = (pid: number | null) => {
    waited.push(pid);
    leave('');
  };
  const work = await whileLocked(file, onWait, async () => 'done');
  expect([work, waited]).toEqual(['done', [null]]);
});

test.each([
  ['without its time of birth', ''],
  ['of another birth', ' another-1'],
])("one with this process's own number, %s, is from before", async (_, birth) => {
  leave(`${process.pid}${birth}`);
  await takeOver();
});

test.runIf(process.platform === 'linux')(
  'one whose number belongs to a younger process now is taken over',
  async () => {
    const { pid } = await startHolder();
    leave(`${pid} another-1`);
    await takeOver();
  },
);

test('one that a killed process left is taken over', async () => {
  const holder = await startHolder();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(existsSync(file)).toBe(true);
  await takeOver();
  // Without a time of birth, as an earlier version wrote it.
  leave(String(holder.pid));
  await takeOver();
});

test('a living process is waited for, however long it has the lock', async () => {
  const holder = await startHolder();
  leave(readFileSync(file, 'utf8'));
  const waited: unknown[] = [];
  const onWait = (pid: number | null) => {
    waited.push(pid);
    holder.stdin?.end();
  };
  await whileLocked(file, onWait, async () => expect(readFileSync(file, 'utf8')).toContain(String(process.pid)));
  expect(waited).toEqual([holder.pid]);
});

test('leaves nothing beside the lock, and not the lock when the work fails', async () => {
  const failing = async () => {
    expect(readdirSync(dirname(file))).toEqual([basename(file)]);
    throw new Error('the work failed');
  };
  await expect(whileLocked(file, () => {}, failing)).rejects.toThrow('the work failed');
  expect(readdirSync(dirname(file))).toEqual([]);
});
