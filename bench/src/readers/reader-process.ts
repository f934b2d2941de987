import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Run } from '../measure/run.ts';
import type { ReadTask } from './read-task.ts';

const programPath = fileURLToPath(new URL('reader.js', import.meta.url));

export interface ReaderProcess {
  /** Reads everything once more. */
  run(): Promise<Run>;
  stop(): Promise<void>;
}

/**
 * A consumer in a process of its own, for all rounds. In this one the records that are written would be in its memory, and a
 * collector that has to walk them costs most whoever is quickest.
 */
export function startReader(task: ReadTask): ReaderProcess {
  const child = fork(programPath, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The reader of ${task.kind} ended with ${code}.`);
  });
  ended.catch(() => {});
  return {
    async run() {
      child.send('read');
      const [run] = await Promise.race([once(child, 'message'), ended]);
      return run as Run;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended.catch(() => {});
    },
  };
}
