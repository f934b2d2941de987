import { createTestEngine, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { LogApp } from '../testing/log-app.ts';

const partitions = 4;
const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
let log: TestEngine;
let run: LogApp;
let input: string;
let output: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in', partitions);
  output = await run.topic('out', partitions);
});
afterEach(() => run.stop());

const counting = (app: Streams) =>
  app.stream(input).pipe(groupByKey(), countRecords(), toStream({ emit: 'ALL' }), to(output));
/** In one call, so that all tasks are given theirs together. */
const putOne = () =>
  run.put(
    input,
    keys.map((key) => [key, 1] as const),
  );
const endsOf = async (topic: string) => (await log.engine.topics.bounds(topic)).map(({ endOffset }) => endOffset);

/** The transactions that have written a topic. */
async function transactionsOf(topic: string): Promise<number> {
  const { rows } = await log.database.pool.query<{ id: number }>(
    'select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1',
    [topic],
  );
  expect(rows).toHaveLength(1);
  const counted = await log.database.pool.query<{ count: string }>(
    `select count(distinct xmin::text) as count from millrace_segments.s${rows[0]?.id}`,
  );
  return Number(counted.rows[0]?.count);
}

/** Runs `work` while another session holds who owns partition 0 of the input. */
async function whileHeld(work: () => Promise<void>): Promise<void> {
  const client = await log.database.pool.connect();
  try {
    await client.query('begin');
    const { rowCount } = await client.query(
      `select from millrace.group_partitions p join millrace.partitions n on n.id = p.partition_id
       join millrace.topics t on t.id = n.topic_id where t.name = $1 and n.index = 0 for update of p`,
      [input],
    );
    expect(rowCount).toBe(1);
    await work();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe('S1: small epochs of several tasks', () => {
  it('share transactions', async () => {
    const app = await run.start(counting);
    const rounds = 5;
    for (let round = 0; round < rounds; round++) {
      await putOne();
      await run.done();
    }
    expect(await run.values(output)).toHaveLength(rounds * keys.length);
    expect(app.snapshot().totals.epochs).toBeGreaterThanOrEqual(rounds * partitions);
    expect(await transactionsOf(output)).toBeLessThan(app.snapshot().totals.epochs);
  });

  it('one that cannot be committed for a while holds up no other', async () => {
    await run.start(counting);
    await putOne();
    await run.done();
    const before = await endsOf(output);
    await whileHeld(async () => {
      await putOne();
      await until('the other partitions to be processed', async () => {
        const now = await endsOf(output);
        return now.every((end, partition) => partition === 0 || end > (before[partition] as number));
      });
      expect((await endsOf(output))[0]).toBe(before[0]);
    });
    await run.done();
    const counts = (await run.values(output)).map(Number).sort();
    expect(counts).toEqual([1, 2].flatMap((count) => keys.map(() => count)));
  });

  it('one that is refused takes no other with it', async () => {
    const small = run.name('small');
    await log.engine.topics.create({ name: small, partitionCount: partitions, config: { maxMessageBytes: 1_000 } });
    const app = await run.start((each) => each.stream(input).pipe(to(small)), { errors: { produce: 'SKIP' } });
    await run.put(
      input,
      keys.map((key) => [key, key === 'k0' ? 'x'.repeat(2_000) : key] as const),
    );
    await run.done();
    expect((await run.values(small)).sort()).toEqual(keys.filter((key) => key !== 'k0').sort());
    expect(app.snapshot().totals.skippedRecords).toBe(1);
  });
});
