import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Logger, silentLogger } from '@millrace/core';
import { migrate, openDatabase } from '@millrace/database';
import { startOrphanKeeper } from './orphan-keeper.ts';
import { PostgresService } from './postgres-service.ts';
import type { PlatformSettings } from './settings.ts';

/** The database of the platform, ready to be used: the embedded one, or that of DATABASE_URL, which is nobody's to stop. */
export interface DatabaseService {
  readonly url: string;
  /** Without a pooler between; that of `url` where there is none. */
  readonly directUrl: string;
  /** Postgres's data directory; null for a server of one's own. */
  readonly postgresDirectory: string | null;
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

/** Not through a pooler: the lock that a session holds would stay on the pooler's, and everybody else would wait for it. */
async function applyMigrations(directUrl: string, logger: Logger): Promise<void> {
  const database = await openDatabase({ url: directUrl, applicationName: 'millrace platform', maxConnections: 1 });
  try {
    await migrate(database, { logger });
  } finally {
    await database.close();
  }
}

/** For psql: the whole address with its password, readable by this user only. */
async function writeUrl(dataDirectory: string, url: string): Promise<void> {
  const path = join(dataDirectory, 'database-url');
  await writeFile(`${path}.new`, `${url}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export async function startDatabase(
  settings: PlatformSettings,
  options: { readonly clock: Clock; readonly report: (line: string) => void },
): Promise<DatabaseService> {
  const { clock, report } = options;
  const { dataDirectory, databaseUrl, databaseDirectUrl: directUrl = databaseUrl } = settings;
  const logger: Logger = {
    ...silentLogger,
    info: (_, message) => report(message),
    warn: (fields, message) => report(`${message} ${JSON.stringify(fields)}`),
    child: () => logger,
  };
  if (databaseUrl !== undefined && directUrl !== undefined) {
    await applyMigrations(directUrl, logger);
    await writeUrl(dataDirectory, directUrl);
    return { url: databaseUrl, directUrl, postgresDirectory: null, stop: async () => {} };
  }
  const directory = join(dataDirectory, 'postgres');
  const postgres = new PostgresService({ directory, port: settings.postgresPort, clock, logger, report });
  const running = await postgres.start();
  const releaseKeeper = startOrphanKeeper(dataDirectory);
  const stop = async (mode?: 'fast' | 'immediate') => {
    await postgres.stop(mode);
    releaseKeeper();
  };
  try {
    if (running.reused) report('Postgres was still running from before and goes on.');
    await applyMigrations(running.localUrl, logger);
    await writeUrl(dataDirectory, running.url);
  } catch (error) {
    await stop();
    throw error;
  }
  const { localUrl } = running;
  return { url: localUrl, directUrl: localUrl, postgresDirectory: running.dataDirectory, stop };
}
