import type { Engine } from '@millrace/engine';
import type { StateTable } from './state-table.ts';

const tablesSql = `
select t.id, w.n::integer - 1 as place, t.kind, t.last_sequence, t.stream_time, t.entry_count, t.byte_size
from unnest($1::integer[], $2::integer[]) with ordinality as w (store_id, partition, n)
join millrace.state_tables t on t.store_id = w.store_id and t.partition = w.partition
order by t.id`;

interface TableRow {
  readonly id: number;
  readonly place: number;
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

/** Of partitions of stores, in their order. */
export async function readTables(
  engine: Pick<Engine, 'query'>,
  wanted: readonly { readonly storeId: number; readonly partition: number }[],
): Promise<TablesOfStore[]> {
  const { rows } = await engine.query<TableRow>(tablesSql, [
    wanted.map(({ storeId }) => storeId),
    wanted.map(({ partition }) => partition),
  ]);
  return wanted.map((_, i) => {
    const tables = rows.filter(({ place }) => place === i).map(tableOfRow);
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
