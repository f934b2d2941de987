import { createServer } from 'node:net';
import { MillraceError } from '@millrace/core';
import { isPortFree } from '@millrace/database';

/** Any port that is free now. */
function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The wanted port, or any for 0. INVALID_SETTINGS, naming the variable to change, when another program has it. */
export async function claimPort(wanted: number, purpose: string, variable: string): Promise<number> {
  if (wanted === 0) return anyFreePort();
  if (await isPortFree(wanted)) return wanted;
  throw new MillraceError(
    'INVALID_SETTINGS',
    `Port ${wanted}, where ${purpose} was to listen, is taken by another program. Stop that one, or set ${variable} to a free port.`,
    { details: { port: wanted, variable } },
  );
}
