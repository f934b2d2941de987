import { MillraceError } from '@millrace/core';
import { firstFreePort, isPortFree } from '@millrace/database';

/** Ports that Linux gives to no connection which goes out (its own begin at 32,768), and hardly a program asks for. */
const quietPorts = { from: 20_000, to: 32_000 };

/**
 * Any port that is free now, and still will be when the program listens, which may be seconds later, or is started again: one of those that
 * the system gives out would be taken by any connection of any program meanwhile.
 */
function anyFreePort(): Promise<number> {
  const { from, to } = quietPorts;
  return firstFreePort(from + Math.floor(Math.random() * (to - from)));
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
