import { execFileSync } from 'node:child_process';
import type { TestServer } from '@millrace/database/testing';

/** The processes of the server: the postmaster's children, of which each session is one. */
function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)])
    .toString()
    .split('\n')
    .filter((line) => line.trim())
    .map(Number);
}

/** All of a server at once, sessions in the middle of their commits too, as when the machine goes down. */
export async function killServer(server: TestServer): Promise<void> {
  const postmaster = await server.server.status();
  const children = childrenOf(postmaster?.pid as number);
  for (const pid of [postmaster?.pid as number, ...children]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
  await server.kill();
}
