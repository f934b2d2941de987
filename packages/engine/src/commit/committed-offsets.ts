import { translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { CommittedOffset } from './offset-committer.ts';

interface Row {
  readonly partition_id: number;
  readonly next_offset: string;
  readonly log_epoch: number;
  readonly metadata: string | null;
  readonly committed_at: string;
}

const sql = `select partition_id, next_offset, log_epoch, metadata, committed_at
from millrace.committed_offsets($1::integer, $2::integer[])`;

/** The newest committed offsets of a group; partitions without one are left out. One statement, however many. */
export async function readCommittedOffsets(
  pool: Pool,
  groupId: number,
  partitionIds: readonly number[],
): Promise<CommittedOffset[]> {
  const { rows } = await pool.query<Row>(sql, [groupId, partitionIds]).catch((error) => {
    throw translatePostgresError(error);
  });
  return rows.map((row) => ({
    partitionId: row.partition_id,
    nextOffset: Number(row.next_offset),
    logEpoch: row.log_epoch,
    metadata: row.metadata,
    committedAt: Number(row.committed_at),
  }));
}
