import type { Pool } from 'pg';

const sql = `
with moved as (
  update millrace.partitions p set log_start_offset = wanted.start
  from unnest($2::integer[], $3::bigint[]) as wanted (id, start)
  where p.id = wanted.id and p.log_start_offset < wanted.start
)
select pg_notify('millrace_catalogue', $1)`;

/** Moves the start of partitions' logs forward, never back. The ends were checked before; they only grow. */
export async function moveLogStarts(
  pool: Pool,
  topic: string,
  starts: readonly { partitionId: number; logStartOffset: number }[],
): Promise<void> {
  await pool.query(sql, [topic, starts.map((start) => start.partitionId), starts.map((start) => start.logStartOffset)]);
}
