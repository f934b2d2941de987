import type pg from 'pg';
import { withRowTable } from '../baselines/row-table.ts';
import { unnestInsert } from '../baselines/unnest-insert.ts';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import { compare, type Entry } from '../measure/compare.ts';
import { fetchPeers } from '../peers/fetch-peers.ts';
import { startReader } from '../readers/reader-process.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const records = 2_000_000;
const rounds = 3;
const partitionCount = 6;
const callSize = 1_000;
const appendCallers = 8;
const rowsName = 'rows, pages of 5,000 by key';
const oursName = 'Millrace, read from EARLIEST';

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

async function run(context: BenchContext): Promise<CaseReport> {
  context.progress(`writing ${records} records to read`);
  return withRowTable(context.postgres, 1, async ([client]) => {
    await fill(context, 1, (slice) => unnestInsert(client as pg.Client, slice));
    await client?.query('vacuum (freeze, analyze) bench_rows');
    return withEngine(context.postgres, (engine) =>
      withTopics(engine, { partitionCount }, async ([topic]) => {
        await fill(context, appendCallers, (slice) => engine.append({ topic: topic as string, records: slice }));
        const peers = await fetchPeers(context, records);
        const { url } = context.postgres;
        const rows = startReader({ kind: 'rows', url, records });
        const ours = startReader({ kind: 'millrace', url, topic: topic as string, records });
        try {
          const beside = peers.peers.map((peer) => ({ ...peer, to: oursName }));
          const entries: Entry[] = [
            { name: rowsName, run: rows.run },
            { name: oursName, to: rowsName, options: { minRatio: 6 }, run: ours.run },
            ...beside,
          ];
          return {
            results: await compare(context, entries, rounds),
            notes: [
              `${rounds} rounds in turns, each a read of all 2,000,000 records from the first, every key and value looked at; the median round counts.`,
              `Millrace's topic has ${partitionCount} partitions and was written by calls of 1,000 with ${appendCallers} in flight.`,
              'Each consumer is a Node process of its own, the same for all rounds, with nothing in its memory; the operating system has the files in its cache, as it has those of the peers.',
              'Rows: a row per record, vacuumed before, read by node-postgres with a prepared statement.',
              'kafka-consumer-perf-test is Java and looks at nothing; its rate leaves out joining its group. kafkajs and Redis are read in Node, every key and value looked at.',
              ...peers.notes,
            ],
          };
        } finally {
          await Promise.all([rows.stop(), ours.stop()]);
          await peers.stop();
        }
      }),
    );
  });
}

export const fetch: BenchCase = { name: 'fetch', title: 'Fetch', run };
