import type { Database } from '@millrace/database';
import { record } from './records.ts';
import { roll, segmentsOf } from './segments.ts';
import type { TestEngine } from './test-engine.ts';

/** A topic to damage: two partitions, two sealed segments and an open one, with four batch rows in each. */
export interface LogToDamage {
  readonly topic: string;
  readonly topicId: number;
  readonly segments: readonly [number, number, number];
  /** Tables of the segments. */
  readonly tables: readonly [string, string, string];
  /** Ids of its partitions. */
  readonly partitions: readonly [number, number];
  /** Runs SQL of the test's; gives the first column. */
  sql(text: string): Promise<unknown[]>;
}

export async function sqlOf(database: Pick<Database, 'pool'>, text: string): Promise<unknown[]> {
  const result = await database.pool.query({ text, rowMode: 'array' });
  return [result].flat().flatMap(({ rows }) => (rows as unknown[][]).map(([first]) => first));
}

export async function makeLogToDamage(log: TestEngine, topic: string): Promise<LogToDamage> {
  const { engine, database } = log;
  // Its records are old.
  await engine.topics.create({ name: topic, partitionCount: 2, config: { retentionMs: -1 } });
  for (const segment of [0, 1, 2]) {
    if (segment > 0) await roll(database, topic);
    for (const call of [0, 1]) {
      for (const partition of [0, 1]) {
        const records = [0, 1, 2].map((i) =>
          record(`k${i}`, `${segment}/${call}/${i}`, { partition, timestamp: 1_700_000_000_000 + i }),
        );
        await engine.append({ topic, records });
      }
    }
  }
  const segments = (await segmentsOf(database, topic)) as unknown as LogToDamage['segments'];
  const sql = (text: string) => sqlOf(database, text);
  const [topicId] = (await sql(`select id from millrace.topics where name = '${topic}'`)) as number[];
  const partitions = await sql(`select id from millrace.partitions where topic_id = ${topicId} order by index`);
  return {
    topic,
    topicId: topicId as number,
    segments,
    tables: segments.map((id) => `millrace_segments.s${id}`) as unknown as LogToDamage['tables'],
    partitions: partitions as unknown as LogToDamage['partitions'],
    sql,
  };
}
