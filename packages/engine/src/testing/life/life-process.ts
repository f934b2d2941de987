import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openDatabase } from '@millrace/database';
import { createEngine } from '../../create-engine.ts';
import type { EngineLimits } from '../../limits.ts';
import type { ProducerSequence } from '../../producer/producer.ts';
import { moduleCall } from '../module-call.ts';
import { random } from '../random.ts';
import { within } from '../wait.ts';
import type { LifeReport } from './life-report.ts';
import { liveOnLog } from './live-on-log.ts';

interface LifeProcessOptions {
  readonly url: string;
  readonly name: string;
  readonly seed: number;
  readonly producer: ProducerSequence;
}

/** Background work as often as it can be, and small enough tables that it has something to do. */
const limits: Partial<EngineLimits> = {
  maintenanceIntervalMs: 20,
  retentionIntervalMs: 20,
  compactionIntervalMs: 50,
  maxRewritePercent: 100,
  keyIndexIntervalMs: 50,
  offsetTableBytes: 16_384,
  producerTableBytes: 16_384,
  outboxTableBytes: 16_384,
  sessionTimeoutMs: 1_000,
  heartbeatIntervalMs: 300,
  groupCheckIntervalMs: 100,
};

/** A node in a process of its own that does everything at once. */
export interface LifeProcess {
  readonly child: ChildProcess;
  /** SIGKILL, and all that it said was heard. */
  kill(): Promise<void>;
  /** Ends by itself, with what is on its way. */
  stop(): Promise<void>;
}

export function startLifeProcess(options: LifeProcessOptions, onReport: (said: LifeReport) => void): LifeProcess {
  const child = spawn(process.execPath, moduleCall(import.meta.url, 'runLifeProcess', options), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on('line', (line) => {
    // The last line of a process that was killed may be cut off: nobody was told what it says.
    if (line.endsWith('}')) onReport(JSON.parse(line) as LifeReport);
  });
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => undefined);
  return {
    child,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await within(ended, 'the process to stop', 60_000);
    },
  };
}

/**
 * What the process runs until it gets SIGTERM.
 * @public The process imports it by this file's address.
 */
export async function runLifeProcess(): Promise<void> {
  const { url, name, seed, producer } = JSON.parse(process.argv.at(-1) as string) as LifeProcessOptions;
  const database = await openDatabase({ url });
  const engine = await createEngine({ database, limits });
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  // Written before the next thing is done: a pipe takes it at once.
  const tell = (said: LifeReport) => process.stdout.write(`${JSON.stringify(said)}\n`);
  await liveOnLog({ engine, database, name, chance: random(seed), producer, signal: stop.signal, tell });
  await engine.close();
  await database.close();
}
