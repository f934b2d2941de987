import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isPostgresOf } from './process-identity.ts';

/** What a server says of itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Where its Unix socket is; null when it has none. */
  readonly socketDirectory: string | null;
  readonly startedAt: Date;
  readonly state: 'starting' | 'running' | 'stopping';
}

const states: { readonly [word: string]: Postmaster['state'] } = {
  starting: 'starting',
  ready: 'running',
  standby: 'running',
  stopping: 'stopping',
};

/**
 * The server that runs on this data directory, or null. Its lines are those of PostgreSQL's miscadmin.h: process,
 * data directory, start time, port, socket directory, listen address, shared memory, status.
 */
export async function readPostmaster(data: string): Promise<Postmaster | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!(await isPostgresOf(pid, data))) return null;
  return {
    pid,
    port: Number(lines[3] ?? 0),
    socketDirectory: lines[4] || null,
    startedAt: new Date(Number(lines[2] ?? 0) * 1000),
    state: states[lines[7] ?? ''] ?? 'starting',
  };
}

/**
 * Takes away what a server left that was killed. Postgres does so by itself, unless some other process of the same user
 * has the number by now: then it would refuse to start. Only called while no server runs on the directory.
 */
export async function removeStalePostmasterPid(data: string): Promise<boolean> {
  const path = join(data, 'postmaster.pid');
  const text = await readFile(path, 'latin1').catch(() => null);
  if (text === null || (await isPostgresOf(Number(text.split('\n')[0]), data))) return false;
  await rm(path, { force: true });
  return true;
}
