import { createServer } from 'node:net';
import { MillraceError } from '@millrace/core';

/** Where the search for a free port begins. */
const firstPort = 54_320;
const portsTried = 200;

/** Whether a server could listen on this port of 127.0.0.1 now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first free port from `from` on. */
export async function firstFreePort(from: number = firstPort): Promise<number> {
  for (let port = from; port < from + portsTried; port++) {
    if (await isPortFree(port)) return port;
  }
  throw new MillraceError(
    'INVALID_SETTINGS',
    `No port from ${from} to ${from + portsTried - 1} is free. Set MILLRACE_POSTGRES_PORT to one that is.`,
  );
}
