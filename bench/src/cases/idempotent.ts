import type { Engine, Producer } from '@millrace/engine';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { compare, type Entry } from '../measure/compare.ts';
import { describeTiming, type Timing } from '../measure/timing.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { partitionCount, writeConnections } from './append-contenders.ts';

/** Many short rounds in turns: what is looked for is smaller than what one run differs from the next by. */
const timing: Timing = { warmupSeconds: 0.5, seconds: 2, rounds: 7 };
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
  context: BenchContext,
  name: string,
  { callers, size, topics }: typeof batch,
  producers: number,
  more: Omit<Entry, 'name' | 'run'> = {},
): Entry {
  const makeProducers = (engine: Engine) =>
    Promise.all(Array.from({ length: producers }, async () => new Sequences(await engine.initProducer())));
  return {
    name,
    ...more,
    run: () =>
      withEngine(context.postgres, (engine) =>
        withTopics(engine, { count: topics, partitionCount }, async (names) => {
          const slices = new Slices(context.records, size);
          const sequences = await makeProducers(engine);
          return closedLoop({
            ...timing,
            callers,
            async call(caller) {
              const topic = names[caller % names.length] as string;
              const producer = sequences[caller % producers]?.of(topic);
              return (await engine.append({ topic, records: slices.next(), producer })).count;
            },
          });
        }),
      ),
  };
}

async function run(context: BenchContext): Promise<CaseReport> {
  const batches = 'calls of 1,000';
  const singles = 'single records, 1,000 waiting';
  const results = await compare(
    context,
    [
      appends(context, batches, batch, 0),
      appends(context, `${batches}, a producer`, batch, 1, { to: batches, options: { minRatio } }),
      appends(context, singles, single, 0),
      appends(context, `${singles}, a producer`, single, 1, { to: singles, options: { minRatio } }),
      appends(context, `${singles}, a producer each`, single, single.callers, { to: singles }),
    ],
    timing.rounds,
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
