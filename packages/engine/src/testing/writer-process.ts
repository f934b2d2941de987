import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openDatabase } from '@millrace/database';
import { createEngine } from '../create-engine.ts';
import { moduleCall } from './module-call.ts';
import { signal, within } from './wait.ts';
import { type CallOutcome, type WriterOptions, write } from './writer.ts';

export interface WriterProcessOptions extends Omit<WriterOptions, 'engine' | 'signal' | 'onOutcome'> {
  readonly url: string;
}

/** A node in a process of its own that writes. */
export interface WriterProcess {
  readonly child: ChildProcess;
  /** Of its calls, as far as it has told. */
  readonly outcomes: CallOutcome[];
  /** Resolves once it has told of so many calls. */
  told(count: number, limitMs?: number): Promise<void>;
  /** Resolves once it has ended by itself or was killed. */
  readonly ended: Promise<void>;
}

export function startWriterProcess(options: WriterProcessOptions): WriterProcess {
  const child = spawn(process.execPath, moduleCall(import.meta.url, 'runWriterProcess', options), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const outcomes: CallOutcome[] = [];
  const waiting: { count: number; fire: () => void }[] = [];
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on('line', (line) => {
    outcomes.push(JSON.parse(line) as CallOutcome);
    for (const each of waiting) if (outcomes.length >= each.count) each.fire();
  });
  return {
    child,
    outcomes,
    told(count, limitMs) {
      const { fired, fire } = signal();
      waiting.push({ count, fire });
      if (outcomes.length >= count) fire();
      return within(fired, `call ${count} of ${options.name}`, limitMs);
    },
    ended: Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => undefined),
  };
}

/**
 * What the process runs: it writes and tells of every call in a line.
 * @public The process imports it by this file's address.
 */
export async function runWriterProcess(): Promise<void> {
  const { url, ...options } = JSON.parse(process.argv.at(-1) as string) as WriterProcessOptions;
  const database = await openDatabase({ url });
  const engine = await createEngine({ database });
  await write({ ...options, engine, onOutcome: (outcome) => process.stdout.write(`${JSON.stringify(outcome)}\n`) });
  await engine.close();
  await database.close();
}
