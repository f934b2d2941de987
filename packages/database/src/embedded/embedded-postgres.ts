import { join } from 'node:path';
import { type Clock, type Logger, MillraceError, silentLogger, systemClock } from '@millrace/core';
import pg from 'pg';
import { translatePostgresError } from '../postgres-error.ts';
import { databaseUser, readPassword } from './initialise.ts';
import { keepingProcessAlive } from './keep-alive.ts';
import { diskFullError, launch, pgCtl, startTimeoutMs } from './launch.ts';
import { existingData, type Location, locate } from './location.ts';
import { type Postmaster, readPostmaster } from './postmaster-pid.ts';
import { withProcessLock } from './process-lock.ts';
import type { ServerSettings } from './server-settings.ts';

const stopTimeoutMs = 60_000;

export interface EmbeddedPostgresOptions {
  /** Everything of the server is in here: data, password, port. Made when it is not there. */
  readonly directory: string;
  /**
   * Default: the one of the last start, else the first free from 54320 on. Where this object has started or found the server once it
   * starts it again.
   */
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
  /**
   * The same over the server's Unix socket, by which a round trip costs both sides a sixth less: for processes of the same user, or root. `url` where it has
   * none.
   */
  readonly localUrl: string;
  readonly pid: number;
  readonly port: number;
  readonly startedAt: Date;
  /** Postgres's data directory. */
  readonly dataDirectory: string;
  /** Whether it was running already when `start` was called. */
  readonly reused: boolean;
}

/** `host` in the query goes before the one in front of it, in libpq and in node-postgres. */
function overSocket(url: string, socketDirectory: string | null): string {
  return socketDirectory === null ? url : `${url}?host=${encodeURIComponent(socketDirectory)}`;
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
  /** Where the server was, and where pools of this process look for it when it comes back. */
  #port: number | undefined;

  constructor(options: EmbeddedPostgresOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#clock = options.clock ?? systemClock;
    this.#database = options.database ?? 'millrace';
  }

  /**
   * Starts the server, or finds it running; makes cluster and database at the first time, and recovers after a kill or a
   * power cut. Called again, at the same port or not at all. INVALID_SETTINGS (port taken, directory of no use), STORAGE_FULL,
   * POSTGRES_UNAVAILABLE with the end of its log.
   */
  start(): Promise<RunningPostgres> {
    return this.#exclusively(async (location) => {
      const before = await this.#settled(location);
      const postmaster = before ?? (await this.#launch(location));
      this.#port ??= postmaster.port;
      const url = this.#url(postmaster.port, await readPassword(location));
      await this.#makeDatabase(url);
      return {
        url,
        localUrl: overSocket(url, postmaster.socketDirectory),
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
   * written. `immediate`: stopped without writing, so that the next start recovers. Nothing happens when none runs.
   */
  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    // Not in turn: it is what helps when another stop takes too long.
    if (mode === 'immediate') return this.#stopAtOnce(await this.#locate());
    await this.#exclusively(async (location) => {
      if (!(await readPostmaster(location.data))) return;
      const { output } = await pgCtl(location, ['stop', '-m', 'fast', '-w', '-t', String(stopTimeoutMs / 1000)]);
      if (!(await readPostmaster(location.data))) return;
      this.#logger.warn(
        { output },
        'Postgres did not stop in time; it is stopped at once and recovers at the next start.',
      );
      await this.#stopAtOnce(location);
    });
  }

  async #stopAtOnce(location: Location): Promise<void> {
    if (await readPostmaster(location.data)) await pgCtl(location, ['stop', '-m', 'immediate', '-w', '-t', '10']);
  }

  /** The server that runs on the directory, whoever started it; null when none does. Makes nothing. */
  async status(): Promise<Postmaster | null> {
    const data = await existingData(this.#options.directory);
    return data === null ? null : readPostmaster(data);
  }

  /** Whether a server was ever started on the directory. Makes nothing. */
  async exists(): Promise<boolean> {
    return (await existingData(this.#options.directory)) !== null;
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

  #launch(location: Location): Promise<Postmaster> {
    const { settings = {} } = this.#options;
    const port = this.#port ?? this.#options.port;
    const isKeptPort = this.#port !== undefined;
    return launch(location, { port, isKeptPort, settings, logger: this.#logger, clock: this.#clock });
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
