import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Ids of the children of a process: of a postmaster, each session is one. */
export async function childrenOf(pid: number): Promise<number[]> {
  // Where there are none, ps ends as if something were wrong.
  const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout
    .split('\n')
    .filter((line) => line.trim())
    .map(Number);
}
