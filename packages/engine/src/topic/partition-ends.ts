import type { ClientBase, Pool } from 'pg';

export interface PartitionEnd {
  readonly partitionId: number;
  readonly logStartOffset: number;
  /** The next offset to be written. */
  readonly endOffset: number;
  /** The log's, when it was looked up. */
  readonly logEpoch: number;
}

interface Row {
  readonly partition_id: number;
  readonly log_start_offset: string;
  readonly end_offset: string;
  readonly log_epoch: number;
}

// The ends are read later than the epoch (their function is volatile): so the epoch is never one of after them.
const sql = `
select e.partition_id, e.log_start_offset, e.end_offset, l.epoch as log_epoch
from millrace.log_epoch l cross join millrace.partition_ends($1) e`;

/** Where partitions start and end now; one that no longer exists is left out. One statement, however many. */
export async function readPartitionEnds(
  database: Pool | ClientBase,
  partitionIds: readonly number[],
): Promise<PartitionEnd[]> {
  const { rows } = await database.query<Row>(sql, [partitionIds]);
  return rows.map((row) => ({
    partitionId: row.partition_id,
    logStartOffset: Number(row.log_start_offset),
    endOffset: Number(row.end_offset),
    logEpoch: row.log_epoch,
  }));
}
