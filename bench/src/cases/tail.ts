import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import { type TailPayload, tail as tailOperation } from '../graphql/operations.ts';
import { SocketCaller } from '../graphql/socket-caller.ts';
import { compare } from '../measure/compare.ts';
import type { Run } from '../measure/run.ts';
import { withApi } from '../servers/api.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const records = 1_000_000;
const rounds = 3;
const partitionCount = 6;
const maxRecords = 1_000;
const callSize = 1_000;

/** Reads the backlog by one subscription, looking at every value. */
async function readBacklog(socketUrl: string, topic: string): Promise<Run> {
  const socket = await SocketCaller.open(socketUrl);
  try {
    const start = performance.now();
    await new Promise<void>((resolve, reject) => {
      let count = 0;
      let ids = 0;
      socket.subscribe<TailPayload<{ id: number }>>(
        tailOperation(topic, 'EARLIEST', maxRecords),
        ({ tail }) => {
          for (const { value } of tail.records) if (value.id > 0) ids += 1;
          count += tail.records.length;
          if (count < records) return;
          if (ids === records) resolve();
          else reject(new Error(`${records} records arrived, ${ids} of them with an id.`));
        },
        reject,
      );
    });
    return { records, seconds: (performance.now() - start) / 1000, p50Ms: null, p99Ms: null };
  } finally {
    await socket.close();
  }
}

async function run(context: BenchContext): Promise<CaseReport> {
  context.progress(`writing ${records} records to read`);
  const results = await withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount }, async ([name]) => {
      const topic = name as string;
      const slices = new Slices(context.records, callSize);
      for (let written = 0; written < records; written += callSize) {
        await engine.append({ topic, records: slices.next() });
      }
      return withApi(context.postgres, {}, ({ socketUrl }) =>
        compare(
          context,
          [
            {
              name: 'a backlog, one subscription',
              options: { minRecordsPerSecond: 150_000 },
              run: () => readBacklog(socketUrl, topic),
            },
          ],
          rounds,
        ),
      );
    }),
  );
  return {
    results,
    notes: [
      `${rounds} reads of 1,000,000 records from EARLIEST, the median counts; offset, key and value selected, maxRecords ${maxRecords}.`,
      'The API is one process, the client (graphql-ws) another, which parses every message and looks at every value.',
    ],
  };
}

export const tail: BenchCase = { name: 'tail', title: 'GraphQL tail of a backlog', run };
