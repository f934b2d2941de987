import { join, resolve } from 'node:path';
import { MillraceError } from '@millrace/core';
import { EmbeddedPostgres, tryProcessLock } from '@millrace/database';
import { findRunningPlatform, lockPath } from '../running-platform.ts';
import type { PlatformSettings } from '../settings.ts';

/** The database to look at. */
export interface Target {
  readonly url: string;
  /** Leaves everything as it was found. */
  release(): Promise<void>;
}

/**
 * The database of MILLRACE_DATABASE_DIRECT_URL or DATABASE_URL; that of the platform that runs on the data directory; else the embedded server there, which is
 * started if it does not run, and stopped behind it. INVALID_SETTINGS when there was never one; ALREADY_RUNNING when the platform
 * is just starting or stopping.
 */
export async function openTarget(settings: PlatformSettings, report: (line: string) => void): Promise<Target> {
  const dataDirectory = resolve(settings.dataDirectory);
  const ownUrl = settings.databaseDirectUrl ?? settings.databaseUrl;
  if (ownUrl !== undefined) return { url: ownUrl, release: async () => {} };
  const running = await findRunningPlatform(dataDirectory);
  if (running) return { url: running.databaseUrl, release: async () => {} };
  const server = new EmbeddedPostgres({ directory: join(dataDirectory, 'postgres'), port: settings.postgresPort });
  if (!(await server.exists())) {
    throw new MillraceError(
      'INVALID_SETTINGS',
      `There is no database in ${dataDirectory}: set DATABASE_URL, or MILLRACE_DATA_DIRECTORY to where the platform keeps its data.`,
    );
  }
  // The platform's own lock, so that none is started meanwhile whose Postgres would be stopped behind this.
  const lock = await tryProcessLock(lockPath(dataDirectory));
  if (!('release' in lock)) {
    throw new MillraceError(
      'ALREADY_RUNNING',
      `Millrace is just starting or stopping on ${dataDirectory}, as process ${lock.heldBy}: try again when it is done.`,
    );
  }
  try {
    const { localUrl: url, reused } = await server.start();
    if (!reused) report('Started Postgres to look at it.');
    return {
      url,
      async release() {
        if (!reused) await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
