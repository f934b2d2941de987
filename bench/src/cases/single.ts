import type pg from 'pg';
import { withRowTable } from '../baselines/row-table.ts';
import { singleRowInsert } from '../baselines/single-row-insert.ts';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { type BenchRecord, Slices } from '../data/record-pool.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { compare, type Entry } from '../measure/compare.ts';
import { describeTiming, type Timing } from '../measure/timing.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const timing: Timing = { warmupSeconds: 1, seconds: 3, rounds: 3 };
const connections = 6;
const partitionCount = 6;
const rowsName = 'rows, single inserts';
const count = new Intl.NumberFormat('en-US');

function rows(context: BenchContext): Entry {
  return {
    name: rowsName,
    options: { durability: 'fsynced' },
    run: () =>
      withRowTable(context.postgres, connections, (clients) => {
        const slices = new Slices(context.records, 1);
        return closedLoop({
          ...timing,
          callers: connections,
          call: (caller) => singleRowInsert(clients[caller] as pg.Client, slices.next()[0] as BenchRecord),
        });
      }),
  };
}

function ours(context: BenchContext, waiting: number, goals: { minRatio?: number; maxP99Ms?: number } = {}): Entry {
  return {
    name: `Millrace, ${count.format(waiting)} waiting`,
    to: rowsName,
    options: { durability: 'fsynced', ...goals },
    run: () =>
      withEngine(context.postgres, (engine) =>
        withTopics(engine, { partitionCount }, ([topic]) => {
          const slices = new Slices(context.records, 1);
          return closedLoop({
            ...timing,
            callers: waiting,
            call: async () => (await engine.append({ topic: topic as string, records: slices.next() })).count,
          });
        }),
      ),
  };
}

async function run(context: BenchContext): Promise<CaseReport> {
  const results = await compare(
    context,
    [
      rows(context),
      ours(context, 1),
      ours(context, 100, { maxP99Ms: 4 }),
      ours(context, 1_000, { minRatio: 25, maxP99Ms: 12 }),
      ours(context, 10_000),
    ],
    timing.rounds,
  );
  return {
    results,
    notes: [
      describeTiming(timing),
      `Every call is one record with an acknowledgement of its own, fsynced; a caller sends its next when the one before is answered. One topic of ${partitionCount} partitions, one connection; the single inserts are prepared and have ${connections} connections.`,
    ],
  };
}

export const single: BenchCase = { name: 'single', title: 'Single-record appends', run };
