import type { ClientBase } from 'pg';
import type { CleaningPartition } from './survivors.ts';

/** A topic's partitions as compaction finds them, and where each segment ends in them. */
export interface PartitionRanges {
  /** By id. */
  readonly partitions: ReadonlyMap<number, CleaningPartition>;
  /** Where a partition's records of a segment end; undefined: the partition came later, or is gone. */
  endOf(segmentId: number, partitionId: number): number | undefined;
}

/** $2: tombstones that were compacted past at this time or before may go. The last sealed record is the one before the open segment. */
const partitionsSql = `
select p.id, b.first_offset - 1 as last_sealed_offset,
       coalesce((select max(c.compacted_offset) from millrace.compactions c where c.partition_id = p.id), 0) as compacted_offset,
       coalesce((select max(c.compacted_offset) from millrace.compactions c
                 where c.partition_id = p.id and c.compacted_at <= $2), 0) as tombstones_before
from millrace.partitions p
join millrace.segments s on s.topic_id = p.topic_id and s.sealed_at is null
join millrace.segment_bounds b on b.segment_id = s.id and b.partition_id = p.id
where p.topic_id = $1`;

/** Where a segment ends is where the next one begins. */
const endsSql = `
with following as (
  select s.id, lead(s.id) over (order by s.id) as next_id from millrace.segments s where s.topic_id = $1
)
select f.id as segment_id, b.partition_id, b.first_offset as end_offset
from following f join millrace.segment_bounds b on b.segment_id = f.next_id
where f.id = any ($2)`;

export async function readPartitionRanges(
  client: ClientBase,
  topicId: number,
  segmentIds: readonly number[],
  tombstonesOlderThan: number,
): Promise<PartitionRanges> {
  type Row = { id: number; last_sealed_offset: string; compacted_offset: string; tombstones_before: string };
  const { rows } = await client.query<Row>(partitionsSql, [topicId, tombstonesOlderThan]);
  const partitions = new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        compactedOffset: Number(row.compacted_offset),
        tombstonesBefore: Number(row.tombstones_before),
        lastSealedOffset: Number(row.last_sealed_offset),
        coveredOffset: Number(row.compacted_offset),
      },
    ]),
  );
  type EndRow = { segment_id: number; partition_id: number; end_offset: string };
  const ends = new Map<number, Map<number, number>>();
  for (const row of (await client.query<EndRow>(endsSql, [topicId, segmentIds])).rows) {
    const bySegment = ends.get(row.segment_id) ?? new Map<number, number>();
    ends.set(row.segment_id, bySegment.set(row.partition_id, Number(row.end_offset)));
  }
  return { partitions, endOf: (segmentId, partitionId) => ends.get(segmentId)?.get(partitionId) };
}
