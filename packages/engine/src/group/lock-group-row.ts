import type { ClientBase } from 'pg';

export interface GroupRow {
  readonly id: number;
  readonly generation: number;
}

/**
 * Every change of a group queues at its row. It comes before the rows of ownership, which are locked by partition; commits take
 * only the latter, so a commit never waits for a rebalance that does not touch its partitions.
 */
const lockSql = 'select id, generation from millrace.consumer_groups where name = $1 for update';

const makeSql = 'insert into millrace.consumer_groups (name) values ($1) on conflict (name) do nothing';

/** Locks a group until the end of the transaction, which must be READ COMMITTED. null: there is none, and `make` is not given. */
export async function lockGroupRow(client: ClientBase, name: string, make: boolean): Promise<GroupRow | null> {
  for (;;) {
    const { rows } = await client.query<GroupRow>(lockSql, [name]);
    if (rows[0]) return rows[0];
    if (!make) return null;
    // Deleted again in between: once more. Whoever inserts waits for the deletion to commit, so this ends.
    await client.query(makeSql, [name]);
  }
}
