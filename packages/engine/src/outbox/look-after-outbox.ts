import { isLockTimeout } from '@millrace/database';
import type { Client } from 'pg';
import type { OutboxState } from './outbox-progress.ts';

/** A table with rows in it is rolled when it is this old, however small it is. */
const maxTableAge = '1 hour';

const newestSql = `
select pg_total_relation_size(format('millrace_segments.x%s', t.id)::regclass) >= $2
    or (t.opened_at < now() - interval '${maxTableAge}'
        and pg_relation_size(format('millrace_segments.x%s', t.id)::regclass) > 0) as full
from millrace.outbox_tables t where t.id = $1`;

/**
 * Rolls the newest table when it holds so many bytes, and drops those that nobody writes into any more and that are relayed. Each step
 * is a transaction that can be stopped behind, so the state may have changed when it fails, too. Gives whether it did. `refused` is told of a
 * table whose drop failed; the next ones are tried all the same. Run on the session that holds the relay's lease.
 */
export async function lookAfterOutbox(
  client: Client,
  state: OutboxState,
  tableBytes: number,
  refused: (tableId: number, error: unknown) => void,
): Promise<boolean> {
  const newest = state.tableIds.at(-1) as number;
  let changed = false;
  if (state.openTableId !== newest) {
    await client.query('select millrace.open_newest_outbox_table()');
    changed = true;
  } else {
    const { rows } = await client.query<{ full: boolean }>(newestSql, [newest, tableBytes]);
    if (rows[0]?.full) {
      await client.query('select millrace.create_outbox_table()');
      await client.query('select millrace.open_newest_outbox_table()');
      changed = true;
    }
  }
  for (const id of state.tableIds.slice(0, -1)) {
    try {
      const { rows } = await client.query<{ dropped: boolean }>('select millrace.drop_outbox_table($1) as dropped', [
        id,
      ]);
      changed ||= rows[0]?.dropped ?? false;
    } catch (error) {
      // Somebody reads it: it is tried again.
      if (!isLockTimeout(error)) refused(id, error);
    }
  }
  return changed;
}

/** More than this is not counted. */
const maxCounted = 100_000;

/** Records that wait, up to 100,000. */
export async function countWaiting(client: Client): Promise<number> {
  const { rows } = await client.query<{ records: number }>('select records::integer from millrace.outbox_waiting($1)', [
    maxCounted,
  ]);
  return rows[0]?.records ?? 0;
}
