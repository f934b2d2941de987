import type { PoolClient } from 'pg';

/**
 * Gives every sealed segment its one VACUUM (FREEZE), so that it never needs another. Readers and appends go on meanwhile.
 * Gives the number of segments it froze.
 */
export async function freezeSegments(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'select id from millrace.segments where sealed_at is not null and frozen_at is null order by id',
  );
  for (const { id } of rows) {
    await client.query(`vacuum (freeze) millrace_segments.s${Math.trunc(id)}`);
    await client.query('update millrace.segments set frozen_at = clock_timestamp() where id = $1', [id]);
  }
  return rows.length;
}
