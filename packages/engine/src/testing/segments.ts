import type { Database } from '@millrace/database';
import { expect } from 'vitest';
import { verify } from '../verify/verify.ts';

type Pooled = Pick<Database, 'pool'>;

async function values(database: Pooled, text: string, parameters: unknown[] = []): Promise<unknown[]> {
  return (await database.pool.query({ text, values: parameters, rowMode: 'array' })).rows.flat();
}

/** Seals a topic's open segment behind the engine's back. */
export async function roll(database: Pooled, topic: string): Promise<void> {
  await values(
    database,
    `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t
     join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`,
    [topic],
  );
}

/** Ids of a topic's segments, oldest first; the last one is open. */
export async function segmentsOf(database: Pooled, topic: string): Promise<number[]> {
  const sql = `select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1 order by 1`;
  return (await values(database, sql, [topic])) as number[];
}

/** Names of all segment tables that are there. */
export async function segmentTables(database: Pooled): Promise<string[]> {
  const sql = `select tablename from pg_tables where schemaname = 'millrace_segments' and tablename like 's%' order by 1`;
  return (await values(database, sql)) as string[];
}

/** Holds a database to all that `npm run verify` looks at. */
export async function expectSound(database: Pick<Database, 'connect'>): Promise<void> {
  expect((await verify({ database })).findings).toEqual([]);
}
