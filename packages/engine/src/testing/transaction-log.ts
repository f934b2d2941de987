import { afterEach, beforeEach } from 'vitest';
import type { AppendInput, Engine } from '../engine.ts';
import { record, valuesOf } from './records.ts';
import { createTestEngine, type TestEngine, type TestEngineOptions } from './test-engine.ts';

/** A log with topics `a` and `b` of two partitions each, and a table `done (id, note)` of a caller's. */
export interface TransactionLog {
  readonly test: TestEngine;
  readonly engine: Engine;
  /** All of a partition. */
  values(topic: string, partition?: number): Promise<(string | null)[]>;
  /** Ids in `done`. */
  rows(): Promise<number[]>;
  /** As the segment keeper of another node does it. */
  roll(topic: string): Promise<void>;
}

export const one = (topic: string, value: string, partition = 0): AppendInput => ({
  topic,
  records: [record(null, value, { partition })],
});

const rollSql = `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t
join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`;

/** Made for each test of the file. */
export function transactionLog(options: TestEngineOptions = {}): TransactionLog {
  let test: TestEngine;
  beforeEach(async () => {
    test = await createTestEngine(options);
    for (const name of ['a', 'b']) await test.engine.topics.create({ name, partitionCount: 2 });
    await test.database.pool.query('create table done (id integer unique, note text)');
  });
  afterEach(() => test.remove());
  return {
    get test() {
      return test;
    },
    get engine() {
      return test.engine;
    },
    async values(topic, partition = 0) {
      const found: (string | null)[] = [];
      const [bounds] = await test.engine.topics.bounds(topic, [partition]);
      for (let offset = 0; offset < (bounds?.endOffset ?? 0); ) {
        const batch = await test.engine.fetch({ topic, partition, offset });
        found.push(...valuesOf(batch));
        offset = batch.nextOffset;
      }
      return found;
    },
    async rows() {
      const { rows } = await test.database.pool.query<{ id: number }>('select id from done order by id');
      return rows.map(({ id }) => id);
    },
    async roll(topic) {
      await test.database.pool.query(rollSql, [topic]);
    },
  };
}
