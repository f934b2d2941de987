import type { Engine } from '@millrace/engine';
import { assertSameLayout, type KeptStore, keepsLonger } from '../incompatible-topology.ts';
import type { StateBackend, StoreKind, StoreSpec } from '../task-state.ts';
import { fenced } from './fenced.ts';
import { readTables, type TablesOfStore } from './read-tables.ts';

const registerApplicationSql =
  'insert into millrace.streams_applications (name) values ($1) on conflict (name) do nothing';

const wantedSql = `
wanted as (
  select a.id as application_id, w.*
  from jsonb_to_recordset($2::jsonb) as w (
    name text, kind text, retention_ms bigint, key_format text, value_format text, is_table boolean, window_size_ms bigint)
  join millrace.streams_applications a on a.name = $1
)`;

const addStoresSql = `
with ${wantedSql}
insert into millrace.state_stores (application_id, name, kind, retention_ms, key_format, value_format, is_table, window_size_ms)
select application_id, name, kind, retention_ms, key_format, value_format, is_table, window_size_ms from wanted order by name
on conflict (application_id, name) do nothing`;

const storesSql = `
select s.id, s.name, s.kind, s.retention_ms::float8, s.key_format, s.value_format, s.window_size_ms::float8,
  h.kept_from::float8, case when h.kept_from is not null then (select e.stream_time::float8 from millrace.state_end(s.id, $3) e) end as stream_time
from millrace.state_stores s join millrace.streams_applications a on a.id = s.application_id
left join millrace.state_horizons h on h.store_id = s.id and h.partition = $3
where a.name = $1 and s.name = any ($2::text[])`;

/** What was dropped of stores that shall keep more from now on; before they are updated, because it goes by the retention they had. */
const addHorizonsSql = `
with ${wantedSql}
insert into millrace.state_horizons (store_id, "partition", kept_from)
select s.id, p."partition", e.stream_time - s.retention_ms
from wanted w join millrace.state_stores s on s.application_id = w.application_id and s.name = w.name
cross join lateral (select distinct t."partition" from millrace.state_tables t where t.store_id = s.id) p
cross join lateral millrace.state_end(s.id, p."partition") e
where e.stream_time is not null and s.retention_ms is not null
order by s.id, p."partition"
on conflict (store_id, "partition") do update set kept_from = greatest(state_horizons.kept_from, excluded.kept_from)`;

/** What may change of stores that were there. */
const updateStoresSql = `
with ${wantedSql}
update millrace.state_stores s
set retention_ms = w.retention_ms, is_table = w.is_table, window_size_ms = w.window_size_ms
from wanted w
where s.application_id = w.application_id and s.name = w.name
  and (s.retention_ms, s.is_table, s.window_size_ms) is distinct from (w.retention_ms, w.is_table, w.window_size_ms)`;

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
  readonly key_format: string;
  readonly value_format: string;
  readonly window_size_ms: number | null;
  readonly kept_from: number | null;
  readonly stream_time: number | null;
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
  return fenced(engine, fence, async (tx) => {
    await tx.query(registerApplicationSql, [application]);
    const wanted = JSON.stringify(stores.map(rowOf));
    await tx.query(addStoresSql, [application, wanted]);
    const names = stores.map(({ name }) => name);
    const { rows } = await tx.query<StoreRow>(storesSql, [application, names, partition]);
    const kept = stores.map((spec) => rows.find(({ name }) => name === spec.name));
    for (const [i, spec] of stores.entries()) assertSameLayout(spec, kept[i] && keptStoreOf(kept[i]));
    const longer = stores.filter((spec, i) => kept[i] && keepsLonger(spec, keptStoreOf(kept[i])));
    if (longer.length > 0) await tx.query(addHorizonsSql, [application, JSON.stringify(longer.map(rowOf))]);
    await tx.query(updateStoresSql, [application, wanted]);
    const ids = kept.flatMap((row) => (row ? [row.id] : []));
    await tx.query(openDeltasSql, [ids, partition]);
    const tables = await readTables(
      tx,
      ids.map((storeId) => ({ storeId, partition })),
    );
    return stores.map((spec, i) => ({ id: ids[i] as number, spec, ...(tables[i] as TablesOfStore) }));
  });
}

const keptStoreOf = (row: StoreRow): KeptStore => ({
  name: row.name,
  kind: row.kind,
  retentionMs: row.retention_ms,
  keyFormat: row.key_format,
  valueFormat: row.value_format,
  windowSizeMs: row.window_size_ms,
  keptFrom: row.kept_from,
  streamTime: row.stream_time,
});

const rowOf = (spec: StoreSpec) => ({
  name: spec.name,
  kind: spec.kind,
  retention_ms: spec.retentionMs,
  key_format: spec.keyFormat,
  value_format: spec.valueFormat,
  is_table: spec.isTable,
  window_size_ms: spec.windowSizeMs ?? null,
});
