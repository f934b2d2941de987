import type { Pool } from 'pg';

const sql = `
select g.id, exists (select from millrace.group_members m where m.group_id = g.id and m.id::text = $2) as has_member
from millrace.consumer_groups g where g.name = $1`;

/** A group by name, with whether it has that member; null when there is none. */
export async function findMember(
  pool: Pool,
  group: string,
  memberId: string,
): Promise<{ readonly groupId: number; readonly hasMember: boolean } | null> {
  // Anything may be asked for; Postgres takes no U+0000, and no id has one.
  const asked = memberId.includes('\u0000') ? null : memberId;
  const { rows } = await pool.query<{ id: number; has_member: boolean }>(sql, [group, asked]);
  const row = rows[0];
  return row ? { groupId: row.id, hasMember: row.has_member } : null;
}
