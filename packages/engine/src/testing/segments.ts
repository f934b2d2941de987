import type { Database } from '@millrace/database';
import { expect } from 'vitest';

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

/**
 * Holds the catalogue to its word: every segment has a table, every table a segment or a place among the dropped ones, each topic
 * one open segment, which is the last and begins for every partition where the one before it ends.
 */
export async function verifyCatalogue(database: Pooled): Promise<void> {
  const tables = new Set(await segmentTables(database));
  const live = await values(database, `select 's' || coalesce(table_id, id) from millrace.segments`);
  const dropped = await values(database, `select 's' || segment_id from millrace.dropped_segments`);
  expect(
    live.filter((table) => !tables.has(table as string)),
    'segments without a table',
  ).toEqual([]);
  const known = new Set([...live, ...dropped]);
  expect(
    [...tables].filter((table) => !known.has(table)),
    'tables that nobody knows',
  ).toEqual([]);
  const wrongOpen = `
select t.name from millrace.topics t
where (select count(*) from millrace.segments s where s.topic_id = t.id and s.sealed_at is null) <> 1
   or (select max(s.id) from millrace.segments s where s.topic_id = t.id)
      <> (select s.id from millrace.segments s where s.topic_id = t.id and s.sealed_at is null)`;
  expect(await values(database, wrongOpen), 'topics without one open segment that is the last').toEqual([]);
  const unbounded = `
select p.id from millrace.partitions p join millrace.segments s on s.topic_id = p.topic_id and s.sealed_at is null
where not exists (select from millrace.segment_bounds b where b.segment_id = s.id and b.partition_id = p.id)`;
  expect(await values(database, unbounded), 'partitions without an end').toEqual([]);
}
