import type { Pool } from 'pg';
import { retryDropped } from '../fetch/retry-dropped.ts';

export interface PartitionTime {
  readonly partitionId: number;
  /** ms since 1970. */
  readonly timestamp: number;
}

const sql = `
select w.n::integer as n, millrace.offset_for_time(p.id, w.wanted) as found
from unnest($1::integer[], $2::bigint[]) with ordinality as w (id, wanted, n) join millrace.partitions p on p.id = w.id`;

/**
 * Of each partition the first offset whose record has the given time or a later one, in the order of what was asked; null: there is none,
 * undefined: the partition is no longer there. One statement, however many.
 */
export async function readOffsetsForTimes(
  pool: Pool,
  wanted: readonly PartitionTime[],
): Promise<(number | null | undefined)[]> {
  const { rows } = await retryDropped(() =>
    pool.query<{ n: number; found: string | null }>(sql, [
      wanted.map(({ partitionId }) => partitionId),
      wanted.map(({ timestamp }) => timestamp),
    ]),
  );
  const found = new Map(rows.map(({ n, found }) => [n, found === null ? null : Number(found)]));
  return wanted.map((_, i) => found.get(i + 1));
}
