import type { Engine, RecordToAppend } from '@millrace/engine';
import { createStreams, type Streams, type TopologyApp } from '@millrace/streams-rx';
import type { Run } from '../measure/run.ts';

export const partitions = 6;
/** Records an append takes at most. */
const recordsPerCall = 5_000;

let applications = 0;

/** Fills a topic, before anything is measured. */
export async function fill(engine: Engine, topic: string, records: readonly RecordToAppend[]): Promise<void> {
  const calls: Promise<unknown>[] = [];
  for (let start = 0; start < records.length; start += recordsPerCall) {
    calls.push(engine.append({ topic, records: records.slice(start, start + recordsPerCall) }));
    if (calls.length === 4) await Promise.all(calls.splice(0));
  }
  await Promise.all(calls);
}

/** An application of its own, started and stopped behind the work. */
export async function withApplication<T>(
  engine: Engine,
  define: (app: TopologyApp) => unknown,
  work: (app: Streams) => Promise<T>,
): Promise<T> {
  const app = createStreams({ applicationId: `bench-streams-${applications++}`, engine });
  define(app);
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

/** Processes what waits in the topics, from the start of the application until the last record of them is committed. */
export function drain(engine: Engine, define: (app: TopologyApp) => unknown, records: number): Promise<Run> {
  return withApplication(engine, define, async (app) => {
    const startedAt = performance.now();
    await app.start();
    while (app.snapshot().totals.recordsIn < records) {
      await Promise.race([app.ended, new Promise((resolve) => setImmediate(resolve))]);
    }
    return { records, seconds: (performance.now() - startedAt) / 1_000, p50Ms: null, p99Ms: null };
  });
}
