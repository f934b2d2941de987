import { aggregate, groupByKey, to, toStream } from '@millrace/streams-rx';
import type { BenchContext } from '../case.ts';
import { Latency } from '../measure/latency.ts';
import { type Result, resultOf } from '../measure/result.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { partitions, withApplication } from './drain.ts';
import { orders } from './stream-data.ts';

const recordsPerSecond = 1_000;
const warmupSeconds = 3;
const measuredSeconds = 10;

interface Due {
  readonly dueAt: number;
}

/** From when a record was due to be produced to its result in the output topic, through one aggregate that keeps the newest of each key. */
export async function measureLatency(context: BenchContext): Promise<Result> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { count: 2, partitionCount: partitions }, async (names) => {
      const [input, output] = names as [string, string];
      return withApplication(
        engine,
        (app) =>
          app.stream<string, Due>(input).pipe(
            groupByKey(),
            aggregate(
              () => ({ dueAt: 0 }),
              (_before, { dueAt }: Due) => ({ dueAt }),
            ),
            toStream({ emit: 'ALL' }),
            to(output),
          ),
        async (app) => {
          await app.start();
          const latency = new Latency();
          const total = recordsPerSecond * (warmupSeconds + measuredSeconds);
          const reading = (async () => {
            let arrived = 0;
            for await (const batch of engine.read({ topics: [output], from: { edge: 'EARLIEST' } })) {
              const now = performance.now();
              for (let i = 0; i < batch.count; i++) {
                arrived += 1;
                const { dueAt } = JSON.parse(batch.valueText(i) as string) as Due;
                if (arrived > recordsPerSecond * warmupSeconds) latency.record(now - dueAt);
              }
              if (arrived >= total) return;
            }
          })();
          const appends: Promise<unknown>[] = [];
          const keys = orders(context.records, total);
          for (let i = 0, due = performance.now(); i < total; i++, due += 1_000 / recordsPerSecond) {
            const waitMs = due - performance.now();
            if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
            const { key } = keys[i] as (typeof keys)[number];
            appends.push(
              engine.append({ topic: input, records: [{ key, value: Buffer.from(JSON.stringify({ dueAt: due })) }] }),
            );
          }
          await Promise.all(appends);
          await reading;
          const run = {
            records: recordsPerSecond * measuredSeconds,
            seconds: measuredSeconds,
            p50Ms: latency.percentileMs(50),
            p99Ms: latency.percentileMs(99),
          };
          return resultOf('produce to output through an aggregate, 1,000 records/s', [run], {
            durability: 'fsynced',
            maxP50Ms: 10,
            maxP99Ms: 40,
          });
        },
      );
    }),
  );
}
