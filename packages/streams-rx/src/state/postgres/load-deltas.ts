import type { Engine } from '@millrace/engine';
import type { StateKey } from '../state-key.ts';
import { arrayColumn } from './key-array.ts';
import { tableOf } from './state-table.ts';

/** What one epoch changed. */
export interface DeltaRow {
  readonly table: number;
  readonly sequence: number;
  readonly streamTime: number | null;
  readonly entries: readonly (readonly [StateKey, Uint8Array | null])[];
  readonly byteSize: number;
}

interface SentRow {
  readonly id: number;
  readonly sequence: string;
  readonly stream_time: string | null;
  readonly keys: Buffer;
  readonly values: Buffer;
}

/** As bytes: pg would parse an array as text, element by element. */
const rowsSql = (id: number) =>
  `select ${id} as id, sequence, stream_time, array_send(keys) as keys, array_send("values") as "values" from ${tableOf(id)}`;

/** A delta table, and the last row of it that is not wanted. */
export interface DeltaToLoad {
  readonly table: number;
  readonly after: number;
}

/** The rows of delta tables, by sequence; the first `maxRows` where there is a limit. */
export async function loadDeltas(
  engine: Pick<Engine, 'query'>,
  deltas: readonly DeltaToLoad[],
  maxRows: number | null = null,
): Promise<DeltaRow[]> {
  if (deltas.length === 0) return [];
  const parts = deltas.map(({ table }, i) => `${rowsSql(table)} where sequence > $${i + 2}::bigint`);
  const { rows } = await engine.query<SentRow>(`${parts.join(' union all ')} order by sequence limit $1`, [
    maxRows,
    ...deltas.map(({ after }) => after),
  ]);
  return rows.map(deltaOf);
}

function deltaOf({ id, sequence, stream_time, keys, values }: SentRow): DeltaRow {
  const [keyColumn, valueColumn] = [arrayColumn(keys), arrayColumn(values)];
  const entries: [StateKey, Uint8Array | null][] = [];
  for (let i = 0; keyColumn && valueColumn && i < keyColumn.count; i++) {
    const value = valueColumn.get(i);
    // A copy: a view would keep all of the row.
    entries.push([keyColumn.latin1(i) as StateKey, value && Buffer.from(value)]);
  }
  return {
    table: id,
    sequence: Number(sequence),
    streamTime: stream_time === null ? null : Number(stream_time),
    entries,
    byteSize: keys.length + values.length,
  };
}
