import { RolledTables } from '../rolled-table/rolled-tables.ts';

/** The tables of producers' calls. */
export const callTables = new RolledTables({
  what: "producers' calls",
  open: `select t.id, t.carried_bytes, pg_table_size(to_regclass('millrace_segments.p' || t.id))::bigint as bytes
from millrace.producer_tables t where t.sealed_at is null`,
  roll: 'select millrace.roll_producer_table($1) as id',
  carryOver: 'millrace.carry_over_producer_calls()',
  carriedOver: 'select id from millrace.producer_tables where carried_over_at is not null order by id',
  table: (id) => `millrace_segments.p${id}`,
  forget: (id) => `delete from millrace.producer_tables where id = ${id}`,
});
