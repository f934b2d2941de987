import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `f_type` of a file system in memory, as statfs(2) has it. */
const tmpfsType = 0x01021994;

/** A directory for one run's servers, and its removal. */
export interface ScratchDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes an empty directory below the system's temporary one. Refuses one in memory: fsync costs nothing there, and the
 * figures would be about something else.
 */
export async function makeScratchDirectory(): Promise<ScratchDirectory> {
  const parent = tmpdir();
  if ((await statfs(parent)).type === tmpfsType) {
    throw new Error(`${parent} is in memory, where fsync costs nothing. Set TMPDIR to a directory on a disk.`);
  }
  const path = await mkdtemp(join(parent, 'millrace-bench-'));
  // Postgres runs as a user of its own where this is root.
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
