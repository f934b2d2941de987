import { translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';

const sql = `
select exists (
  select from millrace.group_members where group_id = $1 and instance_id = $2 and id <> $3
) as taken`;

/** Whether another member of the group has this one's instance id: then it was not thrown out, but followed (G19). */
export async function isInstanceTakenOver(
  pool: Pool,
  member: { readonly groupId: number; readonly instanceId: string; readonly memberId: string },
): Promise<boolean> {
  try {
    const { rows } = await pool.query<{ taken: boolean }>(sql, [member.groupId, member.instanceId, member.memberId]);
    return rows[0]?.taken ?? false;
  } catch (error) {
    throw translatePostgresError(error);
  }
}
