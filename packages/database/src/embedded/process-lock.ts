import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Clock } from '@millrace/core';
import { MillraceError } from '@millrace/core';
import { processIdentity } from './process-identity.ts';

interface Holder {
  readonly pid: number;
  readonly identity: string;
}

/** A lock that this process holds. */
export interface ProcessLock {
  release(): Promise<void>;
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

async function isHeld(holder: Holder | null): Promise<boolean> {
  return holder !== null && (await processIdentity(holder.pid)) === holder.identity;
}

/** Distinguishes the attempts of one process. */
let attempts = 0;

/**
 * Takes a lock that is a file and gives back what releases it, or the number of the process that has it. The lock of a
 * process that is gone (kill -9, a reboot) is taken over.
 */
export async function tryProcessLock(path: string): Promise<ProcessLock | { readonly heldBy: number }> {
  const mine = `${path}.${process.pid}.${++attempts}`;
  const identity = (await processIdentity(process.pid)) ?? '';
  await writeFile(mine, JSON.stringify({ pid: process.pid, identity } satisfies Holder), { mode: 0o644 });
  try {
    for (;;) {
      try {
        // link, unlike open with O_EXCL, makes the file with its content: nobody ever reads half a lock.
        await link(mine, path);
        return { release: () => rm(path, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = await readHolder(path);
      if (holder && (await isHeld(holder))) return { heldBy: holder.pid };
      // Moved away before it is removed: of two that find it stale, one gets it, and can see what it got.
      const stale = `${mine}.stale`;
      await rename(path, stale).catch(() => {});
      if (await isHeld(await readHolder(stale))) await link(stale, path).catch(() => {});
      await rm(stale, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}

/** Runs `work` while holding the lock file, waiting up to `waitMs` for another process that has it. */
export async function withProcessLock<T>(
  path: string,
  options: { readonly clock: Clock; readonly waitMs: number },
  work: () => Promise<T>,
): Promise<T> {
  const deadline = options.clock.monotonic() + options.waitMs;
  for (;;) {
    const lock = await tryProcessLock(path);
    if ('release' in lock) {
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
    if (options.clock.monotonic() > deadline) {
      throw new MillraceError(
        'ALREADY_RUNNING',
        `Process ${lock.heldBy} has held ${path} for too long. Wait, or end it.`,
        {
          retriable: true,
        },
      );
    }
    await options.clock.sleep(50);
  }
}
