import type { Engine } from '@millrace/engine';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { type BenchRecord, Slices } from '../data/record-pool.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { compare, type Entry } from '../measure/compare.ts';
import { describeTiming, type Timing } from '../measure/timing.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const timing: Timing = { warmupSeconds: 1, seconds: 2, rounds: 3 };
const partitions = 10;
const durability = 'fsynced';
/** A transaction takes at most one and a half times as long as one append. */
const minRatio = 0.67;

/** The n-th record to the n-th partition, round and round: all ten are written to, whatever the keys are. */
const spread = (records: readonly BenchRecord[]) =>
  records.map((record, i) => ({ ...record, partition: i % partitions }));

type Call = (engine: Engine, topics: readonly string[], records: readonly BenchRecord[]) => Promise<unknown>;

const append: Call = (engine, [topic], records) => engine.append({ topic: topic as string, records: spread(records) });

const inTransaction: Call = (engine, [topic], records) =>
  engine.transaction((tx) => tx.append({ topic: topic as string, records: spread(records) }));

/** A topic each: the same number of partitions, and of rows. */
const manyTopics: Call = (engine, topics, records) =>
  engine.transaction((tx) => {
    const share = records.length / topics.length;
    for (const [i, topic] of topics.entries())
      void tx.append({ topic, records: records.slice(i * share, (i + 1) * share) });
  });

const withStatement: Call = (engine, [topic], records) =>
  engine.transaction(async (tx) => {
    await tx.query('insert into bench_transactions (count) values ($1)', [records.length]);
    await tx.append({ topic: topic as string, records: spread(records) });
  });

interface Contender {
  readonly name: string;
  readonly call: Call;
  readonly topics?: number;
  readonly goals?: { readonly minRatio: number };
}

const contenders: readonly Contender[] = [
  { name: 'one append', call: append },
  { name: 'a transaction', call: inTransaction, goals: { minRatio } },
  { name: 'a transaction, ten topics', call: manyTopics, topics: partitions },
  { name: 'a transaction with a statement', call: withStatement },
];

function entriesOf(context: BenchContext, size: number): Entry[] {
  const titleOf = (name: string) => `${name}, ${size.toLocaleString('en-US')} records`;
  return contenders.map(({ name, call, topics = 1, goals }, i) => ({
    name: titleOf(name),
    ...(i > 0 && { to: titleOf('one append') }),
    options: { durability, ...goals },
    run: () =>
      withEngine(context.postgres, (engine) =>
        withTopics(engine, { count: topics, partitionCount: topics === 1 ? partitions : 1 }, async (names) => {
          await engine.transaction((tx) => tx.query('create table if not exists bench_transactions (count integer)'));
          const slices = new Slices(context.records, size);
          return closedLoop({
            ...timing,
            callers: 1,
            call: async () => {
              await call(engine, names, slices.next());
              return size;
            },
          });
        }),
      ),
  }));
}

async function run(context: BenchContext): Promise<CaseReport> {
  const results = await compare(
    context,
    [10, 1_000].flatMap((size) => entriesOf(context, size)),
    timing.rounds,
  );
  return {
    results,
    notes: [
      describeTiming(timing),
      `One caller, one call after the other. One append: engine.append of the records, the same number for each of the ${partitions} partitions of a topic. A transaction: engine.transaction with the same call in it; with ten topics of one partition; with an insert of the caller's own before it, which takes two round trips more. Every call is fsynced.`,
      'The goal, at most 1.5 times the time of one append, is a rate of at least 0.67 of it.',
    ],
  };
}

export const transaction: BenchCase = { name: 'transaction', title: 'Transactions over 10 partitions', run };
