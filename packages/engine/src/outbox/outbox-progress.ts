import type { Client } from 'pg';

/**
 * How far the outbox is relayed: what the snapshot `last` saw. While more lies between two snapshots than a step takes, also,
 * of what `upto` saw, the rows up to `uptoId`. Snapshots are in Postgres's text form.
 */
export interface OutboxProgress {
  readonly last: string;
  readonly upto: { readonly snapshot: string; readonly id: number } | null;
}

/** The tables there are, oldest first, and how far they are relayed. */
export interface OutboxState {
  readonly tableIds: readonly number[];
  /** The one that is written into: mostly the newest. */
  readonly openTableId: number;
  /** False after a dump was restored on another server. */
  readonly sameServer: boolean;
  readonly progress: OutboxProgress;
}

/** Reads the state as it was committed. Whoever holds the relay's lease is the only one to change it. */
export async function readOutboxState(client: Client): Promise<OutboxState> {
  const { rows } = await client.query<{
    table_ids: number[];
    open_table_id: number;
    same_server: boolean;
    last: string;
    upto: string | null;
    upto_id: string | null;
  }>('select table_ids, open_table_id, same_server, last::text, upto::text, upto_id from millrace.outbox_progress()');
  const row = rows[0] as (typeof rows)[number];
  return {
    tableIds: row.table_ids,
    openTableId: row.open_table_id,
    sameServer: row.same_server,
    progress: {
      last: row.last,
      upto: row.upto === null ? null : { snapshot: row.upto, id: Number(row.upto_id) },
    },
  };
}
