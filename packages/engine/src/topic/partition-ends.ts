import type { Pool } from 'pg';

export interface PartitionEnd {
  readonly partitionId: number;
  readonly logStartOffset: number;
  /** The next offset to be written. */
  readonly endOffset: number;
}

/** Where partitions start and end now; one that no longer exists is left out. One statement, however many. */
export async function readPartitionEnds(pool: Pool, partitionIds: readonly number[]): Promise<PartitionEnd[]> {
  const { rows } = await pool.query<{ partition_id: number; log_start_offset: string; end_offset: string }>(
    'select partition_id, log_start_offset, end_offset from millrace.partition_ends($1)',
    [partitionIds],
  );
  return rows.map((row) => ({
    partitionId: row.partition_id,
    logStartOffset: Number(row.log_start_offset),
    endOffset: Number(row.end_offset),
  }));
}
