import type { ClientBase, Pool } from 'pg';

const sql = 'select id from millrace.consumer_groups where name = $1';

/** The id of a group; null when there is none of that name. */
export async function findGroup(database: Pool | ClientBase, name: string): Promise<number | null> {
  const { rows } = await database.query<{ id: number }>(sql, [name]);
  return rows[0]?.id ?? null;
}
