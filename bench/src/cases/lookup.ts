import type { Engine, RecordFilter } from '@millrace/engine';
import type pg from 'pg';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { Random } from '../data/random.ts';
import { compare, type Entry } from '../measure/compare.ts';
import { Latency } from '../measure/latency.ts';
import type { Run } from '../measure/run.ts';
import { formatMs } from '../report/numbers.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const records = 10_000_000;
const keys = 1_000_000;
/** Each key is appended so often, all over the log. */
const perKey = records / keys;
const partitionCount = 6;
const callSize = 1_000;
const appendCallers = 8;
/** The open segment is scanned, a third of a millisecond for each MiB. */
const segmentMebibytes = 32;
/** Of the newest records, half a segment: what is in the open one on the average. */
const openRecords = 110_000;
const rounds = 1;
const lookups = 100;
const scanName = 'scan for a key';
/** A search goes on for as long as it takes. */
const endless = 600_000;

const keyOf = (n: number) => Buffer.from(`user${String(n).padStart(6, '0')}`);

/** Appends the records from number `next` to number `end`. */
async function fill(context: BenchContext, engine: Engine, topic: string, next: number, end: number): Promise<void> {
  const caller = async () => {
    while (next < end) {
      const from = next;
      next += callSize;
      const call = Array.from({ length: callSize }, (_, i) => {
        const value = context.records[(from + i) % context.records.length]?.value ?? null;
        // Scattered, and each as often: 7919 has no divisor in common with the number of keys.
        return { key: keyOf(((from + i) * 7_919) % keys), value };
      });
      await engine.append({ topic, records: call });
    }
  };
  await Promise.all(Array.from({ length: appendCallers }, caller));
}

const statisticsSql = `
select count(*)::integer as segments, count(*) filter (where s.sealed_at is not null)::integer as sealed,
       count(*) filter (where millrace.has_key_index(coalesce(s.table_id, s.id)))::integer as indexed,
       sum(pg_total_relation_size(to_regclass('millrace_segments.s' || coalesce(s.table_id, s.id))))::bigint as bytes,
       coalesce(sum(pg_relation_size(to_regclass('millrace_segments.' || millrace.key_index_name(coalesce(s.table_id, s.id))))), 0)::bigint as index_bytes
from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1`;

/** Until what was written too fast to be rolled in time is rolled: the open segment is then empty. */
async function untilRolled(client: pg.Client, topic: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query(
      `select pg_table_size(to_regclass('millrace_segments.s' || s.id)) < $2 as rolled
       from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1 and s.sealed_at is null`,
      [topic, segmentMebibytes * 1024 ** 2],
    );
    if (rows[0].rolled) return;
    await client.query('select pg_sleep(0.25)');
  }
}

/** Until every sealed segment has its index; gives what they take. */
async function untilIndexed(client: pg.Client, topic: string) {
  for (;;) {
    const { rows } = await client.query(statisticsSql, [topic]);
    const { segments, sealed, indexed, bytes, index_bytes } = rows[0];
    if (indexed === sealed) return { segments, sealed, bytes: Number(bytes), indexBytes: Number(index_bytes) };
    await client.query('select pg_sleep(0.25)');
  }
}

async function search(engine: Engine, topic: string, filter: RecordFilter, limit: number): Promise<number> {
  const page = await engine.page({ topic, filter, limit, budgetMs: endless });
  return page.records.length;
}

/** Looks up keys one after another. A second's figure is the records that were searched in it. */
async function lookUp(
  count: number,
  random: Random,
  look: (key: Buffer) => Promise<number>,
  expected: number,
): Promise<Run> {
  const latency = new Latency();
  const startedAt = performance.now();
  for (let i = 0; i < count; i++) {
    const from = performance.now();
    const found = await look(keyOf(random.below(keys)));
    latency.record(performance.now() - from);
    if (found !== expected) throw new Error(`${found} records were found of ${expected}.`);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { records: records * count, seconds, p50Ms: latency.percentileMs(50), p99Ms: latency.percentileMs(99) };
}

function entriesOf(engine: Engine, topic: string): Entry[] {
  const random = new Random(44);
  const under = { options: { maxP50Ms: 20 } };
  // A prefix that is the whole key finds the same and cannot go by the index.
  const byScan = (limit: number) => (key: Buffer) => search(engine, topic, { keyPrefix: key }, limit);
  const byKey = (limit: number) => (key: Buffer) => search(engine, topic, { key }, limit);
  const whole = (filter: RecordFilter) => lookUp(1, random, () => search(engine, topic, filter, 1), 0);
  return [
    { name: scanName, run: () => lookUp(2, random, byScan(100), perKey) },
    { name: 'the newest record of a key', to: scanName, ...under, run: () => lookUp(lookups, random, byKey(1), 1) },
    {
      name: `all ${perKey} records of a key`,
      to: scanName,
      ...under,
      run: () => lookUp(lookups, random, byKey(100), perKey),
    },
    {
      name: 'a key that is not there',
      to: scanName,
      ...under,
      run: () => lookUp(lookups, random, () => search(engine, topic, { key: Buffer.from('nobody') }, 100), 0),
    },
    { name: 'scan for a text in values', run: () => whole({ valueContains: Buffer.from('"user":"nobody"') }) },
    { name: 'scan by JSON path', run: () => whole({ jsonPath: '$.total < 0' }) },
  ];
}

async function run(context: BenchContext): Promise<CaseReport> {
  return withEngine(context.postgres, (engine) =>
    withTopics(
      engine,
      { partitionCount, config: { keyIndex: 'SEALED', segmentBytes: segmentMebibytes * 1024 ** 2 } },
      async (names) => {
        const topic = names[0] as string;
        const client = await context.postgres.connect();
        try {
          context.progress(`writing ${records} records of ${keys} keys`);
          const startedAt = performance.now();
          await fill(context, engine, topic, 0, records - openRecords);
          await untilRolled(client, topic);
          await fill(context, engine, topic, records - openRecords, records);
          const writtenAt = performance.now();
          const built = await untilIndexed(client, topic);
          const waited = (performance.now() - writtenAt) / 1_000;
          context.progress(`the last key index was there ${waited.toFixed(0)} s after the last record`);
          const results = await compare(context, entriesOf(engine, topic), rounds);
          const mebibytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(0);
          return {
            results,
            notes: [
              `10,000,000 records of ${keys.toLocaleString('en-US')} keys, ${perKey} each, over ${partitionCount} partitions and ${built.segments} segments of ${segmentMebibytes} MiB, of which ${built.sealed} are sealed, some of them larger because they were written faster than they were rolled; the open one is half full and is scanned. All partitions are searched.`,
              `The key indexes take ${mebibytes(built.indexBytes)} MiB of ${mebibytes(built.bytes)} MiB. They were made while the log was written, in ${((writtenAt - startedAt) / 1_000).toFixed(0)} s; the last was there ${waited.toFixed(1)} s later.`,
              `A latency is one search through the engine, from the call to its records, one after another; a rate is the records that are searched in a second. ${rounds} rounds in turns, each of ${lookups} look-ups of random keys, or two whole scans for a key, or one for a text or a JSON path that nothing has; the median round counts.`,
              `A scan for a key takes ${formatMs(results[0]?.p50Ms ?? 0)} ms: the same records by a filter that the index cannot serve.`,
            ],
          };
        } finally {
          await client.end();
        }
      },
    ),
  );
}

export const lookup: BenchCase = { name: 'lookup', title: 'Lookup', run };
