import { chmod, chown, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Location } from './location.ts';

/** Bytes of a socket's path, of which macOS allows the fewest (sun_path in sys/un.h, less its last zero). */
const maxPathBytes = 103;
/** As Postgres names the socket of the longest port. */
const longestName = '.s.PGSQL.65535';

/**
 * Makes the directory of the server's Unix socket, which nobody but the server's user and root can enter; null where there can be no socket: on Windows,
 * and where the path is too long for one. What a server left in it that was killed is taken away: only called while none runs.
 */
export async function makeSocketDirectory({ directory, user }: Location): Promise<string | null> {
  const path = join(directory, 'socket');
  if (process.platform === 'win32' || Buffer.byteLength(join(path, longestName)) > maxPathBytes) return null;
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  if (user) await chown(path, user.uid, user.gid);
  for (const name of await readdir(path)) await rm(join(path, name), { force: true });
  return path;
}
