import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const inMemory = '/dev/shm';
/** What the servers of a test run take up at most is a third of it. */
const leastBytes = 6 * 1024 ** 3;

function freeBytes(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/**
 * Where the data of tests goes: into memory where there is plenty, because Postgres makes hundreds of files for each database,
 * which costs a disk's file system several times as much. TMPDIR, where it is set, says otherwise.
 */
export function temporaryDirectory(): string {
  return process.env.TMPDIR || freeBytes(inMemory) < leastBytes ? tmpdir() : inMemory;
}

/** Wherever a test run may have left something. */
export function temporaryDirectories(): readonly string[] {
  return [...new Set([tmpdir(), temporaryDirectory()])];
}
