import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { HttpCaller } from '../graphql/http-caller.ts';
import { produce as produceOperation, type RecordInput, recordInputs } from '../graphql/operations.ts';
import { SocketCaller } from '../graphql/socket-caller.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { compare, type Entry } from '../measure/compare.ts';
import type { Run } from '../measure/run.ts';
import { describeTiming, type Timing } from '../measure/timing.ts';
import { type ApiOptions, type ApiServer, withApi } from '../servers/api.ts';
import { withLoneTopic } from '../servers/engine.ts';

/** Each run has an API of its own, which is compiled as it runs: on a slow machine for many seconds. */
const timing: Timing = { warmupSeconds: 8, seconds: 5, rounds: 5 };
const partitionCount = 6;
const batchSize = 500;
const batchCallers = 4;
const inFlight = 64;
/** Sockets carry many operations at a time, so that a commit is shared by hundreds. */
const manyInFlight = 1_000;
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
  const results = await withLoneTopic(context.postgres, partitionCount, (topic) => {
    // An API of its own for each run: one that stands by would be a node more, and take memory and heartbeats.
    const withApiOf = (options: ApiOptions, work: (api: ApiServer) => Promise<Run>) => () =>
      withApi(context.postgres, options, work);
    const single = (
      name: string,
      to: string | undefined,
      open: (api: ApiServer) => Promise<readonly Caller[]>,
      callerCount = inFlight,
    ): Entry => ({
      name,
      ...(to !== undefined && { to, options: { minRatio: 0.8 } }),
      run: withApiOf({ withoutAppend: to === undefined }, async (api) =>
        produceLoop(topic, await open(api), inputs, 1, callerCount),
      ),
    });
    const many = `WebSockets, single records, ${manyInFlight.toLocaleString('en-US')} in flight`;
    const overSingleHttp = (api: ApiServer) => overHttp(api, inFlight);
    const entries: Entry[] = [
      {
        name: `HTTP, ${batchSize} records a mutation`,
        options: { minRecordsPerSecond: 120_000 },
        run: withApiOf({}, async (api) =>
          produceLoop(topic, await overHttp(api, batchCallers), inputs, batchSize, batchCallers),
        ),
      },
      single('HTTP, single records', 'HTTP, single records, append left out', overSingleHttp),
      single('HTTP, single records, append left out', undefined, overSingleHttp),
      single('WebSockets, single records', 'WebSockets, single records, append left out', overSockets),
      single('WebSockets, single records, append left out', undefined, overSockets),
      single(many, `${many}, append left out`, overSockets, manyInFlight),
      single(`${many}, append left out`, undefined, overSockets, manyInFlight),
    ];
    return compare(context, entries, timing.rounds);
  });
  return {
    results,
    notes: [
      describeTiming(timing),
      `The API is one process, the client another (undici; graphql-ws over ${sockets} sockets), which serialises what it sends and parses every answer; it is the only node. One topic of ${partitionCount} partitions.`,
      `${batchCallers} mutations of ${batchSize} records in flight, ${inFlight} of a single record, or ${manyInFlight.toLocaleString('en-US')} where it says so. "Append left out": the same API whose engine answers at once without writing anything.`,
    ],
  };
}

export const produce: BenchCase = { name: 'produce', title: 'GraphQL produce', run };
