import type { ClientBase } from 'pg';
import type { Subscription } from './group-state.ts';
import { lockGroupRow } from './lock-group-row.ts';

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
  const locked = await lockGroupRow(client, name, options.make ?? false);
  if (!locked) return null;
  const { rows } = await client.query<LockedGroup['members'][number]>(membersSql, [locked.id]);
  return { id: locked.id, members: rows };
}

/** Tells all nodes, with the commit, that a group has changed. */
export async function notifyOfGroup(client: ClientBase, name: string): Promise<void> {
  await client.query("select pg_notify('millrace_groups', $1)", [name]);
}
