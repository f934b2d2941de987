import type { Engine } from '@millrace/engine';
import { tableOf } from '../postgres/state-table.ts';
import { unlessDropped } from '../postgres/unless-dropped.ts';
import type { StoreSpec } from '../task-state.ts';
import { findStores } from './find-store.ts';

/** A store with what it comes to. */
export interface DescribedStore extends StoreSpec {
  /** That have been opened once. */
  readonly partitionCount: number;
  /** On disk, with indexes. */
  readonly byteSize: number;
  /** About: a key that was changed since the last fold may count twice, or one that is gone once. */
  readonly entryCount: number;
}

const tablesSql = `
select t.id, t.store_id, t.kind, coalesce(t.entry_count, 0)::float8 as entries,
  coalesce(pg_total_relation_size(to_regclass('millrace_state.t' || t.id)), 0)::float8 as bytes
from millrace.state_tables t where t.store_id = any ($1::integer[])`;

interface TableRow {
  readonly id: number;
  readonly store_id: number;
  readonly kind: 'DELTA' | 'RUN';
  readonly entries: number;
  readonly bytes: number;
}

/** The stores of an application, by name; none where it has no state. */
export async function describeStores(
  engine: Pick<Engine, 'query'>,
  applicationId: string,
): Promise<readonly DescribedStore[]> {
  const stores = await findStores(engine, applicationId);
  if (stores.length === 0) return [];
  const tables = await unlessDropped(async () => {
    const { rows } = await engine.query<TableRow>(tablesSql, [stores.map(({ id }) => id)]);
    const added = await keysInDeltas(
      engine,
      rows.filter(({ kind }) => kind === 'DELTA').map(({ id }) => id),
    );
    return rows.map((row) => ({ ...row, entries: added.get(row.id) ?? row.entries }));
  });
  return stores.map(({ id, partitions, ...spec }) => {
    const own = tables.filter(({ store_id }) => store_id === id);
    const entries = (kind: TableRow['kind']) =>
      own.reduce((sum, table) => sum + (table.kind === kind ? table.entries : 0), 0);
    return {
      ...spec,
      partitionCount: partitions.length,
      byteSize: own.reduce((sum, { bytes }) => sum + bytes, 0),
      // Most keys of deltas are in runs already, or there are no runs to speak of.
      entryCount: Math.max(entries('RUN'), entries('DELTA')),
    };
  });
}

/** Different keys of each delta, by table. */
async function keysInDeltas(engine: Pick<Engine, 'query'>, tables: readonly number[]): Promise<Map<number, number>> {
  if (tables.length === 0) return new Map();
  const sql = tables.map((id) => `select ${id} as id, coalesce(sum(added), 0)::float8 as added from ${tableOf(id)}`);
  const { rows } = await engine.query<{ id: number; added: number }>(sql.join(' union all '));
  return new Map(rows.map(({ id, added }) => [id, added]));
}
