import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchContext } from '../case.ts';
import type { Run } from '../measure/run.ts';
import type { Contender, Topics } from './contenders.ts';
import { partitions } from './drain.ts';

/** What an instance says of itself. */
export interface InstanceProgress {
  readonly tasks: number;
  /** Records it has processed and committed. */
  readonly recordsIn: number;
}

const instanceCount = 2;
const program = fileURLToPath(new URL('../servers/stream-instance.js', import.meta.url));

let applications = 0;

/**
 * Processes what waits by a program that is started twice, each time as a process with an engine of its own. Counts from when each has its half of the
 * tasks to the last commit: what was done by then is left out.
 */
export async function drainByInstances(context: BenchContext, contender: Contender, topics: Topics): Promise<Run> {
  const applicationId = `bench-instances-${applications++}`;
  const parameters = [context.postgres.url, applicationId, contender.name, JSON.stringify(topics)];
  const children = Array.from({ length: instanceCount }, () =>
    fork(program, parameters, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
  try {
    await Promise.all(children.map((child) => once(child, 'message')));
    for (const child of children) child.send('start');
    const run = await drained(children, contender.records);
    for (const child of children) child.send('stop');
    await Promise.all(children.map((child) => once(child, 'exit')));
    return run;
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

function drained(children: readonly ChildProcess[], records: number): Promise<Run> {
  const progress: InstanceProgress[] = children.map(() => ({ tasks: 0, recordsIn: 0 }));
  let begun: { readonly at: number; readonly records: number } | undefined;
  return new Promise((resolve, reject) => {
    for (const [i, child] of children.entries()) {
      child.once('exit', (code) => reject(new Error(`An instance ended with ${code}.`)));
      child.on('message', (message) => {
        progress[i] = message as InstanceProgress;
        const done = progress.reduce((sum, { recordsIn }) => sum + recordsIn, 0);
        if (progress.every(({ tasks }) => tasks === partitions / instanceCount)) {
          begun ??= { at: performance.now(), records: done };
        }
        if (done < records) return;
        if (!begun) reject(new Error('All was done before the instances had shared the tasks.'));
        else {
          const seconds = (performance.now() - begun.at) / 1_000;
          resolve({ records: records - begun.records, seconds, p50Ms: null, p99Ms: null });
        }
      });
    }
  });
}
