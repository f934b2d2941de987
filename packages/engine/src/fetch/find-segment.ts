import { type AnswerSource, answeredQuery } from '@millrace/database';

/** Where a partition's records from an offset on are to be looked for. */
export interface SegmentPlace {
  readonly segmentId: number;
  /** The number of its table, which is another one once its rows were written anew. */
  readonly tableId: number;
  /** Whether gaps between offsets of that table are no damage. */
  readonly compacted: boolean;
  /** Where the next segment begins, which is where this one's records end; null: it was the open one. */
  readonly endOffset: number | null;
}

type Row = { segment_id: number; table_id: number; compacted: boolean; end_offset: string | null };

/**
 * The newest segment that begins at the offset or before it, with its end as of the same moment: whoever has read it to that end
 * goes on by offset, never from segment to segment, because segments are dropped and joined meanwhile. null: the log starts later.
 */
export async function findSegment(
  source: AnswerSource,
  partitionId: number,
  offset: number,
): Promise<SegmentPlace | null> {
  const [row] = await answeredQuery<Row>(
    source,
    `select b.segment_id, coalesce(s.table_id, s.id) as table_id, s.compacted,
       (select n.first_offset from millrace.segment_bounds n
        where n.partition_id = b.partition_id and n.segment_id > b.segment_id order by n.segment_id limit 1) as end_offset
     from millrace.segment_bounds b join millrace.segments s on s.id = b.segment_id
     where b.partition_id = $1 and b.first_offset <= $2 order by b.segment_id desc limit 1`,
    [partitionId, offset],
  );
  if (!row) return null;
  return {
    segmentId: row.segment_id,
    tableId: row.table_id,
    compacted: row.compacted,
    endOffset: row.end_offset === null ? null : Number(row.end_offset),
  };
}
