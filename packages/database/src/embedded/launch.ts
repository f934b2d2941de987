import { chown, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Logger, MillraceError } from '@millrace/core';
import { initialise } from './initialise.ts';
import type { Location } from './location.ts';
import { firstFreePort, isPortFree } from './port.ts';
import { type Postmaster, readPostmaster, removeStalePostmasterPid } from './postmaster-pid.ts';
import { type ProgramResult, runProgram } from './run-program.ts';
import { defaultServerSettings, type ServerSettings, settingsFile } from './server-settings.ts';
import { makeSocketDirectory } from './socket-directory.ts';

/** Crash recovery replays at most max_wal_size of log, well within this. */
export const startTimeoutMs = 300_000;
/** Backends of a server that was killed notice it within seconds; until then a new one is refused the directory. */
const leftoverTimeoutMs = 15_000;

export interface LaunchOptions {
  /** undefined: the one of the last start, else the first that is free. */
  readonly port: number | undefined;
  /** Whether the server was at `port` before, where its clients look for it. */
  readonly isKeptPort: boolean;
  readonly settings: ServerSettings;
  readonly logger: Logger;
  readonly clock: Clock;
}

export function pgCtl(location: Location, parameters: readonly string[]): Promise<ProgramResult> {
  return runProgram(location.binaries.pgCtl, [...parameters, '-D', location.data], {
    user: location.user,
    cwd: location.data,
  });
}

export function diskFullError(directory: string, cause?: unknown): MillraceError {
  return new MillraceError(
    'STORAGE_FULL',
    `Postgres cannot start: the disk of ${directory} is full. Free some space.`,
    {
      cause,
    },
  );
}

function portTakenError(port: number, isKeptPort: boolean): MillraceError {
  const advice = isKeptPort
    ? 'The server was there, and its clients look for it there: end that program, or start Millrace anew, with another MILLRACE_POSTGRES_PORT if need be.'
    : 'Set MILLRACE_POSTGRES_PORT to a free one.';
  return new MillraceError('INVALID_SETTINGS', `Port ${port} on 127.0.0.1 is taken by another program. ${advice}`, {
    details: { port },
  });
}

async function choosePort(location: Location, { port: asked, isKeptPort }: LaunchOptions): Promise<number> {
  if (asked !== undefined) {
    if (await isPortFree(asked)) return asked;
    throw portTakenError(asked, isKeptPort);
  }
  const last = Number(await readFile(join(location.directory, 'port'), 'utf8').catch(() => ''));
  return last > 0 && (await isPortFree(last)) ? last : firstFreePort();
}

/** Never half written, not on a full disk either: a server with half its settings would listen on another port. */
async function writeOwned(location: Location, path: string, text: string): Promise<void> {
  const fresh = `${path}.new`;
  await writeFile(fresh, text, { mode: 0o600 });
  if (location.user) await chown(fresh, location.user.uid, location.user.gid);
  await rename(fresh, path);
}

/** The end of both logs: the first holds what was said before the second was open. */
async function logTail(location: Location, startupLog: string, clock: Clock): Promise<string> {
  const day = new Date(clock.now()).toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' });
  const paths = [startupLog, join(location.data, 'log', `postgres-${day}.log`)];
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
  return texts.map((text) => text.trim().split('\n').slice(-8).join('\n')).join('\n');
}

/** null when it runs, else what it said. */
async function tryLaunch(location: Location, port: number, options: LaunchOptions): Promise<string | null> {
  const socketDirectory = await makeSocketDirectory(location);
  // A list, in which a quoted directory may have commas.
  const unix_socket_directories = socketDirectory === null ? '' : `"${socketDirectory.replaceAll('"', '""')}"`;
  const settings = settingsFile({ ...defaultServerSettings, unix_socket_directories, ...options.settings, port });
  await writeOwned(location, join(location.data, 'millrace.conf'), settings);
  const startupLog = join(location.data, 'startup.log');
  await writeOwned(location, startupLog, '');
  const { code, output } = await pgCtl(location, [
    ...['start', '-w', '-s', '-t', String(startTimeoutMs / 1000)],
    ...['-l', startupLog],
  ]);
  if (code === 0) {
    await writeFile(join(location.directory, 'port'), `${port}\n`);
    return null;
  }
  return `${output}\n${await logTail(location, startupLog, options.clock)}`.trim();
}

function launchError(location: Location, said: string): MillraceError {
  if (/No space left on device/i.test(said)) return diskFullError(location.data);
  return new MillraceError(
    'POSTGRES_UNAVAILABLE',
    `Postgres did not start. Its log is in ${join(location.data, 'log')}. It said:\n${said}`,
  );
}

/** Starts a server on a directory where none runs, which is made into a cluster first when it is new. */
export async function launch(location: Location, options: LaunchOptions): Promise<Postmaster> {
  const { logger, clock } = options;
  if (await initialise(location, { sync: options.settings.fsync !== 'off' })) {
    logger.info({ directory: location.data }, 'Made a new database cluster.');
  }
  if (await removeStalePostmasterPid(location.data)) {
    logger.info({}, 'Postgres was not stopped properly the last time: it recovers, and nothing committed is lost.');
  }
  const deadline = clock.monotonic() + leftoverTimeoutMs;
  for (;;) {
    const port = await choosePort(location, options);
    const failure = await tryLaunch(location, port, options);
    if (failure === null) break;
    const inTime = clock.monotonic() < deadline;
    // Its log may say why only a moment later.
    const portTaken = /could not bind|could not create any TCP\/IP sockets/i.test(failure) || !(await isPortFree(port));
    const leftovers = /pre-existing shared memory|lock file ".*" already exists/i.test(failure);
    // Somebody took the port in between: the next try takes another, unless this one was asked for.
    if (inTime && (leftovers || (portTaken && options.port === undefined))) {
      await clock.sleep(200);
      continue;
    }
    throw portTaken ? portTakenError(port, options.isKeptPort) : launchError(location, failure);
  }
  const postmaster = await readPostmaster(location.data);
  if (postmaster?.state === 'running') return postmaster;
  throw launchError(location, 'It ended right after its start.');
}
