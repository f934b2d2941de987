import { chown, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Logger, MillraceError, silentLogger, systemClock } from '@millrace/core';
import pg from 'pg';
import { translatePostgresError } from '../postgres-error.ts';
import { databaseUser, initialise, readPassword } from './initialise.ts';
import { keepingProcessAlive } from './keep-alive.ts';
import { existingData, type Location, locate } from './location.ts';
import { firstFreePort, isPortFree } from './port.ts';
import { type Postmaster, readPostmaster, removeStalePostmasterPid } from './postmaster-pid.ts';
import { withProcessLock } from './process-lock.ts';
import { runProgram } from './run-program.ts';
import { defaultServerSettings, type ServerSettings, settingsFile } from './server-settings.ts';

/** Crash recovery replays at most max_wal_size of log, well within this. */
const startTimeoutMs = 300_000;
const stopTimeoutMs = 60_000;
/** Backends of a server that was killed notice it within seconds; until then a new one is refused the directory. */
const leftoverTimeoutMs = 15_000;

export interface EmbeddedPostgresOptions {
  /** Everything of the server is in here: data, password, port. Made when it is not there. */
  readonly directory: string;
  /** Default: the one of the last start, else the first free from 54320 on. */
  readonly port?: number | undefined;
  /** Database that is made on it. Default `millrace`. */
  readonly database?: string;
  /** Over the default settings of postgresql.conf. */
  readonly settings?: ServerSettings;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

/** A server that runs. */
export interface RunningPostgres {
  /** With the password: `postgresql://millrace:…@127.0.0.1:54320/millrace`. */
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  readonly startedAt: Date;
  /** Postgres's data directory. */
  readonly dataDirectory: string;
  /** Whether it was running already when `start` was called. */
  readonly reused: boolean;
}

/**
 * A real Postgres server from the binaries that npm installed, through pg_ctl and in a session of its own: it outlives this
 * process, Ctrl-C does not reach it, and it stops when `stop` is called. Any number of processes may use one directory.
 */
export class EmbeddedPostgres {
  readonly #options: EmbeddedPostgresOptions;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #database: string;
  #location: Promise<Location> | undefined;

  constructor(options: EmbeddedPostgresOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#clock = options.clock ?? systemClock;
    this.#database = options.database ?? 'millrace';
  }

  /**
   * Starts the server, or finds it running; makes cluster and database at the first time, and recovers after a kill or a
   * power cut. INVALID_SETTINGS (port taken, directory of no use), STORAGE_FULL, POSTGRES_UNAVAILABLE with the end of
   * its log.
   */
  start(): Promise<RunningPostgres> {
    return this.#exclusively(async (location) => {
      const before = await this.#settled(location);
      const postmaster = before ?? (await this.#launch(location));
      const url = this.#url(postmaster.port, await readPassword(location));
      await this.#makeDatabase(url);
      return {
        url,
        pid: postmaster.pid,
        port: postmaster.port,
        startedAt: postmaster.startedAt,
        dataDirectory: location.data,
        reused: before !== null,
      };
    });
  }

