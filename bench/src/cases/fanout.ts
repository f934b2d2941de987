import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { HttpCaller } from '../graphql/http-caller.ts';
import { recordInputs, type TailPayload, tail as tailOperation } from '../graphql/operations.ts';
import { produceAtRate, type TimedValue } from '../graphql/paced-producer.ts';
import { SocketCaller } from '../graphql/socket-caller.ts';
import { Latency } from '../measure/latency.ts';
import { type Goal, type Result, resultOf } from '../measure/result.ts';
import type { Run } from '../measure/run.ts';
import { type ApiServer, withApi } from '../servers/api.ts';
import { withLoneTopic } from '../servers/engine.ts';
import { countTransactions } from '../servers/transaction-count.ts';

const subscriberCount = 200;
const recordsPerSecond = 200;
const warmupSeconds = 3;
const seconds = 12;
const partitionCount = 6;
const connections = 16;
/** Background work of a node (heartbeats, looking for segments to roll) does not fall evenly into two windows. */
const tolerance = 1.05;

interface Measured {
  readonly run: Run;
  readonly transactions: number;
}

/** Sockets that tail one topic, and the time that every record took to every one of them. */
async function measure(context: BenchContext, api: ApiServer, topic: string, subscribers: number): Promise<Measured> {
  const inputs = recordInputs(context.records.slice(0, 10_000));
  const caller = new HttpCaller(api.origin, connections);
  const sockets = await Promise.all(Array.from({ length: subscribers }, () => SocketCaller.open(api.socketUrl)));
  const postgres = await context.postgres.connect();
  const latency = new Latency();
  let arrived = 0;
  let failure: Error | undefined;
  let onArrival: (() => void) | undefined;
  for (const socket of sockets) {
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
  }
  try {
    const producing = { caller, topic, inputs, recordsPerSecond };
    const warm = await produceAtRate({ ...producing, seconds: warmupSeconds });
    const before = await countTransactions(postgres);
    latency.reset();
    const total = warm + (await produceAtRate({ ...producing, seconds }));
    await new Promise<void>((resolve, reject) => {
      onArrival = () => {
        if (failure) reject(failure);
        else if (arrived >= total * subscribers) resolve();
      };
      onArrival();
    });
    const transactions = (await countTransactions(postgres)) - before;
    const records = recordsPerSecond * seconds * subscribers;
    return {
      run: { records, seconds, p50Ms: latency.percentileMs(50), p99Ms: latency.percentileMs(99) },
      transactions,
    };
  } finally {
    await Promise.all(sockets.map((socket) => socket.close()));
    await caller.close();
    await postgres.end();
  }
}

function lines(one: Measured, many: Measured): readonly Result[] {
  const statements: Goal = {
    text: `${many.transactions} transactions in Postgres, not more than the ${one.transactions} of one`,
    reached: many.transactions <= one.transactions * tolerance,
  };
  const manyLine = resultOf(`${subscriberCount} subscribers, deliveries`, [many.run], { maxP99Ms: 150 });
  return [
    resultOf('1 subscriber, deliveries', [one.run]),
    { ...manyLine, goals: [...(manyLine.goals ?? []), statements] },
  ];
}

async function run(context: BenchContext): Promise<CaseReport> {
  const measured = (subscribers: number) =>
    withLoneTopic(context.postgres, partitionCount, (topic) =>
      withApi(context.postgres, {}, (api) => {
        context.progress(`${subscribers} subscribers for ${seconds} s`);
        return measure(context, api, topic, subscribers);
      }),
    );
  const one = await measured(1);
  const many = await measured(subscriberCount);
  return {
    results: lines(one, many),
    notes: [
      `${recordsPerSecond} records/s by single-record mutations for ${seconds} s after ${warmupSeconds} s of warm-up; each subscriber has a WebSocket of its own, all of them in one client process.`,
      'Timed from when a record was due to be sent to its arrival at each subscriber.',
      'Statements are compared by the transactions that pg_stat_database counts over the window, the appends among them; the same background work is in both.',
    ],
  };
}

export const fanout: BenchCase = { name: 'fanout', title: 'Fan-out', run };
