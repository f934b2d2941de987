import type { ClientBase, Pool } from 'pg';

export interface CheckedLogEpoch {
  readonly epoch: number;
  /** What says that the log may have lost its end and the epoch has to be raised, for people; null: nothing. */
  readonly difference: string | null;
  /** Functions of Postgres that this user may not call, or that the server does not have: what they tell is not compared. */
  readonly unknown: readonly string[];
}

/**
 * Compares the server with what it was when the epoch was raised last. `known`: the highest epoch this node has seen. 25006 on a
 * standby.
 */
export async function checkLogEpoch(client: ClientBase | Pool, known: number): Promise<CheckedLogEpoch> {
  const { rows } = await client.query<CheckedLogEpoch>('select * from millrace.check_log_epoch($1)', [known]);
  return rows[0] as CheckedLogEpoch;
}
