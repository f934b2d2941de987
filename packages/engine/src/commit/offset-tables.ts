import { RolledTables } from '../rolled-table/rolled-tables.ts';

/** The tables of committed offsets. */
export const offsetTables = new RolledTables({
  what: 'committed offsets',
  open: `select t.id, t.carried_bytes, pg_table_size(to_regclass('millrace_segments.o' || t.id))::bigint as bytes
from millrace.offset_tables t where t.sealed_at is null`,
  roll: 'select millrace.roll_offset_table($1) as id',
  carryOver: 'millrace.carry_over_offsets()',
  carriedOver: 'select id from millrace.offset_tables where carried_over_at is not null order by id',
  table: (id) => `millrace_segments.o${id}`,
  forget: (id) => `delete from millrace.offset_tables where id = ${id}`,
});
