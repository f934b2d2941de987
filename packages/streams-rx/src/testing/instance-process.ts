import { once } from 'node:events';
import { isMillraceError } from '@millrace/core';
import { type NodeProcess, openNode, startNodeProcess, until } from '@millrace/engine/testing';
import { createStreams } from '../application/streams.ts';
import { PostgresStateBackend } from '../state/postgres/postgres-state-backend.ts';
import type { StateBackend } from '../state/task-state.ts';
import { killTopologies } from './kill-topologies.ts';

export interface InstanceProcessOptions {
  readonly url: string;
  readonly applicationId: string;
  readonly topology: keyof typeof killTopologies;
  /** Says `opening` when it has locked the ownership of its first task to open it, and does no more with that transaction. */
  readonly hangsInOpening?: boolean;
}

/** Short, so that sessions are over often; two heartbeats fit in. */
export const sessionTimeoutMs = 2_000;

/** An instance of an application in a process of its own. It tells `started`, `stopped`, or `failed` with the code. */
export function startInstance(options: InstanceProcessOptions): NodeProcess {
  return startNodeProcess(import.meta.url, 'runInstance', options);
}

export function hasStarted({ words }: NodeProcess, limitMs = 60_000): Promise<unknown> {
  return until('an instance to start', () => words.length > 0, limitMs);
}

function hangingState(real: StateBackend): StateBackend {
  const hang = async () => {
    say('opening');
    await new Promise(() => {});
  };
  return { open: (task) => real.open({ ...task, fence: (tx) => task.fence(tx).then(hang) }) };
}

const say = (word: string) => process.stdout.write(`${word}\n`);

/**
 * What the process runs, until SIGTERM.
 * @public The process imports it by this file's address.
 */
export async function runInstance(options: InstanceProcessOptions): Promise<void> {
  const { url, applicationId, topology, hangsInOpening } = options;
  const node = await openNode({ url, limits: { sessionTimeoutMs, heartbeatIntervalMs: 500 } });
  // Many epochs, and some of them folded.
  const { engine } = node;
  const real = new PostgresStateBackend({ engine, applicationId });
  const state = hangsInOpening ? hangingState(real) : real;
  const app = createStreams({ applicationId, engine, limits: { maxEpochRecords: 200 }, state });
  killTopologies[topology](app);
  const stopping = once(process, 'SIGTERM');
  try {
    await app.start();
    say('started');
    await Promise.race([stopping, app.ended]);
    await app.stop();
    say('stopped');
  } catch (error) {
    say(`failed ${isMillraceError(error) ? error.code : String((error as Error)?.stack ?? error)}`);
    await app.stop();
  }
  await node.close();
}
