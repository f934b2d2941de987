import { fork } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { processIdentity } from '@millrace/database';
import { makeTestDirectory } from '@millrace/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childGuardFlags } from './child-guard.ts';
import { untilAnswers } from './http-ready.ts';
import { LogFile } from './log-file.ts';
import { claimPort } from './ports.ts';
import { type ProcessDescription, SupervisedProcess } from './supervised-process.ts';

/** Serves after a moment, says how it was stopped, and ends as its address says. */
const server = `
import { createServer } from 'node:http';
console.log('starting');
if (process.env.CHATTY) for (let i = 0; i < 40; i++) console.log('x'.repeat(2 ** 20));
if (process.env.FAIL) { console.error('no such thing'); process.exit(3); }
createServer((request, response) => {
  if (request.url === '/crash') process.exit(7);
  response.end(String(process.pid));
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => {
  console.log('drained');
  if (!process.env.STUBBORN) process.exit(0);
});
`;

let directory: string;
let port: number;
let reported: string[];
let wake: () => void;

beforeEach(async () => {
  directory = await makeTestDirectory();
  port = await claimPort(0, 'a test', 'none');
  reported = [];
  wake = () => {};
  await writeFile(join(directory, 'server.mjs'), server);
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const mebibyte = 2 ** 20;

function supervised(
  environment: Record<string, string> = {},
  description: Partial<ProcessDescription> = {},
  options: { clock?: Clock; onRestart?(): Promise<void> } = {},
) {
  const log = new LogFile(join(directory, 'log/server.log'));
  const ready = (signal: AbortSignal) =>
    untilAnswers([`http://127.0.0.1:${port}/`], { clock: systemClock, signal, timeoutMs: 10_000 });
  const report = (line: string) => {
    reported.push(line);
    wake();
  };
  const child = new SupervisedProcess(
    {
      name: 'The server',
      args: [join(directory, 'server.mjs')],
      cwd: directory,
      environment: { PORT: String(port), ...environment },
      log,
      ready,
      stopTimeoutMs: 10_000,
      ...description,
    },
    { clock: systemClock, report, ...options },
  );
  return { child, log, ready };
}

async function untilReported(pattern: RegExp): Promise<void> {
  while (!reported.some((line) => pattern.test(line))) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

const ask = async (path = '/') => (await fetch(`http://127.0.0.1:${port}${path}`)).text();

describe('SupervisedProcess', { timeout: 60_000 }, () => {
  it('is ready when it serves, and stops in its own time', async () => {
    const { child, log } = supervised();
    await child.start();
    expect(await ask()).toBe(String(child.pid));
    await child.stop();
    expect(await processIdentity(child.pid ?? 0)).toBeNull();
    expect(await log.tail(5)).toBe('starting\ndrained');
    expect(reported).toEqual([]);
  });

  it('is started again when it ends by itself', async () => {
    const { child } = supervised();
    await child.start();
    const first = child.pid;
    await ask('/crash').catch(() => {});
    await untilReported(/serves again/);
    expect(reported[0]).toMatch(/^The server ended with exit code 7; it is started again in 0.5 s/);
    expect(child.pid).not.toBe(first);
    expect(await ask()).toBe(String(child.pid));
    await child.stop();
  });

  it('tells of its new process before that serves, and that it serves however long that takes', async () => {
    const restarts: (number | undefined)[] = [];
    let asked = 0;
    let restarted = () => {};
    const known = new Promise<void>((resolve) => {
      restarted = resolve;
    });
    const { child, ready } = supervised(
      {},
      {
        async ready(signal) {
          if (++asked !== 2) return ready(signal);
          // As when its database recovers for longer than a start may take.
          await known;
          throw new Error('It did not answer within 60 s');
        },
      },
      {
        async onRestart() {
          restarts.push(child.pid);
          restarted();
        },
      },
    );
    await child.start();
    const first = child.pid;
    await ask('/crash').catch(() => {});
    await untilReported(/serves again/);
    expect(restarts).toEqual([child.pid]);
    expect(child.pid).not.toBe(first);
    expect(asked).toBe(3);
    await child.stop();
  });

  it('keeps its log short while it runs', async () => {
    const clock = new FakeClock();
    const { child, log } = supervised({ CHATTY: '1' }, {}, { clock });
    await child.start();
    expect(await log.size()).toBeGreaterThan(40 * mebibyte);
    clock.advance(10_000);
    await expect.poll(() => log.size(), { timeout: 30_000 }).toBeLessThan(mebibyte);
    expect(await new LogFile(`${log.path}.1`).size()).toBeGreaterThan(40 * mebibyte);
    await child.stop();
    expect(await log.tail(5)).toBe('drained');
  });

  it('tells what it said when its log was so long that it begins anew', async () => {
    const { child, log } = supervised({ FAIL: '1' });
    await mkdir(join(directory, 'log'));
    await writeFile(log.path, Buffer.alloc(33 * mebibyte, 'of an earlier start\n'));
    await expect(child.start()).rejects.toThrow(/It said:\nstarting\nno such thing/);
  });

  it('tells what it said when it does not come up', async () => {
    const { child } = supervised({ FAIL: '1' });
    await expect(child.start()).rejects.toThrow(
      /The server ended while it started\. It said:\nstarting\nno such thing/,
    );
  });

  it('is killed when it does not stop in time', async () => {
    const { child } = supervised({ STUBBORN: '1' }, { stopTimeoutMs: 100 });
    await child.start();
    await child.stop();
    expect(await processIdentity(child.pid ?? 0)).toBeNull();
    expect(reported).toEqual(['The server did not stop in time and is killed.']);
  });

  it('stops by itself when its launcher is killed', async () => {
    const launcher = join(directory, 'launcher.mjs');
    await writeFile(
      launcher,
      `import { spawn } from 'node:child_process';
       const child = spawn(process.execPath, [...${JSON.stringify(childGuardFlags)}, 'server.mjs'],
         { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { ...process.env, MILLRACE_LAUNCHER_PID: process.pid } });
       process.send(child.pid);`,
    );
    const parent = fork(launcher, { cwd: directory, env: { ...process.env, PORT: String(port) }, execArgv: [] });
    const pid = await new Promise<number>((resolve) => parent.once('message', (message) => resolve(Number(message))));
    await untilAnswers([`http://127.0.0.1:${port}/`], {
      clock: systemClock,
      signal: new AbortController().signal,
      timeoutMs: 20_000,
    });
    parent.kill('SIGKILL');
    while ((await processIdentity(pid)) !== null) await new Promise((resolve) => setImmediate(resolve));
    await expect(ask()).rejects.toThrow();
  });
});
