import type { PoolClient } from 'pg';
import { isDroppedTable } from '../fetch/retry-dropped.ts';

/** Pages are dirtied at some 30 MB/s at most, so that freezing a gigabyte does not starve appends of the disk. */
const throttleSql = "set vacuum_cost_delay = '5ms'; set vacuum_cost_limit = 400";
const unthrottleSql = 'reset vacuum_cost_delay; reset vacuum_cost_limit';

/**
 * Gives every sealed segment its one VACUUM (FREEZE), so that it never needs another. Readers and appends go on meanwhile.
 * Gives the number of segments it froze.
 */
export async function freezeSegments(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ id: number; table_id: number }>(
    `select id, coalesce(table_id, id) as table_id from millrace.segments
     where sealed_at is not null and frozen_at is null order by id`,
  );
  if (rows.length === 0) return 0;
  await client.query(throttleSql);
  for (const { id, table_id } of rows) {
    try {
      await client.query(`vacuum (freeze) millrace_segments.s${Math.trunc(table_id)}`);
    } catch (error) {
      // It left the log meanwhile.
      if (isDroppedTable(error)) continue;
      throw error;
    }
    await client.query(
      'update millrace.segments set frozen_at = clock_timestamp() where id = $1 and coalesce(table_id, id) = $2',
      [id, table_id],
    );
  }
  await client.query(unthrottleSql);
  return rows.length;
}
