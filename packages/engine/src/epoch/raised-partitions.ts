import type { ClientBase, Pool } from 'pg';
import type { RememberedEpoch } from './epoch-ends.ts';

export interface RaisedPartition {
  readonly partitionId: number;
  readonly topic: string;
  readonly partition: number;
  /** Up to where what was remembered is still the log's; null: all of it. */
  readonly epochEndOffset: number | null;
}

/**
 * What became of partitions that were remembered at an epoch, with whose they are by now: a log that was put back gives ids again. Those
 * that are gone are left out. One statement, however many.
 */
export async function readRaisedPartitions(
  database: Pool | ClientBase,
  remembered: readonly RememberedEpoch[],
): Promise<RaisedPartition[]> {
  const { rows } = await database.query<{ id: number; name: string; index: number; epoch_end: string | null }>(
    `select p.id, t.name, p.index, millrace.epoch_end(p.id, r.epoch) as epoch_end
     from unnest($1::integer[], $2::integer[]) as r (partition_id, epoch)
     join millrace.partitions p on p.id = r.partition_id
     join millrace.topics t on t.id = p.topic_id`,
    [remembered.map(({ partitionId }) => partitionId), remembered.map(({ logEpoch }) => logEpoch)],
  );
  return rows.map((row) => ({
    partitionId: row.id,
    topic: row.name,
    partition: row.index,
    epochEndOffset: row.epoch_end === null ? null : Number(row.epoch_end),
  }));
}
