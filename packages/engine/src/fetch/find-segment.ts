import type { Pool } from 'pg';

export interface SegmentStart {
  readonly segmentId: number;
  /** Where the partition's records of the segment begin. */
  readonly firstOffset: number;
}

type Row = { segment_id: number; first_offset: string };

/** The newest segment that begins at the offset or before it. */
export async function findSegment(pool: Pool, partitionId: number, offset: number): Promise<SegmentStart | null> {
  const { rows } = await pool.query<Row>(
    `select segment_id, first_offset from millrace.segment_bounds
     where partition_id = $1 and first_offset <= $2 order by segment_id desc limit 1`,
    [partitionId, offset],
  );
  return segmentStart(rows[0]);
}

/** The segment behind a given one. */
export async function findNextSegment(
  pool: Pool,
  partitionId: number,
  segmentId: number,
): Promise<SegmentStart | null> {
  const { rows } = await pool.query<Row>(
    `select segment_id, first_offset from millrace.segment_bounds
     where partition_id = $1 and segment_id > $2 order by segment_id limit 1`,
    [partitionId, segmentId],
  );
  return segmentStart(rows[0]);
}

function segmentStart(row: Row | undefined): SegmentStart | null {
  return row ? { segmentId: row.segment_id, firstOffset: Number(row.first_offset) } : null;
}
