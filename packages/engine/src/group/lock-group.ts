import type { ClientBase } from 'pg';
import type { Subscription } from './group-state.ts';

export interface LockedGroup {
  readonly id: number;
  readonly members: readonly {
    readonly id: string;
    readonly clientId: string;
    readonly subscription: Subscription;
    /** Ids of the partitions it owns. */
    readonly partitionIds: readonly number[];
  }[];
}

/** All changes of a group queue at its row: nobody joins until this transaction is over. */
const lockSql = 'select id from millrace.consumer_groups where name = $1 for update';

const makeSql = 'insert into millrace.consumer_groups (name) values ($1) on conflict (name) do nothing';

/** In a statement behind the lock, because a statement's snapshot is older than the lock it waits for. */
const membersSql = `
select m.id, m.client_id as "clientId", m.subscription,
       array(select p.partition_id from millrace.group_partitions p where p.group_id = m.group_id and p.owner = m.id) as "partitionIds"
from millrace.group_members m where m.group_id = $1 order by m.joined_at, m.id`;

/** Locks a group until the end of the transaction, which must be READ COMMITTED. null: there is none, and `make` is not given. */
export async function lockGroup(
  client: ClientBase,
  name: string,
  options: { readonly make?: boolean } = {},
): Promise<LockedGroup | null> {
  const lock = async () => (await client.query<{ id: number }>(lockSql, [name])).rows[0]?.id;
  let id = await lock();
  // Deleted again in between: once more. Whoever inserts waits for the deletion to commit, so this ends.
  while (id === undefined) {
    if (!options.make) return null;
    await client.query(makeSql, [name]);
    id = await lock();
  }
  const { rows } = await client.query<LockedGroup['members'][number]>(membersSql, [id]);
  return { id, members: rows };
}

/** Tells all nodes, with the commit, that a group has changed. */
export async function notifyOfGroup(client: ClientBase, name: string): Promise<void> {
  await client.query("select pg_notify('millrace_groups', $1)", [name]);
}
