import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { HttpCaller } from '../graphql/http-caller.ts';
import { recordInputs, type TailPayload, tail as tailOperation } from '../graphql/operations.ts';
import { produceAtRate, type TimedValue } from '../graphql/paced-producer.ts';
import { SocketCaller } from '../graphql/socket-caller.ts';
import { compare } from '../measure/compare.ts';
import { diskAlone } from '../measure/disk-alone.ts';
import { Latency } from '../measure/latency.ts';
import type { Run } from '../measure/run.ts';
import { type ApiServer, withApi } from '../servers/api.ts';
import { withLoneTopic } from '../servers/engine.ts';

const recordsPerSecond = 1_000;
const warmupSeconds = 4;
const seconds = 10;
const rounds = 3;
const partitionCount = 6;
const connections = 64;

async function measure(context: BenchContext, api: ApiServer, topic: string): Promise<Run> {
  const inputs = recordInputs(context.records.slice(0, 10_000));
  const caller = new HttpCaller(api.origin, connections);
  const socket = await SocketCaller.open(api.socketUrl);
  const latency = new Latency();
  let arrived = 0;
  let failure: Error | undefined;
  let onArrival: (() => void) | undefined;
  socket.subscribe<TailPayload<TimedValue>>(
    tailOperation(topic, 'EARLIEST'),
    ({ tail }) => {
      const now = performance.now();
      for (const { value } of tail.records) latency.record(now - value.dueAt);
      arrived += tail.records.length;
      onArrival?.();
    },
    (error) => {
      failure = error;
      onArrival?.();
    },
  );
  try {
    const producing = { caller, topic, inputs, recordsPerSecond };
    const warm = await produceAtRate({ ...producing, seconds: warmupSeconds });
    latency.reset();
    const total = warm + (await produceAtRate({ ...producing, seconds }));
    await new Promise<void>((resolve, reject) => {
      onArrival = () => {
        if (failure) reject(failure);
        else if (arrived >= total) resolve();
      };
      onArrival();
    });
    return {
      records: recordsPerSecond * seconds,
      seconds,
      p50Ms: latency.percentileMs(50),
      p99Ms: latency.percentileMs(99),
    };
  } finally {
    await socket.close();
    await caller.close();
  }
}

async function run(context: BenchContext): Promise<CaseReport> {
  const results = await withLoneTopic(context.postgres, partitionCount, (topic) =>
    withApi(context.postgres, {}, (api) =>
      compare(
        context,
        [
          diskAlone(context.scratchPath, { recordsPerSecond, seconds }),
          {
            name: 'produce mutation to tail subscription, 1,000 records/s',
            options: { maxP50Ms: 4, maxP99Ms: 15, durability: 'fsynced' },
            run: () => measure(context, api, topic),
          },
        ],
        rounds,
      ),
    ),
  );
  return {
    results,
    notes: [
      `${rounds} rounds of ${seconds} s after ${warmupSeconds} s of warm-up; the median round counts.`,
      `A mutation per record over HTTP (${connections} connections), sent when it is due whatever the others do; timed from when it was due to the arrival of the record at a subscription over WebSocket in the same client process.`,
      'The disk alone: all that is due shares one write to a file that is there in full, and its fdatasync. No latency behind a commit is better.',
    ],
  };
}

export const latency: BenchCase = { name: 'latency', title: 'End to end', run };
