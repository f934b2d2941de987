import { childrenOf, type TestServer } from '@millrace/database/testing';

/** All of a server at once, sessions in the middle of their commits too, as when the machine goes down. */
export async function killServer(server: TestServer): Promise<void> {
  const postmaster = await server.server.status();
  const children = await childrenOf(postmaster?.pid as number);
  for (const pid of [postmaster?.pid as number, ...children]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
  await server.kill();
}
