import { countRecords, groupByKey } from '@millrace/streams-rx';
import type { BenchContext } from '../case.ts';
import { type Result, resultOf } from '../measure/result.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { withApplication } from './drain.ts';

const tasks = 100;
const settleMs = 3_000;
const measuredMs = 10_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds of processor time a second, of this process. */
async function cpu(): Promise<number> {
  await pause(settleMs);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await pause(measuredMs);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / (performance.now() - startedAt);
}

/** What a hundred tasks cost that have nothing to do, beyond what the engine alone costs. */
export async function measureIdle(context: BenchContext): Promise<Result> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount: tasks }, async ([topic]) => {
      const alone = await cpu();
      return withApplication(
        engine,
        (app) => app.stream(topic as string).pipe(groupByKey(), countRecords()),
        async (app) => {
          await app.start();
          const cost = (await cpu()) - alone;
          const percent = Math.max(0, cost * 100);
          return {
            ...resultOf(`${tasks} tasks that have nothing to do`, [
              { records: 0, seconds: 1, p50Ms: null, p99Ms: null },
            ]),
            recordsPerSecond: null,
            goals: [{ text: `< 2 % of a core: ${percent.toFixed(1)} %`, reached: percent < 2 }],
          };
        },
      );
    }),
  );
}
