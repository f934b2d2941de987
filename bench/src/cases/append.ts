import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { compare, type Entry } from '../measure/compare.ts';
import { settled } from '../measure/settled.ts';
import { describeTiming, type Timing } from '../measure/timing.ts';
import { appendPeers } from '../peers/append-peers.ts';
import { copyAppend, engineAppend, partitionCount, unnestAppend, writeConnections } from './append-contenders.ts';
import { appendWhileHeld, heldTiming } from './append-held.ts';

const timing: Timing = { warmupSeconds: 1, seconds: 3, rounds: 3 };
const callers = 4;

const rowsName = 'rows, unnest of 1,000';
const oursName = 'Millrace, calls of 1,000';
const durability = 'fsynced';

function compressions({ postgres }: BenchContext): readonly ('PGLZ' | 'LZ4')[] {
  return postgres.hasLz4 ? ['PGLZ', 'LZ4'] : ['PGLZ'];
}

function entries(context: BenchContext): Entry[] {
  return [
    { ...unnestAppend(context, rowsName, 1_000, timing), options: { durability } },
    {
      ...unnestAppend(context, 'rows, unnest of 5,000', 5_000, timing),
      to: rowsName,
      options: { durability },
    },
    {
      ...copyAppend(context, 'rows, COPY of 1,000', 1_000, timing),
      to: rowsName,
      options: { durability },
    },
    {
      ...engineAppend(context, { name: oursName, size: 1_000, callers, timing }),
      to: rowsName,
      options: { durability, minRatio: 1.8 },
    },
    {
      ...engineAppend(context, { name: 'Millrace, calls of 5,000', size: 5_000, callers, timing }),
      to: rowsName,
      options: { durability, minRatio: 2.4 },
    },
    {
      ...engineAppend(context, { name: 'Millrace, calls of 1,000, 32 callers', size: 1_000, callers: 32, timing }),
      to: rowsName,
      options: { durability, minRatio: 2.4 },
    },
    ...compressions(context).map((compressionType) => ({
      ...engineAppend(context, {
        name: `Millrace, calls of 5,000, ${compressionType}`,
        size: 5_000,
        callers,
        timing,
        config: { compressionType },
      }),
      to: rowsName,
      options: { durability },
    })),
  ];
}

async function run(context: BenchContext): Promise<CaseReport> {
  const peers = await appendPeers(context, timing);
  try {
    const beside = peers.peers.map((peer) => ({ ...peer, to: oursName, options: { durability: peer.durability } }));
    const all = [...entries(context), ...beside].map((entry) => settled(context.postgres, entry));
    const results = await compare(context, all, timing.rounds);
    await peers.stop();
    const held = await appendWhileHeld(context);
    return {
      results: [...results, ...held],
      notes: [
        describeTiming(timing),
        'Before each run Postgres makes a checkpoint and the system writes what it has (sync): nobody pays for what the one before left behind.',
        `Millrace: ${callers} callers (32 where it says so) on ${writeConnections} topics of ${partitionCount} partitions, a connection each, keys spread by murmur2.`,
        `Rows: a row per record, inserted by "insert … select from unnest(…)" or binary COPY; ${writeConnections} connections with a statement in flight each (more were no faster), prepared, binary array parameters.`,
        'Redis: 2 connections, a pipeline in flight each. Kafka: one partition, batch.size 128 KiB for its own tool, 1,500,000 records a run; kafkajs with 4 sends in flight.',
        `With a transaction held open: ${heldTiming.rounds} rounds of ${heldTiming.seconds} s.`,
        ...(context.postgres.hasLz4 ? [] : ['LZ4 is left out: this Postgres was built without it.']),
        ...peers.notes,
      ],
    };
  } finally {
    await peers.stop();
  }
}

export const append: BenchCase = { name: 'append', title: 'Append', run };
