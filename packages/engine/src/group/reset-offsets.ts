import type { ClientBase, Pool } from 'pg';
import type { OffsetReset, ResetTarget } from './consumer-group.ts';
import { resetOffset } from './reset-target.ts';

export interface ResetPlanInput {
  readonly topic: string;
  /** By id. */
  readonly partitions: ReadonlyMap<number, { readonly index: number; readonly offsetAtTime: number | null }>;
  /** null: there is no such group yet. */
  readonly groupId: number | null;
  /** The group whose offsets are taken, if that is the target. */
  readonly otherGroupId: number | null;
  readonly to: ResetTarget;
}

export interface PlannedReset {
  readonly partitionId: number;
  readonly logEpoch: number;
  readonly reset: OffsetReset;
}

const sql = `
select e.partition_id, e.log_start_offset, e.end_offset, l.epoch as log_epoch,
       millrace.offset_left(e.partition_id, own.next_offset, own.log_epoch) as committed_offset,
       millrace.offset_left(e.partition_id, other.next_offset, other.log_epoch) as other_offset
from millrace.log_epoch l cross join millrace.partition_ends($1) e
left join millrace.committed_offsets($2, $1) own on own.partition_id = e.partition_id
left join millrace.committed_offsets($3, $1) other on other.partition_id = e.partition_id`;

interface Row {
  readonly partition_id: number;
  readonly log_start_offset: string;
  readonly end_offset: string;
  readonly committed_offset: string | null;
  readonly other_offset: string | null;
  readonly log_epoch: number;
}

const numberOrNull = (text: string | null) => (text === null ? null : Number(text));

/** What a reset does, by partition; partitions that are gone are left out. OFFSET_OUT_OF_RANGE. */
export async function planReset(database: Pool | ClientBase, input: ResetPlanInput): Promise<PlannedReset[]> {
  const ids = [...input.partitions.keys()];
  const { rows } = await database.query<Row>(sql, [ids, input.groupId, input.otherGroupId]);
  return rows
    .map((row) => {
      const { index, offsetAtTime } = input.partitions.get(row.partition_id) as {
        index: number;
        offsetAtTime: number | null;
      };
      const basis = {
        topic: input.topic,
        partition: index,
        committedOffset: numberOrNull(row.committed_offset),
        logStartOffset: Number(row.log_start_offset),
        endOffset: Number(row.end_offset),
      };
      const newOffset = resetOffset(input.to, { ...basis, otherOffset: numberOrNull(row.other_offset), offsetAtTime });
      return { partitionId: row.partition_id, logEpoch: row.log_epoch, reset: { ...basis, newOffset } };
    })
    .sort((a, b) => a.reset.partition - b.reset.partition);
}
