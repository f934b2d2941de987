import type { Engine, RecordToAppend } from '@millrace/engine';
import type pg from 'pg';
import type { BenchCase, BenchContext } from '../case.ts';
import { Random } from '../data/random.ts';
import { Slices } from '../data/record-pool.ts';
import type { Result } from '../measure/result.ts';
import { formatRate } from '../report/numbers.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

/** The log is compacted a topic at a time, with rests between them: a producer is compared with itself in the seconds around. */
const topics = 10;
const records = 500_000;
const keys = 10_000;
const partitionCount = 6;
const callSize = 1_000;
const callers = 4;
/** Each topic is several segments, as in a log that has grown. */
const segmentBytes = 32 * 1024 ** 2;
const warmupSeconds = 3;
const quietSeconds = 3;
const maxSeconds = 60;
const minRatio = 0.8;
/** The next topic is not to wait for the keeper to look again: what it waits would count as compaction. */
const limits = { compactionIntervalMs: 250 };

/** Fills a topic with records whose keys come again and again, and seals it. */
async function fill(context: BenchContext, engine: Engine, topic: string, client: pg.Client): Promise<void> {
  const random = new Random(7);
  const pool = context.records;
  let left = records / callSize;
  const caller = async () => {
    while (left-- > 0) {
      const batch: RecordToAppend[] = Array.from({ length: callSize }, () => ({
        key: pool[random.below(keys)]?.key ?? null,
        value: pool[random.below(pool.length)]?.value ?? null,
      }));
      await engine.append({ topic, records: batch });
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  await client.query(
    `select millrace.roll_segment(t.id, s.id, 'none'), pg_notify('millrace_catalogue', t.name)
     from millrace.topics t join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`,
    [topic],
  );
}

/** Records appended so far, for ever, by callers that send their next call as soon as the one before is answered. */
class Producer {
  appended = 0;
  #stopped = false;
  readonly #calling: Promise<unknown>;

  constructor(context: BenchContext, engine: Engine, topic: string) {
    const slices = new Slices(context.records, callSize);
    const caller = async () => {
      while (!this.#stopped) {
        await engine.append({ topic, records: slices.next() });
        this.appended += callSize;
      }
    };
    this.#calling = Promise.all(Array.from({ length: callers }, caller));
  }

  /** Records a second while `work` runs. */
  async during(work: () => Promise<unknown>): Promise<{ readonly rate: number; readonly seconds: number }> {
    const startedAt = performance.now();
    const before = this.appended;
    await Promise.race([work(), this.#calling]);
    const seconds = (performance.now() - startedAt) / 1000;
    return { rate: (this.appended - before) / seconds, seconds };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#calling;
  }
}

const seconds = (count: number) => () => new Promise((resolve) => setTimeout(resolve, count * 1000));

async function untilClean(client: pg.Client, topic: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ clean: boolean }>(
      `select bool_and(s.clean) as clean from millrace.segments s join millrace.topics t on t.id = s.topic_id
       where t.name = $1 and s.sealed_at is not null`,
      [topic],
    );
    if (rows[0]?.clean) return;
    await seconds(0.05)();
  }
}

/** Fails unless the newest record of every key is there, and nothing else of it. */
async function assertCompacted(client: pg.Client, topic: string): Promise<void> {
  const { rows } = await client.query<{ records: string; keys: string }>(
    `select count(*) as records, count(distinct key_bytes) as keys from millrace.records($1)`,
    [topic],
  );
  const found = rows[0];
  // A partition's last sealed record stays whatever it is, but it is the newest of its key anyway.
  if (Number(found?.records) !== keys || Number(found?.keys) !== keys) {
    throw new Error(
      `${keys} keys were expected to be left, once each: ${found?.records} records of ${found?.keys} keys.`,
    );
  }
}

interface Stretch {
  readonly rate: number;
  readonly seconds: number;
}

const line = (name: string, recordsPerSecond: number, more: Partial<Result> = {}): Result => ({
  ...{ case: name, recordsPerSecond, p50Ms: null, p99Ms: null, ratio: null },
  ...more,
});

async function compact(engine: Engine, client: pg.Client, topic: string): Promise<void> {
  await engine.topics.update({ name: topic, config: { cleanupPolicy: 'COMPACT', maxCompactionLagMs: 0 } });
  await untilClean(client, topic);
}

async function measure(context: BenchContext, engine: Engine, client: pg.Client): Promise<Result[]> {
  const config = { segmentBytes } as const;
  return withTopics(engine, { count: topics, partitionCount, config }, (names) =>
    withTopics(engine, { partitionCount }, async ([beside]) => {
      context.progress(`writing ${topics} topics of ${formatRate(records)} records of ${formatRate(keys)} keys`);
      for (const topic of names) await fill(context, engine, topic, client);
      await client.query('checkpoint');
      const producer = new Producer(context, engine, beside as string);
      const quiet: Stretch[] = [];
      const compacting: Stretch[] = [];
      try {
        await producer.during(seconds(warmupSeconds));
        quiet.push(await producer.during(seconds(quietSeconds)));
        for (const topic of names) {
          compacting.push(await producer.during(() => compact(engine, client, topic)));
          quiet.push(await producer.during(seconds(quietSeconds)));
          const around = [quiet.at(-2), compacting.at(-1), quiet.at(-1)] as Stretch[];
          context.progress(`producer: ${around.map(({ rate }) => formatRate(rate)).join(', then ')} records/s`);
        }
        await producer.stop();
        for (const topic of names) await assertCompacted(client, topic);
        return resultsOf(quiet, compacting);
      } finally {
        await producer.stop();
      }
    }),
  );
}

/** Each compaction by the seconds before and behind it. */
function resultsOf(quiet: readonly Stretch[], compacting: readonly Stretch[]): Result[] {
  const ratios = compacting.map(
    ({ rate }, i) => (2 * rate) / ((quiet[i] as Stretch).rate + (quiet[i + 1] as Stretch).rate),
  );
  const value = median(ratios);
  const took = compacting.reduce((sum, stretch) => sum + stretch.seconds, 0);
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  const alone = line('a producer alone, calls of 1,000', median(quiet.map(({ rate }) => rate)));
  return [
    line(
      `compaction of ${topics} × ${formatRate(records)} records of ${formatRate(keys)} keys: ${took.toFixed(1)} s`,
      (topics * records) / took,
      { goals: [{ text: `< ${maxSeconds} s`, reached: took < maxSeconds }] },
    ),
    alone,
    line('the same producer beside the compaction', median(compacting.map(({ rate }) => rate)), {
      ratio: { to: alone.case, value },
      goals: [{ text: `≥ ${minRatio} × (each ${spread})`, reached: value >= minRatio }],
    }),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}

/** A log of 5 million records in ten topics is compacted to its 100,000 keys while a producer writes as fast as it can. */
export const compaction: BenchCase = {
  name: 'compaction',
  title: 'Compaction beside a producer',
  async run(context) {
    const client = await context.postgres.connect();
    try {
      const results = await withEngine(context.postgres, (engine) => measure(context, engine, client), limits);
      return {
        results,
        notes: [
          `One process writes with ${callers} callers to a topic of ${partitionCount} partitions and compacts ${topics} others, which are sealed, one after another: keys of 10 bytes at random, values of 100. Looks for work every ${limits.compactionIntervalMs} ms.`,
          `The producer beside each compaction is compared with the mean of ${quietSeconds} s before and ${quietSeconds} s behind it; the median of ${topics} counts.`,
        ],
      };
    } finally {
      await client.end();
    }
  },
};
