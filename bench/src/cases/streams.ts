import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { describeTiming } from '../measure/timing.ts';
import { backlogRecords } from '../streams/contenders.ts';
import { measureHeld } from '../streams/held.ts';
import { measureIdle } from '../streams/idle.ts';
import { latencyTiming, measureLatency } from '../streams/latency.ts';
import { measureTakeover } from '../streams/takeover.ts';
import { measureThroughput, throughputRounds } from '../streams/throughput.ts';

async function run(context: BenchContext): Promise<CaseReport> {
  const results = [
    ...(await measureThroughput(context)),
    ...(await measureHeld(context)),
    ...(await measureLatency(context)),
    await measureIdle(context),
    ...(await measureTakeover(context)),
  ];
  return {
    results,
    notes: [
      `Throughput: a backlog of ${backlogRecords.toLocaleString('en-US')} orders of 100 bytes under 10,000 keys in 6 partitions is processed from topic to topic, exactly once, by one process with the engine and the application, and Postgres beside it, half of it where something is kept by window or joined; from app.start() to the last commit; ${throughputRounds} rounds in turns, the median counts.`,
      'Two instances: the same program started twice, as two processes that share the tasks, the engine in each; from when each has half of the tasks to the last commit, what was done by then left out. One process has one thread for its JavaScript: the figures to reach are for two cores, so it is this line that they are for.',
      'Filter and map makes `{ large, ...value }`: with `{ ...value, large }` Node 20 takes 2 µs of each record for that alone.',
      'By hand: the same work as filter and map, with a consumer of the engine and a transaction for each batch.',
      `Latency: ${describeTiming(latencyTiming)} From when a record was due to be produced to its result at a reader of the output topic, all in one process. The disk alone: all that is due shares one write to a file that is there in full, and its fdatasync.`,
      'Nothing to do: processor time of a process with 100 tasks with a state store, less that of its engine alone.',
      'A killed instance: one process has the only task and is killed with -9, another stands by; from the kill to a result of the other.',
    ],
  };
}

export const streams: BenchCase = { name: 'streams', title: 'Stream processors', run };
