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

/** What is wrong in the catalogue, in one statement: tables come and go between two. */
const faultsSql = `
with tables as (
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'millrace_segments' and c.relkind = 'r' and c.relname ~ '^s[0-9]+$'
), known as (
  select 's' || coalesce(table_id, id) as name, true as live from millrace.segments
  union all select 's' || segment_id, false from millrace.dropped_segments
), bounds as (
  select b.*, lag(b.first_offset) over (partition by b.partition_id order by b.segment_id) as before from millrace.segment_bounds b
)
select 'without a table: ' || k.name from known k where k.live and not exists (select from tables t where t.name = k.name)
union all
select 'a table that nobody knows: ' || t.name from tables t where not exists (select from known k where k.name = t.name)
union all
select 'in two places: ' || k.name from known k group by k.name having count(*) > 1
union all
select 'without one open segment that is the last: ' || t.name from millrace.topics t
where (select count(*) from millrace.segments s where s.topic_id = t.id and s.sealed_at is null) <> 1
   or (select max(s.id) from millrace.segments s where s.topic_id = t.id)
      <> (select s.id from millrace.segments s where s.topic_id = t.id and s.sealed_at is null)
union all
select 'a partition without an end: ' || p.id
from millrace.partitions p join millrace.segments s on s.topic_id = p.topic_id and s.sealed_at is null
where not exists (select from millrace.segment_bounds b where b.segment_id = s.id and b.partition_id = p.id)
union all
select 'a bound that goes back: ' || b.partition_id || ' in ' || b.segment_id from bounds b where b.first_offset < b.before
union all
select 'a log that starts before its first segment: ' || p.id from millrace.partitions p
where p.log_start_offset < (select min(b.first_offset) from millrace.segment_bounds b where b.partition_id = p.id)`;

/**
 * Holds the catalogue to its word: every segment has a table, every table a segment or a place among the dropped ones, each topic
 * one open segment, which is the last; bounds and starts of logs only go forward.
 */
export async function verifyCatalogue(database: Pooled): Promise<void> {
  expect(await values(database, faultsSql)).toEqual([]);
}
