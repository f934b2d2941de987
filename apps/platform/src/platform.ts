import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Clock, MillraceError, systemClock } from '@millrace/core';
import { type ProcessLock, tryProcessLock } from '@millrace/database';
import { type DatabaseService, startDatabase } from './database-service.ts';
import { alreadyRunningText } from './messages.ts';
import { claimPort } from './ports.ts';
import { apiProgram, consoleProgram, consoleUrlOf, graphqlUrlOf, type ProgramOptions } from './programs.ts';
import { announce, findRunningPlatform, lockPath, type RunningPlatform, withdraw } from './running-platform.ts';
import { type PlatformSettings, parseSettings } from './settings.ts';
import { SupervisedProcess } from './supervised-process.ts';

export interface PlatformOptions {
  /** Over what the environment says. Ports of 0 and a data directory of its own keep it apart from `npm start`'s. */
  readonly settings?: Partial<PlatformSettings>;
  /** Whether the console is wanted. Default true. */
  readonly console?: boolean;
  /** Sources with reload instead of the build. Default false. */
  readonly dev?: boolean;
  /** What happens while it starts, runs and stops: a sentence at a time. Default: nowhere. */
  readonly report?: (line: string) => void;
  readonly clock?: Clock;
  /** Ends a start that is not wanted any more: it rejects with SHUTTING_DOWN once nothing runs. Later it does nothing. */
  readonly signal?: AbortSignal;
}

/** A platform that this process started. */
export interface Platform extends RunningPlatform {
  /** Postgres's data directory; null with DATABASE_URL. */
  readonly postgresDirectory: string | null;
  /**
   * API first, which finishes what it has taken; then the console, then Postgres. Once more with `force` while it goes on:
   * everything is killed, and Postgres recovers at the next start.
   */
  stop(options?: { readonly force?: boolean }): Promise<void>;
}

async function lockDirectory(dataDirectory: string): Promise<ProcessLock> {
  await mkdir(dataDirectory, { recursive: true });
  const lock = await tryProcessLock(lockPath(dataDirectory));
  if ('release' in lock) return lock;
  const running = await findRunningPlatform(dataDirectory);
  throw new MillraceError(
    'ALREADY_RUNNING',
    running
      ? alreadyRunningText(running)
      : `Millrace is just starting or stopping on ${dataDirectory}, as process ${lock.heldBy}.`,
    { details: { processId: lock.heldBy } },
  );
}

/**
 * Starts Postgres, the API and the console, and keeps them running until `stop`. ALREADY_RUNNING when another process does
 * so on the same data directory; INVALID_SETTINGS, naming the variable, for a taken port; whatever hinders Postgres.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { clock = systemClock, report = () => {}, dev = false } = options;
  const wanted = { ...parseSettings(process.env), ...options.settings };
  const settings: PlatformSettings = { ...wanted, dataDirectory: resolve(wanted.dataDirectory) };
  const { dataDirectory } = settings;
  const withConsole = options.console ?? true;

  // Timers of the clock and waiting children do not keep a process alive; this does, until everything has stopped.
  const alive = setInterval(() => {}, 2 ** 30);
  let lock: ProcessLock | undefined;
  let database: DatabaseService | undefined;
  let api: SupervisedProcess | undefined;
  let web: SupervisedProcess | undefined;

  const end = async () => {
    await withdraw(dataDirectory);
    await lock?.release();
    clearInterval(alive);
  };
  const stopAll = async () => {
    if (api) report('Stopping the API: it finishes what it has taken …');
    await api?.stop();
    if (web) report('Stopping the console …');
    await web?.stop();
    if (database?.postgresDirectory) report('Stopping Postgres …');
    await database?.stop();
    await end();
  };
  const killAll = async (mode: 'fast' | 'immediate') => {
    await Promise.all([api?.kill(), web?.kill()]);
    await database?.stop(mode);
    await end();
  };
  /** Says where everything is, once that is known and whenever it changes. */
  let publish = async () => {};
  const { signal } = options;
  const giveUp = () => void Promise.all([api?.kill(), web?.kill()]);
  signal?.addEventListener('abort', giveUp, { once: true });

  try {
    lock = await lockDirectory(dataDirectory);
    const program: ProgramOptions = {
      dev,
      clock,
      dataDirectory,
      apiPort: await claimPort(settings.apiPort, 'the API', 'MILLRACE_API_PORT'),
      consolePort: withConsole
        ? await claimPort(settings.consolePort, 'the console', 'MILLRACE_CONSOLE_PORT')
        : settings.consolePort,
    };
    const supervise = { clock, report, onRestart: () => publish() };
    // The console needs no database to start: it starts meanwhile.
    web = withConsole ? new SupervisedProcess(consoleProgram(program), supervise) : undefined;
    const webStarted = web?.start();
    webStarted?.catch(() => {});
    database = await startDatabase(settings, { clock, report });
    signal?.throwIfAborted();
    api = new SupervisedProcess(apiProgram(program, database), supervise);
    await Promise.all([api.start(), webStarted]);

    const startedAt = new Date(clock.now()).toISOString();
    const { directUrl: databaseUrl, postgresDirectory } = database;
    const describe = (): RunningPlatform => ({
      consoleUrl: withConsole ? consoleUrlOf(program.consolePort) : null,
      graphqlUrl: graphqlUrlOf(program.apiPort),
      databaseUrl,
      dataDirectory,
      processId: process.pid,
      apiProcessId: api?.pid ?? null,
      startedAt,
    });
    publish = () => announce(describe());
    await publish();
    let stopping: Promise<void> | undefined;
    return {
      ...describe(),
      postgresDirectory,
      get apiProcessId() {
        return api?.pid ?? null;
      },
      stop({ force = false } = {}) {
        if (force) return killAll('immediate');
        stopping ??= stopAll();
        return stopping;
      },
    };
  } catch (error) {
    if (lock) await killAll('fast');
    else clearInterval(alive);
    throw signal?.aborted ? new MillraceError('SHUTTING_DOWN', 'The start was given up.', { cause: error }) : error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}
