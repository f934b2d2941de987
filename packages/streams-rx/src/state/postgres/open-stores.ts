import type { Engine } from '@millrace/engine';
import { assertSameLayout, type KeptStore } from '../incompatible-topology.ts';
import type { StateBackend, StoreKind, StoreSpec } from '../task-state.ts';
import { readTables, type TablesOfStore } from './read-tables.ts';

const registerApplicationSql =
  'insert into millrace.streams_applications (name) values ($1) on conflict (name) do nothing';

/** Stores that were not there, and what has changed of those that were; not what is refused afterwards: their kind, or a time that is in their keys. */
const registerStoresSql = `
with wanted as (
  select a.id as application_id, w.*
  from jsonb_to_recordset($2::jsonb) as w (
    name text, kind text, retention_ms bigint, laid_out_by_retention boolean, key_format text, value_format text, is_table boolean)
  join millrace.streams_applications a on a.name = $1
), added as (
  insert into millrace.state_stores (application_id, name, kind, retention_ms, key_format, value_format, is_table)
  select application_id, name, kind, retention_ms, key_format, value_format, is_table from wanted order by name
  on conflict (application_id, name) do nothing
)
update millrace.state_stores s
set retention_ms = w.retention_ms, key_format = w.key_format, value_format = w.value_format, is_table = w.is_table
from wanted w
where s.application_id = w.application_id and s.name = w.name and s.kind = w.kind
  and not (w.laid_out_by_retention and s.retention_ms is distinct from w.retention_ms)
  and (s.retention_ms, s.key_format, s.value_format, s.is_table)
    is distinct from (w.retention_ms, w.key_format, w.value_format, w.is_table)`;

const storesSql = `
select s.id, s.name, s.kind, s.retention_ms::float8
from millrace.state_stores s join millrace.streams_applications a on a.id = s.application_id
where a.name = $1 and s.name = any ($2::text[])`;

/** A delta for each store that has none of this partition. What another owner was filling is nobody's any more. */
const openDeltasSql = `
with orphaned as (
  update millrace.dropped_state_tables d set filling = false
  where d.store_id = any ($1::integer[]) and d.partition = $2 and d.filling
)
select millrace.open_state_delta(s.id, $2, 1)
from unnest($1::integer[]) as s (id)
where not exists (select from millrace.state_tables t where t.store_id = s.id and t.partition = $2 and t.kind = 'DELTA')`;

interface StoreRow {
  readonly id: number;
  readonly name: string;
  readonly kind: StoreKind;
  readonly retention_ms: number | null;
}

export interface OpenedStore extends TablesOfStore {
  readonly id: number;
  readonly spec: StoreSpec;
}

/** Registers the stores of an application and gives the tables of one partition. INCOMPATIBLE_TOPOLOGY. */
export async function openStores(
  engine: Pick<Engine, 'transaction'>,
  application: string,
  task: Parameters<StateBackend['open']>[0],
): Promise<OpenedStore[]> {
  const { partition, stores, fence } = task;
  const { value } = await engine.transaction(async (tx) => {
    await fence(tx);
    await tx.query(registerApplicationSql, [application]);
    await tx.query(registerStoresSql, [application, JSON.stringify(stores.map(rowOf))]);
    const names = stores.map(({ name }) => name);
    const { rows } = await tx.query<StoreRow>(storesSql, [application, names]);
    const kept = stores.map((spec) => rows.find(({ name }) => name === spec.name));
    for (const [i, spec] of stores.entries()) assertSameLayout(spec, kept[i] && keptStoreOf(kept[i]));
    const ids = kept.flatMap((row) => (row ? [row.id] : []));
    await tx.query(openDeltasSql, [ids, partition]);
    const tables = await readTables(
      tx,
      ids.map((storeId) => ({ storeId, partition })),
    );
    return stores.map((spec, i) => ({ id: ids[i] as number, spec, ...(tables[i] as TablesOfStore) }));
  });
  return value;
}

const keptStoreOf = ({ kind, retention_ms }: StoreRow): KeptStore => ({ kind, retentionMs: retention_ms });

const rowOf = (spec: StoreSpec) => ({
  name: spec.name,
  kind: spec.kind,
  retention_ms: spec.retentionMs,
  laid_out_by_retention: spec.isLaidOutByRetention ?? false,
  key_format: spec.keyFormat,
  value_format: spec.valueFormat,
  is_table: spec.isTable,
});
