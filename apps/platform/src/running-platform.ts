import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from '@millrace/database';
import { parseSettings } from './settings.ts';

/** Where a running platform is to be found. */
export interface PlatformAddresses {
  /** `http://127.0.0.1:3000`; null when it runs without a console. */
  readonly consoleUrl: string | null;
  /** `http://127.0.0.1:4000/graphql`, for HTTP and, as `ws:`, for WebSockets. */
  readonly graphqlUrl: string;
  /** Of the server itself, with its password. */
  readonly databaseUrl: string;
  readonly dataDirectory: string;
}

/** A platform that this process did not necessarily start. */
export interface RunningPlatform extends PlatformAddresses {
  /** Of the launcher, which SIGTERM stops with all the rest. */
  readonly processId: number;
  /** Of the API's process now; it changes when that is started again. */
  readonly apiProcessId: number | null;
  /** ISO 8601. */
  readonly startedAt: string;
}

interface Entry extends RunningPlatform {
  readonly identity: string;
}

/** Held by the launcher for as long as it lives. */
export const lockPath = (dataDirectory: string) => join(dataDirectory, 'platform.lock');

export const entryPath = (dataDirectory: string) => join(dataDirectory, 'platform.json');

/** The platform that runs and is ready on this data directory, or null. Default: the environment's. */
export async function findRunningPlatform(
  dataDirectory = parseSettings(process.env).dataDirectory,
): Promise<RunningPlatform | null> {
  try {
    const { identity, ...running } = JSON.parse(await readFile(entryPath(dataDirectory), 'utf8')) as Entry;
    return (await processIdentity(running.processId)) === identity ? running : null;
  } catch {
    return null;
  }
}

/** Says that the platform runs. Holds the database's password, so that only its user can read it. */
export async function announce(running: RunningPlatform): Promise<void> {
  const identity = (await processIdentity(running.processId)) ?? '';
  const path = entryPath(running.dataDirectory);
  await writeFile(`${path}.new`, `${JSON.stringify({ ...running, identity } satisfies Entry, null, 2)}\n`, {
    mode: 0o600,
  });
  await rename(`${path}.new`, path);
}

export async function withdraw(dataDirectory: string): Promise<void> {
  await rm(entryPath(dataDirectory), { force: true });
}
