import type { Pool } from 'pg';
import { retryDropped } from '../fetch/retry-dropped.ts';

/** The record of a partition with the latest time. */
export interface MaxTimestamp {
  /** The first, where several have that time. */
  readonly offset: number;
  /** ms since 1970. */
  readonly timestamp: number;
}

interface Row {
  readonly id: number;
  /** null: the partition has no records. */
  readonly record_offset: string | null;
  readonly record_timestamp: string | null;
}

const sql = `
select p.id, m.record_offset, m.record_timestamp
from millrace.partitions p left join lateral millrace.max_timestamp(p.id) m on true
where p.id = any ($1)`;

/** Of each partition, by id; null: it has no records. One that is no longer there is left out. One statement, however many. */
export async function readMaxTimestamps(
  pool: Pool,
  partitionIds: readonly number[],
): Promise<Map<number, MaxTimestamp | null>> {
  const { rows } = await retryDropped(() => pool.query<Row>(sql, [partitionIds]));
  return new Map(
    rows.map(({ id, record_offset, record_timestamp }) => [
      id,
      record_offset === null ? null : { offset: Number(record_offset), timestamp: Number(record_timestamp) },
    ]),
  );
}
