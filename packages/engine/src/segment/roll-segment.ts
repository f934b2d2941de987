import type { Pool } from 'pg';
import type { CompressionType } from '../topic/topic-config.ts';

export interface OpenSegment {
  readonly topicId: number;
  readonly topic: string;
  readonly segmentId: number;
  readonly openedAt: Date;
  /** Of the table with its toast table, on disk; without indexes. */
  readonly byteSize: number;
  readonly config: Record<string, unknown>;
  readonly internal: boolean;
  /** Whether the log of one of its partitions starts behind where it does. */
  readonly hasDeletedRecords: boolean;
  /** How long it has been open, on the database's clock. */
  readonly ageMs: number;
}

type Row = {
  topic_id: number;
  name: string;
  id: number;
  opened_at: Date;
  bytes: string;
  age_ms: string;
  config: object;
  internal: boolean;
  has_deleted: boolean;
};

const openSegmentsSql = `
select t.id as topic_id, t.name, t.config, t.internal, s.id, s.opened_at,
       coalesce(pg_table_size(to_regclass('millrace_segments.s' || s.id)), 0)::bigint as bytes,
       millrace.now() - (extract(epoch from s.opened_at) * 1000)::bigint as age_ms,
       exists (select from millrace.segment_bounds b join millrace.partitions p on p.id = b.partition_id
               where b.segment_id = s.id and p.log_start_offset > b.first_offset) as has_deleted
from millrace.topics t join millrace.segments s on s.topic_id = t.id and s.sealed_at is null
where $1::integer[] is null or t.id = any ($1)`;

/** The open segments of the given topics, or of all, with what decides whether they are rolled. */
export async function readOpenSegments(pool: Pool, topicIds: readonly number[] | null): Promise<OpenSegment[]> {
  const { rows } = await pool.query<Row>(openSegmentsSql, [topicIds]);
  return rows.map((row) => ({
    topicId: row.topic_id,
    topic: row.name,
    segmentId: row.id,
    openedAt: row.opened_at,
    byteSize: Number(row.bytes),
    ageMs: Number(row.age_ms),
    config: row.config as Record<string, unknown>,
    internal: row.internal,
    hasDeletedRecords: row.has_deleted,
  }));
}

/** Whether a segment holds anything at all: an empty one is never rolled for its age. */
export async function segmentHoldsRecords(pool: Pool, segmentId: number): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    `select exists (select from millrace_segments.s${Math.trunc(segmentId)}) as found`,
  );
  return rows[0]?.found ?? false;
}

/** The ends of partitions are looked at first: mostly one of them is young, and then the other rows need not be. */
const expiredSql = (segmentId: number) => `
select exists (select from millrace_segments.s${segmentId})
   and not exists (
     select from millrace.segment_bounds b
     cross join lateral (
       select t.max_timestamp from millrace_segments.s${segmentId} t where t.partition_id = b.partition_id
       order by t.base_offset desc limit 1
     ) last
     where b.segment_id = ${segmentId} and last.max_timestamp >= (select millrace.now() - $1))
   and not exists (select from millrace_segments.s${segmentId} t where t.max_timestamp >= (select millrace.now() - $1)) as expired`;

/** Whether all of a segment's records are older than `retentionMs`; never of one that holds none, or with -1. */
export async function segmentIsExpired(pool: Pool, segmentId: number, retentionMs: number): Promise<boolean> {
  if (retentionMs < 0) return false;
  const { rows } = await pool.query<{ expired: boolean }>(expiredSql(Math.trunc(segmentId)), [retentionMs]);
  return rows[0]?.expired ?? false;
}

/** What of the open segment has to be deleted for it to be sealed. Not all: while it is looked at, others append. */
const minDeletedPercent = 90;

const deletedSql = (segmentId: number) => `
select coalesce(sum(e.end_offset - b.first_offset), 0) > 0
   and sum(least(greatest(p.log_start_offset, b.first_offset), e.end_offset) - b.first_offset) * 100
       >= sum(e.end_offset - b.first_offset) * ${minDeletedPercent} as deleted
from millrace.segment_bounds b join millrace.partitions p on p.id = b.partition_id
cross join lateral (
  select coalesce(
    (select t.last_offset + 1 from millrace_segments.s${segmentId} t where t.partition_id = b.partition_id
     order by t.base_offset desc limit 1), b.first_offset) as end_offset
) e
where b.segment_id = ${segmentId}`;

/** Whether (nearly) all records of the open segment lie before the starts of their partitions' logs; never of one that holds none. */
export async function segmentIsDeleted(pool: Pool, segmentId: number): Promise<boolean> {
  const { rows } = await pool.query<{ deleted: boolean | null }>(deletedSql(Math.trunc(segmentId)));
  return rows[0]?.deleted ?? false;
}

/**
 * Seals the segment and opens the next one, unless another node already has. Rejects with lock_not_available (55P03) when
 * the topic's lock cannot be had within 100 ms: try again later.
 */
export async function rollSegment(
  pool: Pool,
  segment: Pick<OpenSegment, 'topicId' | 'topic' | 'segmentId'>,
  compression: CompressionType,
): Promise<void> {
  await pool.query(`select millrace.roll_segment($1, $2, $3), pg_notify('millrace_catalogue', $4)`, [
    segment.topicId,
    segment.segmentId,
    compression.toLowerCase(),
    segment.topic,
  ]);
}
