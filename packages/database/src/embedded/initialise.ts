import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MillraceError } from '@millrace/core';
import type { Location } from './location.ts';
import { runProgram } from './run-program.ts';

/** The superuser of an embedded server, who owns the database. */
export const databaseUser = 'millrace';

const passwordPath = (location: Location) => join(location.directory, 'password');

/** The password, made at the first call; kept beside the data, readable by nobody else. */
export async function readPassword(location: Location): Promise<string> {
  const path = passwordPath(location);
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known.trim()) return known.trim();
  if (existsSync(join(location.data, 'PG_VERSION'))) {
    throw new MillraceError(
      'INVALID_SETTINGS',
      `${path} is missing or empty: without it nobody gets into the database in ${location.data}. Put the file back, or move ${location.directory} away to begin with an empty database.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}

/**
 * Makes a database cluster in the data directory, unless there is one. It is made beside it and then renamed, so that a
 * process killed half way leaves no half of a cluster.
 */
export async function initialise(location: Location, options: { readonly sync: boolean }): Promise<boolean> {
  const { data, user, directory } = location;
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => null);
  const major = location.binaries.version.split('.')[0];
  if (version !== null) {
    if (version.trim() === major) return false;
    throw new MillraceError(
      'INVALID_SETTINGS',
      `${data} was written by Postgres ${version.trim()}, and this is Postgres ${major}. Use the release of Millrace that wrote it, or move ${directory} away to begin with an empty database.`,
    );
  }
  const password = await readPassword(location);
  const fresh = `${data}.new`;
  const passwordCopy = join(fresh, '..', 'initdb-password');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordCopy, `${password}\n`, { mode: 0o600 });
  try {
    if (user) {
      await chown(fresh, user.uid, user.gid);
      await chown(passwordCopy, user.uid, user.gid);
    }
    const { code, output } = await runProgram(
      location.binaries.initdb,
      [
        `--pgdata=${fresh}`,
        `--username=${databaseUser}`,
        `--pwfile=${passwordCopy}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The same order of texts on every system, whatever locales it has.
        '--no-locale',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(options.sync ? [] : ['--no-sync']),
      ],
      { user, cwd: fresh },
    );
    if (code !== 0) {
      const full = /No space left on device/.test(output);
      throw new MillraceError(
        full ? 'STORAGE_FULL' : 'POSTGRES_UNAVAILABLE',
        full
          ? `There is no disk space for a database in ${directory}. Free some, or set MILLRACE_DATA_DIRECTORY to a directory on another disk.`
          : `initdb could not make a database in ${directory}:\n${output}`,
        { retriable: false },
      );
    }
    await appendFile(join(fresh, 'postgresql.conf'), "\ninclude_if_exists 'millrace.conf'\n");
    await rmdir(data).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return;
      throw new MillraceError(
        'INVALID_SETTINGS',
        `${data} is not empty and holds no Postgres database. Set MILLRACE_DATA_DIRECTORY to another directory.`,
        { cause: error },
      );
    });
    await rename(fresh, data);
    await chmod(data, 0o700);
    return true;
  } finally {
    await rm(passwordCopy, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}
