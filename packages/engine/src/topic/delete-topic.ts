import type { Database } from '@millrace/database';
import { inTransaction } from './in-transaction.ts';

const sql = `
with dropped as (
  insert into millrace.dropped_segments (segment_id, topic_id)
  select coalesce(s.table_id, s.id), s.topic_id from millrace.segments s where s.topic_id = $1
)
delete from millrace.topics where id = $1`;

/**
 * Takes a topic out of the catalogue; its tables are dropped later, when nobody reads them (`dropTables`). Waits for the
 * appends that are on their way; those behind find their segment closed. false: it was not there any more.
 */
export async function deleteTopic(database: Database, topic: { id: number; name: string }): Promise<boolean> {
  return inTransaction(database, async (client) => {
    await client.query('select pg_advisory_xact_lock(millrace.topic_lock(), $1)', [topic.id]);
    const { rowCount } = await client.query(sql, [topic.id]);
    if (rowCount === 0) return false;
    await client.query("select pg_notify('millrace_catalogue', $1)", [topic.name]);
    return true;
  });
}
