import type { PoolClient } from 'pg';
import type { CleaningPartition } from './survivors.ts';

/** Compactions closer than this part of deleteRetentionMs count as one, the later one: so few are remembered. */
const mergedPart = 0.01;

export interface FinishedCompaction {
  readonly topicId: number;
  readonly partitions: Iterable<CleaningPartition>;
  /** All of whose records are compacted now. */
  readonly cleanSegmentIds: readonly number[];
  readonly deleteRetentionMs: number;
  /** When it began, ms since 1970: tombstones that were compacted past `deleteRetentionMs` before are gone now. */
  readonly startedAt: number;
}

const forgetCloseSql = `
with ranked as (
  select c.partition_id, c.compacted_offset, c.compacted_at - lead(c.compacted_at) over newest as gap,
         row_number() over newest as position
  from millrace.compactions c where c.partition_id = any ($1)
  window newest as (partition by c.partition_id order by c.compacted_offset desc)
)
delete from millrace.compactions c using ranked r
where c.partition_id = r.partition_id and c.compacted_offset = r.compacted_offset and r.position = 1 and r.gap < $2`;

/** A partition that was deleted meanwhile is left out. */
const rememberSql = `
insert into millrace.compactions (partition_id, compacted_offset, compacted_at)
select p.id, w.compacted_offset, millrace.now()
from unnest($1::integer[], $2::bigint[]) as w (id, compacted_offset) join millrace.partitions p on p.id = w.id`;

const tombstonesRemovedSql = `
update millrace.compactions c set tombstones_removed = true
from millrace.partitions p
where p.id = c.partition_id and p.topic_id = $1 and c.compacted_at <= $2 and not c.tombstones_removed`;

/** Of those that are old enough, only the newest says anything. */
const forgetOldSql = `
delete from millrace.compactions c using millrace.partitions p
where p.id = c.partition_id and p.topic_id = $1 and c.tombstones_removed and exists (
  select from millrace.compactions n
  where n.partition_id = c.partition_id and n.compacted_offset > c.compacted_offset and n.tombstones_removed)`;

/** Takes down, once all segments are swapped, how far a topic's partitions are compacted now, and since when. */
export async function recordCompaction(client: PoolClient, finished: FinishedCompaction): Promise<void> {
  const { topicId, cleanSegmentIds, deleteRetentionMs, startedAt } = finished;
  const moved = [...finished.partitions].filter(
    ({ coveredOffset, compactedOffset }) => coveredOffset > compactedOffset,
  );
  const ids = moved.map(({ id }) => id);
  await client.query('begin');
  try {
    await client.query(forgetCloseSql, [ids, Math.floor(deleteRetentionMs * mergedPart)]);
    await client.query(rememberSql, [ids, moved.map(({ coveredOffset }) => coveredOffset)]);
    await client.query(tombstonesRemovedSql, [topicId, startedAt - deleteRetentionMs]);
    await client.query(forgetOldSql, [topicId]);
    await client.query('update millrace.segments set clean = true where topic_id = $1 and id = any ($2)', [
      topicId,
      cleanSegmentIds,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
