import type { Engine } from '@millrace/engine';
import { aggregate, groupByKey, type TopologyApp, to, toStream } from '@millrace/streams-rx';
import type { BenchContext } from '../case.ts';
import { compare } from '../measure/compare.ts';
import { diskAlone } from '../measure/disk-alone.ts';
import { Latency } from '../measure/latency.ts';
import type { Result } from '../measure/result.ts';
import type { Run } from '../measure/run.ts';
import { settled } from '../measure/settled.ts';
import type { Timing } from '../measure/timing.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { partitions, withApplication } from './drain.ts';
import { orders } from './stream-data.ts';

const recordsPerSecond = 1_000;
export const latencyTiming: Timing = { warmupSeconds: 4, seconds: 10, rounds: 3 };

interface Due {
  readonly dueAt: number;
}

/** From when a record was due to be produced to its result in the output topic, through one aggregate that keeps the newest of each key. */
export async function measureLatency(context: BenchContext): Promise<readonly Result[]> {
  return withEngine(context.postgres, (engine) => {
    const entry = {
      name: 'produce to output through an aggregate, 1,000 records/s',
      options: { durability: 'fsynced', maxP50Ms: 10, maxP99Ms: 40 },
      run: () => measure(context, engine),
    };
    const disk = diskAlone(context.scratchPath, { recordsPerSecond, seconds: latencyTiming.seconds });
    const contenders = [disk, entry].map((contender) => settled(context.postgres, contender));
    return compare(context, contenders, latencyTiming.rounds);
  });
}

function measure(context: BenchContext, engine: Engine): Promise<Run> {
  return withTopics(engine, { count: 2, partitionCount: partitions }, async (names) => {
    const [input, output] = names as [string, string];
    return withApplication(
      engine,
      (app) => define(app, input, output),
      async (app) => {
        await app.start();
        const { warmupSeconds, seconds } = latencyTiming;
        const warm = recordsPerSecond * warmupSeconds;
        const total = warm + recordsPerSecond * seconds;
        const [latency] = await Promise.all([
          readResults(engine, output, warm, total),
          produceAtRate(context, engine, input, total),
        ]);
        return {
          records: recordsPerSecond * seconds,
          seconds,
          p50Ms: latency.percentileMs(50),
          p99Ms: latency.percentileMs(99),
        };
      },
    );
  });
}

function define(app: TopologyApp, input: string, output: string): void {
  app.stream<string, Due>(input).pipe(
    groupByKey(),
    aggregate(
      () => ({ dueAt: 0 }),
      (_before, { dueAt }: Due) => ({ dueAt }),
    ),
    toStream({ emit: 'ALL' }),
    to(output),
  );
}

/** Reads `total` results, and takes the time of those behind the first `warm`. */
async function readResults(engine: Engine, topic: string, warm: number, total: number): Promise<Latency> {
  const latency = new Latency();
  let arrived = 0;
  for await (const batch of engine.read({ topics: [topic], from: { edge: 'EARLIEST' } })) {
    const now = performance.now();
    for (let i = 0; i < batch.count; i++) {
      arrived += 1;
      const { dueAt } = JSON.parse(batch.valueText(i) as string) as Due;
      if (arrived > warm) latency.record(now - dueAt);
    }
    if (arrived >= total) break;
  }
  return latency;
}

async function produceAtRate(context: BenchContext, engine: Engine, topic: string, total: number): Promise<void> {
  const appends: Promise<unknown>[] = [];
  const keys = orders(context.records, total);
  for (let i = 0, due = performance.now(); i < total; i++, due += 1_000 / recordsPerSecond) {
    const waitMs = due - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const { key } = keys[i] as (typeof keys)[number];
    appends.push(engine.append({ topic, records: [{ key, value: Buffer.from(JSON.stringify({ dueAt: due })) }] }));
  }
  await Promise.all(appends);
}
