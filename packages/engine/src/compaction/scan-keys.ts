import type { ClientBase } from 'pg';
import { copyOut } from '../fetch/copy-out.ts';
import { decodeCopyRows, int8Of, integerLiteral } from '../fetch/copy-rows.ts';
import { decodeInt4Array } from '../record/array-encoding.ts';

/** Where a row lies in its table: rows are read in this order. */
export interface RowPlace {
  readonly partitionId: number;
  readonly baseOffset: number;
}

/** Before all rows. */
export const beforeRows: RowPlace = { partitionId: -1, baseOffset: -1 };

/** A batch row without its values. */
export interface KeyRow extends RowPlace {
  readonly lastOffset: number;
  readonly count: number;
  readonly byteSize: number;
  /** null while offsets are contiguous. */
  readonly offsetDeltas: Int32Array | null;
  /** `bytea[]` in its binary form; null when no record has a key. */
  readonly keys: Buffer | null;
}

/** Rows one look takes at most, however small they are. */
const maxScannedRows = 4096;

/** The next rows behind a place, as many as hold `maxBytes` together, values and all; at least one. */
export function rowsBehindSql(tableId: number, behind: RowPlace, maxBytes: number, columns: string): string {
  const table = `millrace_segments.s${integerLiteral(tableId)}`;
  const place = `(${integerLiteral(behind.partitionId)}, ${integerLiteral(behind.baseOffset)})`;
  return `copy (
  with sizes as (
    select b.partition_id, b.base_offset, b.byte_size from ${table} b
    where (b.partition_id, b.base_offset) > ${place}
    order by b.partition_id, b.base_offset limit ${maxScannedRows}
  )
  select b.partition_id, ${columns}
  from ${table} b
  where (b.partition_id, b.base_offset) > ${place}
  order by b.partition_id, b.base_offset
  limit greatest(1, (
    select count(*) from (select sum(byte_size) over (order by partition_id, base_offset) as total from sizes) s
    where s.total <= ${integerLiteral(maxBytes)}))
) to stdout (format binary)`;
}

/**
 * The keys of the next rows behind a place; none at the table's end. The values are not touched: Postgres keeps them apart. So
 * the rows' checksums cannot be looked at here; they are when rows are rewritten.
 */
export async function scanKeys(
  client: ClientBase,
  tableId: number,
  behind: RowPlace,
  maxBytes: number,
): Promise<{ readonly rows: readonly KeyRow[]; readonly bytesRead: number }> {
  const columns = 'b.base_offset, b.last_offset, b.record_count, b.byte_size, b.offset_deltas, b.keys';
  const data = await copyOut(client, rowsBehindSql(tableId, behind, maxBytes, columns));
  const rows = Array.from(decodeCopyRows(data), (fields): KeyRow => {
    const [partition, base, last, count, size, deltas, keys] = fields as [
      ...[Buffer, Buffer, Buffer, Buffer, Buffer],
      ...(Buffer | null)[],
    ];
    return {
      partitionId: partition.readInt32BE(0),
      baseOffset: int8Of(base),
      lastOffset: int8Of(last),
      count: count.readInt32BE(0),
      byteSize: size.readInt32BE(0),
      offsetDeltas: deltas ? decodeInt4Array(deltas) : null,
      keys: keys ?? null,
    };
  });
  return { rows, bytesRead: data.length };
}
