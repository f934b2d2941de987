import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { MillraceError } from '@millrace/core';

const run = promisify(execFile);

/** The system user that Postgres runs as; undefined for the user of this process. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

async function lookUp(name: string): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Postgres refuses to run as root, so root's server runs as `postgres`, else `nobody`. INVALID_SETTINGS without either. */
export async function postgresUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const user = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (user) return user;
  throw new MillraceError(
    'INVALID_SETTINGS',
    'Postgres does not run as root, and there is no system user "postgres" or "nobody" to run it as. Start as another user, create one (useradd --system postgres), or set DATABASE_URL to a server of your own.',
  );
}

function passes(user: SystemUser | undefined, flags: readonly string[], path: string): boolean {
  const script = flags.map((flag) => `test ${flag} "$0"`).join(' && ');
  const { status } = spawnSync('/bin/sh', ['-c', script, path], {
    cwd: '/',
    stdio: 'ignore',
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  return status === 0;
}

/** Asked of the system itself as that user, because modes alone do not tell (ACLs, mounts). */
export function canExecute(user: SystemUser | undefined, file: string): boolean {
  return passes(user, ['-x'], file);
}

export function canUseDirectory(user: SystemUser | undefined, directory: string): boolean {
  return passes(user, ['-r', '-w', '-x'], directory);
}
