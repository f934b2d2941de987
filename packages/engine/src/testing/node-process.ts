import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openDatabase } from '@millrace/database';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import { moduleCall } from './module-call.ts';
import { withoutRetention } from './test-engine.ts';

/** A process that runs a function of a module, and tells lines. */
export interface NodeProcess {
  readonly child: ChildProcess;
  /** What it has told, in order. */
  readonly words: readonly string[];
  /** Resolves once it has ended by itself or was killed, and all that it said was heard. */
  readonly ended: Promise<void>;
}

/** Runs the function `name` of the module at `address` (its import.meta.url) in a process of its own. It gets `options` as JSON. */
export function startNodeProcess(address: string, name: string, options: object): NodeProcess {
  const child = spawn(process.execPath, moduleCall(address, name, options), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const words: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => words.push(line));
  return {
    child,
    words,
    ended: Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => undefined),
  };
}

export interface OpenNode {
  readonly engine: Engine;
  close(): Promise<void>;
}

/** A node on a database that is there, for such a process. */
export async function openNode(options: {
  readonly url: string;
  readonly limits?: Partial<EngineLimits>;
}): Promise<OpenNode> {
  const database = await openDatabase({ url: options.url });
  const engine = await createEngine({ database, limits: { ...withoutRetention, ...options.limits } });
  return {
    engine,
    async close() {
      await engine.close();
      await database.close();
    },
  };
}
