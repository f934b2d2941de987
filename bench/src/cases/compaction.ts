import type { Engine, RecordToAppend } from '@millrace/engine';
import type pg from 'pg';
import type { BenchCase, BenchContext } from '../case.ts';
import { Random } from '../data/random.ts';
import { Slices } from '../data/record-pool.ts';
import type { Goal, Result } from '../measure/result.ts';
import { formatRate } from '../report/numbers.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const records = 5_000_000;
const keys = 100_000;
const partitionCount = 6;
const callSize = 1_000;
const callers = 4;
/** The table is several segments, as in a log that has grown. */
const segmentBytes = 256 * 1024 ** 2;
const warmupSeconds = 3;
const quietSeconds = 10;
const maxSeconds = 60;
const minRatio = 0.8;

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

const line = (name: string, recordsPerSecond: number, more: Partial<Result> = {}): Result => ({
  ...{ case: name, recordsPerSecond, p50Ms: null, p99Ms: null, ratio: null },
  ...more,
});

async function measure(context: BenchContext, engine: Engine, client: pg.Client): Promise<Result[]> {
  const config = { segmentBytes } as const;
  return withTopics(engine, { partitionCount, config }, ([compacted]) =>
    withTopics(engine, { partitionCount }, async ([beside]) => {
      const topic = compacted as string;
      context.progress(`writing ${formatRate(records)} records of ${formatRate(keys)} keys`);
      await fill(context, engine, topic, client);
      await client.query('checkpoint');
      const producer = new Producer(context, engine, beside as string);
      try {
        await producer.during(seconds(warmupSeconds));
        const before = await producer.during(seconds(quietSeconds));
        const compaction = await producer.during(async () => {
          await engine.topics.update({ name: topic, config: { cleanupPolicy: 'COMPACT', maxCompactionLagMs: 0 } });
          await untilClean(client, topic);
        });
        const after = await producer.during(seconds(quietSeconds));
        context.progress(
          `producer: ${[before, compaction, after].map(({ rate }) => formatRate(rate)).join(', then ')} records/s`,
        );
        await producer.stop();
        await assertCompacted(client, topic);
        return resultsOf((before.rate + after.rate) / 2, compaction);
      } finally {
        await producer.stop();
      }
    }),
  );
}

function resultsOf(quietRate: number, compaction: { readonly rate: number; readonly seconds: number }): Result[] {
  const quiet = line('a producer alone, calls of 1,000', quietRate);
  const value = compaction.rate / quietRate;
  const goal: Goal = { text: `≥ ${minRatio} ×`, reached: value >= minRatio };
  const took = compaction.seconds.toFixed(1);
  return [
    line(
      `compaction of ${records / 1e6} million records of ${keys / 1e3},000 keys: ${took} s`,
      records / compaction.seconds,
      {
        goals: [{ text: `< ${maxSeconds} s`, reached: compaction.seconds < maxSeconds }],
      },
    ),
    quiet,
    line('the same producer beside the compaction', compaction.rate, {
      ratio: { to: quiet.case, value },
      goals: [goal],
    }),
  ];
}

/** A log of 5 million records is compacted to its 100,000 keys while a producer writes as fast as it can. */
export const compaction: BenchCase = {
  name: 'compaction',
  title: 'Compaction beside a producer',
  async run(context) {
    const client = await context.postgres.connect();
    try {
      const results = await withEngine(context.postgres, (engine) => measure(context, engine, client));
      return {
        results,
        notes: [
          `One process writes with ${callers} callers to a topic of ${partitionCount} partitions and compacts another one, which is sealed: keys of 10 bytes at random, values of 100.`,
          `The producer alone is the mean of ${quietSeconds} s before and ${quietSeconds} s after.`,
        ],
      };
    } finally {
      await client.end();
    }
  },
};