  /**
   * Stops the server, whoever started it: sessions are ended, what was not committed is rolled back, everything is
   * written. Nothing happens when none runs.
   */
  stop(): Promise<void> {
    return this.#exclusively(async (location) => {
      const postmaster = await readPostmaster(location.data);
      if (!postmaster) return;
      const { output } = await this.#pgCtl(location, ['stop', '-m', 'fast', '-w', '-t', String(stopTimeoutMs / 1000)]);
      if (!(await readPostmaster(location.data))) return;
      this.#logger.warn(
        { output },
        'Postgres did not stop in time; it is stopped at once and recovers at the next start.',
      );
      await this.#pgCtl(location, ['stop', '-m', 'immediate', '-w', '-t', '10']);
    });
  }

  /** The server that runs on the directory, whoever started it; null when none does. Makes nothing. */
  async status(): Promise<Postmaster | null> {
    const data = await existingData(this.#options.directory);
    return data === null ? null : readPostmaster(data);
  }

  #locate(): Promise<Location> {
    this.#location ??= locate(this.#options.directory, this.#logger).catch((error) => {
      this.#location = undefined;
      throw error;
    });
    return this.#location;
  }

  /** One process at a time starts or stops the server of a directory. */
  #exclusively<T>(work: (location: Location) => Promise<T>): Promise<T> {
    return keepingProcessAlive(async () => {
      const location = await this.#locate();
      const lock = join(location.directory, 'server.lock');
      return withProcessLock(lock, { clock: this.#clock, waitMs: startTimeoutMs }, () => work(location));
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOSPC' || error.code === 'EDQUOT') throw diskFullError(this.#options.directory, error);
      throw error;
    });
  }

  /** The server that is there, once it is ready; null when there is none, or none any more. */
  async #settled(location: Location): Promise<Postmaster | null> {
    const deadline = this.#clock.monotonic() + startTimeoutMs;
    for (;;) {
      const postmaster = await readPostmaster(location.data);
      if (!postmaster || postmaster.state === 'running') return postmaster;
      if (this.#clock.monotonic() > deadline) {
        throw new MillraceError(
          'POSTGRES_UNAVAILABLE',
          `The Postgres server with process id ${postmaster.pid} has been ${postmaster.state} for too long. See its log in ${join(location.data, 'log')}.`,
        );
      }
      await this.#clock.sleep(50);
    }
  }

  async #launch(location: Location): Promise<Postmaster> {
    if (await initialise(location, { sync: this.#options.settings?.fsync !== 'off' })) {
      this.#logger.info({ directory: location.data }, 'Made a new database cluster.');
    }
    if (await removeStalePostmasterPid(location.data)) {
      this.#logger.info(
        {},
        'Postgres was not stopped properly the last time: it recovers, and nothing committed is lost.',
      );
    }
    const deadline = this.#clock.monotonic() + leftoverTimeoutMs;
    for (;;) {
      const port = await this.#choosePort(location);
      const failure = await this.#tryLaunch(location, port);
      if (failure === null) break;
      const inTime = this.#clock.monotonic() < deadline;
      const portTaken = /could not bind|could not create any TCP\/IP sockets/i.test(failure);
      const leftovers = /pre-existing shared memory|lock file ".*" already exists/i.test(failure);
      // Somebody took the port in between: the next try takes another, unless this one was asked for.
      if (inTime && (leftovers || (portTaken && this.#options.port === undefined))) {
        await this.#clock.sleep(200);
        continue;
      }
      throw this.#launchError(location, failure, portTaken ? port : undefined);
    }
    const postmaster = await readPostmaster(location.data);
    if (postmaster?.state === 'running') return postmaster;
    throw this.#launchError(location, 'It ended right after its start.', undefined);
  }

  /** null when it runs, else what it said. */
  async #tryLaunch(location: Location, port: number): Promise<string | null> {
    const settings = settingsFile({ ...defaultServerSettings, ...this.#options.settings, port });
    await this.#writeOwned(location, join(location.data, 'millrace.conf'), settings);
    const startupLog = join(location.data, 'startup.log');
    await this.#writeOwned(location, startupLog, '');
    const { code, output } = await this.#pgCtl(location, [
      ...['start', '-w', '-s', '-t', String(startTimeoutMs / 1000)],
      ...['-l', startupLog],
    ]);
    if (code === 0) {
      await writeFile(join(location.directory, 'port'), `${port}\n`);
      return null;
    }
    return `${output}\n${await this.#logTail(location, startupLog)}`.trim();
  }

  #launchError(location: Location, said: string, takenPort: number | undefined): MillraceError {
    if (takenPort !== undefined) return portTakenError(takenPort);
    if (/No space left on device/i.test(said)) {
      return diskFullError(location.data);
    }
    return new MillraceError(
      'POSTGRES_UNAVAILABLE',
      `Postgres did not start. Its log is in ${join(location.data, 'log')}. It said:\n${said}`,
    );
  }

  /** The end of both logs: the first holds what was said before the second was open. */
  async #logTail(location: Location, startupLog: string): Promise<string> {
    const day = new Date(this.#clock.now()).toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' });
    const paths = [startupLog, join(location.data, 'log', `postgres-${day}.log`)];
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
    return texts.map((text) => text.trim().split('\n').slice(-8).join('\n')).join('\n');
  }

  async #choosePort(location: Location): Promise<number> {
    const { port } = this.#options;
    if (port !== undefined) {
      if (await isPortFree(port)) return port;
      throw portTakenError(port);
    }
    const last = Number(await readFile(join(location.directory, 'port'), 'utf8').catch(() => ''));
    return last > 0 && (await isPortFree(last)) ? last : firstFreePort();
  }

  async #writeOwned(location: Location, path: string, text: string): Promise<void> {
    // Never half written, not on a full disk either: a server with half its settings would listen on another port.
    const fresh = `${path}.new`;
    await writeFile(fresh, text, { mode: 0o600 });
    if (location.user) await chown(fresh, location.user.uid, location.user.gid);
    await rename(fresh, path);
  }

  #pgCtl(location: Location, parameters: readonly string[]) {
    return runProgram(location.binaries.pgCtl, [...parameters, '-D', location.data], {
      user: location.user,
      cwd: location.data,
    });
  }

  #url(port: number, password: string): string {
    return `postgresql://${databaseUser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${this.#database}`;
  }

  async #makeDatabase(url: string): Promise<void> {
    const maintenance = new URL(url);
    maintenance.pathname = '/postgres';
    const client = new pg.Client({ connectionString: maintenance.href, connectionTimeoutMillis: 10_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rowCount } = await client.query('select from pg_database where datname = $1', [this.#database]);
      if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(this.#database)}`);
    } catch (error) {
      throw translatePostgresError(error);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

function portTakenError(port: number): MillraceError {
  return new MillraceError(
    'INVALID_SETTINGS',
    `Port ${port} on 127.0.0.1 is taken by another program. Set MILLRACE_POSTGRES_PORT to a free one.`,
    { details: { port } },
  );
}

function diskFullError(directory: string, cause?: unknown): MillraceError {
  return new MillraceError(
    'STORAGE_FULL',
    `Postgres cannot start: the disk of ${directory} is full. Free some space.`,
    {
      cause,
    },
  );
}
