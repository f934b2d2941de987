import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Logger, MillraceError } from '@millrace/core';
import { type Binaries, copyBinaries, findBinaries } from './binaries.ts';
import { canExecute, canUseDirectory, postgresUser, type SystemUser } from './system-user.ts';

/** Where a server keeps what it keeps, and as whom it runs. */
export interface Location {
  /** Holds the data directory and, beside it, password and port. */
  readonly directory: string;
  /** Postgres's own data directory, without symbolic links in its path. */
  readonly data: string;
  readonly binaries: Binaries;
  readonly user: SystemUser | undefined;
}

/** Where root's servers live whose project lies where their user cannot reach it. */
const sharedRoot = '/var/lib/millrace';

/** Names the directory in that place that belongs to this one. */
const movedTo = 'moved-to';

/** Makes a directory that other users can pass through, whatever the umask says; those above only where they are new. */
async function makeTraversable(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined) return;
  for (let path = directory; path.length >= first.length; path = dirname(path)) await chmod(path, 0o755);
}

async function makeData(directory: string, user: SystemUser | undefined): Promise<string> {
  await makeTraversable(directory);
  const data = join(await realpath(directory), 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  // Also when it is there already: of the programs' demands, this one is checked by the server at every start.
  if (user) await chown(data, user.uid, user.gid);
  await chmod(data, 0o700);
  return data;
}

/** Postgres's data directory for `directory`, as the last start left it; null when there was none. Makes nothing. */
export async function existingData(directory: string): Promise<string | null> {
  const outside = (await readFile(join(directory, movedTo), 'utf8').catch(() => '')).trim();
  for (const place of outside ? [directory, outside] : [directory]) {
    const data = join(place, 'data');
    if (existsSync(join(data, 'PG_VERSION'))) return realpath(data);
  }
  return null;
}

/** The directory outside the project, remembered in it, so that another project at the same path later gets another. */
async function outsideProject(directory: string): Promise<string> {
  const memory = join(directory, movedTo);
  const remembered = await readFile(memory, 'utf8').catch(() => '');
  if (remembered.trim()) return remembered.trim();
  const hash = createHash('sha256')
    .update(await realpath(directory))
    .digest('hex')
    .slice(0, 12);
  const outside = join(sharedRoot, `${hash}-${randomBytes(3).toString('hex')}`);
  await makeTraversable(outside);
  await writeFile(memory, `${outside}\n`);
  return outside;
}

/**
 * Finds the programs and a data directory that the server's user reaches: in `directory`, else, for root, under
 * /var/lib/millrace. INVALID_SETTINGS when there is no way.
 */
export async function locate(directory: string, logger: Logger): Promise<Location> {
  const user = await postgresUser();
  let binaries = await findBinaries();
  let place = directory;
  try {
    const data = await makeData(directory, user);
    if (canUseDirectory(user, data) && canExecute(user, binaries.postgres)) return { directory, data, binaries, user };
    if (!user) {
      throw new MillraceError(
        'INVALID_SETTINGS',
        `${data} or ${binaries.postgres} cannot be used: check their permissions and mount options, set MILLRACE_DATA_DIRECTORY to another directory, or DATABASE_URL to a server of your own.`,
      );
    }
    place = canUseDirectory(user, data) ? directory : await outsideProject(directory);
    if (!canExecute(user, binaries.postgres)) binaries = await copyBinaries(binaries, await outsideProject(directory));
    const reached = await makeData(place, user);
    if (place !== directory) {
      logger.info(
        { directory: place },
        `The user "${user.name}", whom Postgres runs as, cannot reach ${directory}: its data is in ${place}.`,
      );
    }
    if (canUseDirectory(user, reached) && canExecute(user, binaries.postgres)) {
      return { directory: place, data: reached, binaries, user };
    }
  } catch (cause) {
    if (cause instanceof MillraceError) throw cause;
    throw new MillraceError(
      'INVALID_SETTINGS',
      `${place} cannot be made ready for Postgres (${cause instanceof Error ? cause.message : cause}). Set MILLRACE_DATA_DIRECTORY to a directory that can be written to, or DATABASE_URL to a server of your own.`,
      { cause },
    );
  }
  throw new MillraceError(
    'INVALID_SETTINGS',
    `The user "${user?.name}", whom Postgres runs as, can reach neither ${directory} nor ${place}. Set MILLRACE_DATA_DIRECTORY to a directory that it can reach, or DATABASE_URL to a server of your own.`,
  );
}
