import type { ClientBase, Pool } from 'pg';

export interface RememberedEpoch {
  readonly partitionId: number;
  readonly logEpoch: number;
}

/**
 * Up to where what was remembered at an epoch is still the log's, in the order of `remembered`: where the partition ended when the
 * next higher epoch began. null: all of it is. An offset behind it may mean another record by now. One statement, however many.
 */
export async function readEpochEnds(
  database: Pool | ClientBase,
  remembered: readonly RememberedEpoch[],
): Promise<(number | null)[]> {
  const { rows } = await database.query<{ epoch_end: string | null }>(
    `select millrace.epoch_end(r.partition_id, r.epoch) as epoch_end
     from unnest($1::integer[], $2::integer[]) with ordinality as r (partition_id, epoch, n) order by r.n`,
    [remembered.map(({ partitionId }) => partitionId), remembered.map(({ logEpoch }) => logEpoch)],
  );
  return rows.map((row) => (row.epoch_end === null ? null : Number(row.epoch_end)));
}
