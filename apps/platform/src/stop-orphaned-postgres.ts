import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@millrace/core';
import { EmbeddedPostgres, processIdentity, tryProcessLock } from '@millrace/database';
import { entryPath, lockPath, type RunningPlatform } from './running-platform.ts';

/** The API drains first, as in an ordinary stop; it is killed by its guard when it takes longer. */
const drainTimeoutMs = 25_000;

/**
 * What `orphanKeeper` runs when the launcher has died without stopping anything: stops the embedded Postgres once the
 * API is gone, unless a new launcher has taken over by then.
 */
async function main(dataDirectory: string): Promise<void> {
  const alive = setInterval(() => {}, 2 ** 30);
  // Held meanwhile, so that a new start says why it has to wait instead of meeting half a platform.
  const lock = await tryProcessLock(lockPath(dataDirectory));
  if ('release' in lock) {
    const running = await readFile(entryPath(dataDirectory), 'utf8').then(
      (text) => JSON.parse(text) as RunningPlatform,
      () => null,
    );
    const api = running?.apiProcessId ?? 0;
    const identity = await processIdentity(api);
    const deadline = systemClock.monotonic() + drainTimeoutMs;
    while (identity !== null && (await processIdentity(api)) === identity && systemClock.monotonic() < deadline) {
      await systemClock.sleep(50);
    }
    await new EmbeddedPostgres({ directory: join(dataDirectory, 'postgres') }).stop();
    await lock.release();
  }
  clearInterval(alive);
}

await main(process.argv[2] ?? '');
