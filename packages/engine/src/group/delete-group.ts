import type { Database } from '@millrace/database';
import { inTransaction } from '../topic/in-transaction.ts';
import { groupNotEmpty, groupNotFound } from './group-errors.ts';
import { lockGroup, notifyOfGroup } from './lock-group.ts';

const sql = 'delete from millrace.consumer_groups where id = $1';

/**
 * Deletes a group without members. What it has committed is forgotten with its id: the next group of the name has another one.
 * GROUP_NOT_FOUND, GROUP_NOT_EMPTY.
 */
export async function deleteGroup(database: Database, name: string): Promise<void> {
  await inTransaction(database, async (client) => {
    const group = await lockGroup(client, name);
    if (!group) throw groupNotFound(name);
    if (group.members.length > 0) {
      throw groupNotEmpty(name, group.members, 'stop its consumers, or remove its members, and delete it then.');
    }
    await client.query(sql, [group.id]);
    await notifyOfGroup(client, name);
  });
}
