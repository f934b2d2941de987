import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openDatabase } from '@millrace/database';
import type { EngineLimits } from '../limits.ts';
import { startGroupNode } from './group-node.ts';
import { moduleCall } from './module-call.ts';
import { until, within } from './wait.ts';

interface GroupProcessOptions {
  readonly url: string;
  readonly group: string;
  readonly limits: Partial<EngineLimits>;
}

/** A node in a process of its own with one member. */
export interface GroupProcess {
  readonly child: ChildProcess;
  /** Resolves once its member has told that it owns so many units; `out` that the group knows it no more. */
  told(what: number | 'out', limitMs?: number): Promise<void>;
}

/** Resolves once its member has joined. */
export async function startGroupProcess(options: GroupProcessOptions): Promise<GroupProcess> {
  const child = spawn(process.execPath, moduleCall(import.meta.url, 'runGroupProcess', options), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const words: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => words.push(line));
  await within(once(lines, 'line'), 'a word of the process');
  return {
    child,
    told: (what, limitMs) =>
      until(`the process to tell ${what}`, () => words.at(-1) === String(what), limitMs).then(() => {}),
  };
}

/**
 * What the process runs, until it is killed.
 * @public The process imports it by this file's address.
 */
export async function runGroupProcess(): Promise<void> {
  const { url, group, limits } = JSON.parse(process.argv.at(-1) as string) as GroupProcessOptions;
  const database = await openDatabase({ url });
  const node = await startGroupNode({ database, limits });
  const member = await node.join(group);
  for (let last: string | undefined; ; ) {
    const now = String(member.units()?.length ?? 'out');
    if (now !== last) process.stdout.write(`${now}\n`);
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
