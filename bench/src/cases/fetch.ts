import type { Engine } from '@millrace/engine';
import type pg from 'pg';
import { readRows } from '../baselines/row-read.ts';
import { withRowTable } from '../baselines/row-table.ts';
import { unnestInsert } from '../baselines/unnest-insert.ts';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import { compare, type Entry } from '../measure/compare.ts';
import type { Run } from '../measure/run.ts';
import { fetchPeers } from '../peers/fetch-peers.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const records = 2_000_000;
const rounds = 3;
const partitionCount = 6;
const callSize = 1_000;
const appendCallers = 8;
const rowsName = 'rows, pages of 5,000 by key';
const oursName = 'Millrace, read from EARLIEST';

/** Times a read of everything; throws when it is not everything. */
async function timed(read: () => Promise<{ records: number; bytes: number }>): Promise<Run> {
  const start = performance.now();
  const result = await read();
  const seconds = (performance.now() - start) / 1000;
  if (result.records !== records) throw new Error(`${result.records} of ${records} records were read.`);
  return { records, seconds, p50Ms: null, p99Ms: null };
}

/** Looks at every key and value, as a consumer would. */
async function readAll(engine: Engine, topic: string): Promise<{ records: number; bytes: number }> {
  let count = 0;
  let bytes = 0;
  for await (const batch of engine.read({ topics: [topic], from: { edge: 'EARLIEST' } })) {
    for (let i = 0; i < batch.count; i++) bytes += (batch.key(i)?.length ?? 0) + (batch.value(i)?.length ?? 0);
    count += batch.count;
    if (count >= records) break;
  }
  return { records: count, bytes };
}

/** Writes all records, `callers` calls at a time. */
async function fill(
  context: BenchContext,
  callers: number,
  write: (slice: ReturnType<Slices['next']>) => Promise<unknown>,
): Promise<void> {
  const slices = new Slices(context.records, callSize);
  let left = records;
  const caller = async () => {
    while (left > 0) {
      left -= callSize;
      await write(slices.next());
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

function rows(context: BenchContext): Entry {
  return {
    name: rowsName,
    run: async () => {
      const client = await context.postgres.connect();
      try {
        return await timed(() => readRows(client));
      } finally {
        await client.end();
      }
    },
  };
}

/** With an engine that has just been opened: nothing of the topic is in its memory. */
function ours(context: BenchContext, topic: string): Entry {
  return {
    name: oursName,
    to: rowsName,
    options: { minRatio: 6 },
    run: () => withEngine(context.postgres, (engine) => timed(() => readAll(engine, topic))),
  };
}

async function run(context: BenchContext): Promise<CaseReport> {
  context.progress(`writing ${records} records to read`);
  return withRowTable(context.postgres, 1, async ([client]) => {
    await fill(context, 1, (slice) => unnestInsert(client as pg.Client, slice));
    await client?.query('vacuum (freeze, analyze) bench_rows');
    return withEngine(context.postgres, (engine) =>
      withTopics(engine, { partitionCount }, async ([topic]) => {
        await fill(context, appendCallers, (slice) => engine.append({ topic: topic as string, records: slice }));
        const peers = await fetchPeers(context, records);
        try {
          const beside = peers.peers.map((peer) => ({ ...peer, to: oursName }));
          const entries = [rows(context), ours(context, topic as string), ...beside];
          return {
            results: await compare(context, entries, rounds),
            notes: [
              `${rounds} rounds in turns, each a read of all 2,000,000 records from the first, every key and value looked at; the median round counts.`,
              `Millrace's topic has ${partitionCount} partitions and was written by calls of 1,000 with ${appendCallers} in flight.`,
              'The consumer is one Node process with nothing in its memory; the operating system has the files in its cache, as it has those of the peers.',
              'Rows: a row per record, vacuumed before, read by node-postgres with a prepared statement.',
              'kafka-consumer-perf-test is Java and looks at nothing; its rate leaves out joining its group. kafkajs and Redis are read in Node, every key and value looked at.',
              ...peers.notes,
            ],
          };
        } finally {
          await peers.stop();
        }
      }),
    );
  });
}

export const fetch: BenchCase = { name: 'fetch', title: 'Fetch', run };
