import type { Engine } from '@millrace/engine';
import type { StateTable } from './state-table.ts';

const tablesSql = `
select t.id, t.store_id, t.kind, t.last_sequence, t.stream_time, t.entry_count, t.byte_size
from millrace.state_tables t where t.store_id = any ($1::integer[]) and t.partition = $2
order by t.id`;

interface TableRow {
  readonly id: number;
  readonly store_id: number;
  readonly kind: StateTable['kind'];
  readonly last_sequence: string | null;
  readonly stream_time: string | null;
  readonly entry_count: string | null;
  readonly byte_size: string | null;
}

/** The tables that make up a store's partition. */
export interface TablesOfStore {
  /** In the order they were made; the last is the open one. */
  readonly deltas: readonly number[];
  /** Newest first. */
  readonly runs: readonly StateTable[];
}

/** Of stores, in their order. */
export async function readTables(
  { query }: Pick<Engine, 'query'>,
  storeIds: readonly number[],
  partition: number,
): Promise<TablesOfStore[]> {
  const { rows } = await query<TableRow>(tablesSql, [storeIds, partition]);
  return storeIds.map((id) => {
    const tables = rows.filter(({ store_id }) => store_id === id).map(tableOfRow);
    return {
      deltas: tables.filter(({ kind }) => kind === 'DELTA').map((table) => table.id),
      runs: tables.filter(({ kind }) => kind === 'RUN').sort((a, b) => b.lastSequence - a.lastSequence),
    };
  });
}

function tableOfRow(row: TableRow): StateTable {
  return {
    id: row.id,
    kind: row.kind,
    lastSequence: Number(row.last_sequence),
    streamTime: row.stream_time === null ? null : Number(row.stream_time),
    entryCount: Number(row.entry_count),
    byteSize: Number(row.byte_size),
  };
}
