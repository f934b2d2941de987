import type { Pool } from 'pg';

const sql = `
with wanted as (
  select * from unnest($2::integer[], $3::bigint[]) as w (id, start)
), locked as materialized (
  -- Rows of partitions are locked by id, here and where segments expire, so that two never wait for each other.
  select p.id from millrace.partitions p where p.id = any ($2::integer[]) order by p.id for no key update
), moved as (
  update millrace.partitions p set log_start_offset = wanted.start
  from locked join wanted using (id)
  where p.id = locked.id and p.log_start_offset < wanted.start
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
