import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { HttpCaller } from '../graphql/http-caller.ts';
import { produce as produceOperation, type RecordInput, recordInputs } from '../graphql/operations.ts';
import { SocketCaller } from '../graphql/socket-caller.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { compare, type Entry } from '../measure/compare.ts';
import type { Run } from '../measure/run.ts';
import { describeTiming, type Timing } from '../measure/timing.ts';
import { type ApiServer, withApi } from '../servers/api.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const timing: Timing = { warmupSeconds: 2, seconds: 4, rounds: 3 };
const partitionCount = 6;
const batchSize = 500;
const batchCallers = 4;
const inFlight = 64;
const sockets = 4;
/** Parsed values take more memory than bytes: a part of the pool is enough. */
const inputCount = 20_000;

interface Caller {
  call(operation: ReturnType<typeof produceOperation>): Promise<unknown>;
  close(): Promise<void>;
}

/** Callers that share connections, produce `size` records a mutation, and count what was acknowledged. */
async function produceLoop(
  topic: string,
  callers: readonly Caller[],
  inputs: readonly RecordInput[],
  size: number,
  callerCount: number,
): Promise<Run> {
  let next = 0;
  try {
    return await closedLoop({
      ...timing,
      callers: callerCount,
      call: async (caller) => {
        const start = (next++ * size) % inputs.length;
        const operation = produceOperation(topic, inputs.slice(start, start + size));
        await (callers[caller % callers.length] as Caller).call(operation);
        return size;
      },
    });
  } finally {
    await Promise.all(callers.map((caller) => caller.close()));
  }
}

async function overHttp(api: ApiServer, connections: number): Promise<readonly Caller[]> {
  return [new HttpCaller(api.origin, connections)];
}

function overSockets(api: ApiServer): Promise<readonly Caller[]> {
  return Promise.all(Array.from({ length: sockets }, () => SocketCaller.open(api.socketUrl)));
}

async function run(context: BenchContext): Promise<CaseReport> {
  const inputs = recordInputs(context.records.slice(0, inputCount));
  const results = await withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount }, ([topic]) =>
      withApi(context.postgres, {}, (api) =>
        withApi(context.postgres, { withoutAppend: true }, (bare) => {
          const single = (name: string, to: string | undefined, open: () => Promise<readonly Caller[]>): Entry => ({
            name,
            ...(to !== undefined && { to, options: { minRatio: 0.8 } }),
            run: async () => produceLoop(topic as string, await open(), inputs, 1, inFlight),
          });
          const entries: Entry[] = [
            {
              name: `HTTP, ${batchSize} records a mutation`,
              options: { minRecordsPerSecond: 120_000 },
              run: async () =>
                produceLoop(topic as string, await overHttp(api, batchCallers), inputs, batchSize, batchCallers),
            },
            single('HTTP, single records', 'HTTP, single records, append left out', () => overHttp(api, inFlight)),
            single('HTTP, single records, append left out', undefined, () => overHttp(bare, inFlight)),
            single('WebSockets, single records', 'WebSockets, single records, append left out', () => overSockets(api)),
            single('WebSockets, single records, append left out', undefined, () => overSockets(bare)),
          ];
          return compare(context, entries, timing.rounds);
        }),
      ),
    ),
  );
  return {
    results,
    notes: [
      describeTiming(timing),
      `The API is one process, the client another (undici; graphql-ws over ${sockets} sockets), which serialises what it sends and parses every answer. One topic of ${partitionCount} partitions.`,
      `${batchCallers} mutations of ${batchSize} records in flight, ${inFlight} of a single record. "Append left out": the same API whose engine answers at once without writing anything.`,
    ],
  };
}

export const produce: BenchCase = { name: 'produce', title: 'GraphQL produce', run };
