import type { Engine, Producer } from '@millrace/engine';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { compare, type Entry } from '../measure/compare.ts';
import type { Result } from '../measure/result.ts';
import { describeTiming, type Timing } from '../measure/timing.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { partitionCount, writeConnections } from './append-contenders.ts';

/**
 * Many short rounds in turns, on the same topics by the same engine: what is looked for is smaller than what one minute differs from the next
 * by, or a new topic from another one.
 */
const timing: Timing = { warmupSeconds: 0.1, seconds: 0.5, rounds: 41 };
const batch = { callers: 4, size: 1_000, topics: writeConnections };
const single = { callers: 1_000, size: 1, topics: 1 };
const minRatio = 0.95;

/** Gives each call of a producer to a topic the next sequence. */
class Sequences {
  readonly #producer: Producer;
  readonly #next = new Map<string, number>();

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  of(topic: string): Producer & { readonly sequence: number } {
    const sequence = this.#next.get(topic) ?? 0;
    this.#next.set(topic, sequence + 1);
    return { id: this.#producer.id, epoch: this.#producer.epoch, sequence };
  }
}

function appends(
  { engine, topics, records }: { engine: Engine; topics: readonly string[]; records: BenchContext['records'] },
  name: string,
  { callers, size }: typeof batch,
  sequences: readonly Sequences[],
  more: Omit<Entry, 'name' | 'run'> = {},
): Entry {
  const slices = new Slices(records, size);
  return {
    name,
    ...more,
    run: () =>
      closedLoop({
        ...timing,
        callers,
        async call(caller) {
          const topic = topics[caller % topics.length] as string;
          const producer = sequences[caller % sequences.length]?.of(topic);
          return (await engine.append({ topic, records: slices.next(), producer })).count;
        },
      }),
  };
}

async function run(context: BenchContext): Promise<CaseReport> {
  const batches = 'calls of 1,000';
  const singles = 'single records, 1,000 waiting';
  const results = await withEngine(context.postgres, (engine) =>
    withTopics(engine, { count: batch.topics, partitionCount }, async (topics) => {
      const producers = (count: number) =>
        Promise.all(Array.from({ length: count }, async () => new Sequences(await engine.initProducer())));
      const [one, each] = [await producers(1), await producers(single.callers)];
      const of = { engine, records: context.records };
      const [toAll, toOne] = [
        { ...of, topics },
        { ...of, topics: topics.slice(0, single.topics) },
      ];
      const results: Result[] = [];
      // A row a producer and flush: what a thousand of them leave behind is for nobody else to pay.
      for (const entries of [
        [
          appends(toAll, batches, batch, []),
          appends(toAll, `${batches}, a producer`, batch, one, { to: batches, options: { minRatio } }),
        ],
        [
          appends(toOne, singles, single, []),
          appends(toOne, `${singles}, a producer`, single, one, { to: singles, options: { minRatio } }),
        ],
        [appends(toOne, `${singles}, a producer each`, single, each)],
      ]) {
        results.push(...(await compare(context, entries, timing.rounds)));
      }
      return results;
    }),
  );
  return {
    results,
    notes: [
      describeTiming(timing),
      `With a producer, id, epoch and sequence go with every call, and what it appended is inserted with it. Calls of 1,000: ${batch.callers} callers on ${batch.topics} topics of ${partitionCount} partitions, keys spread by murmur2; single records: one topic of ${partitionCount} partitions.`,
    ],
  };
}

export const idempotent: BenchCase = { name: 'idempotent', title: 'Idempotent producing', run };
