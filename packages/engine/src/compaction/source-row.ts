import type { ClientBase } from 'pg';
import { copyOut } from '../fetch/copy-out.ts';
import { decodeCopyRows, int8Of, integerLiteral } from '../fetch/copy-rows.ts';
import { columnsOfRow } from '../fetch/fetch-batches.ts';
import { ColumnBatch } from '../record/column-batch.ts';
import { type RowPlace, rowsBehindSql } from './scan-keys.ts';

/** A batch row as it lies in its table, with all that is needed to write it anew. */
export interface SourceRow extends RowPlace {
  readonly lastOffset: number;
  readonly appendTime: number;
  readonly maxTimestamp: number;
  readonly byteSize: number;
  readonly baseTimestamp: number;
  readonly crc: number;
  readonly logEpoch: number;
  /** offset_deltas to header_values, in their binary forms. */
  readonly arrays: readonly (Buffer | null)[];
  readonly records: ColumnBatch;
}

export interface SourceRows {
  readonly rows: readonly SourceRow[];
  readonly bytesRead: number;
}

const columns = `b.last_offset, b.append_time, b.max_timestamp, b.byte_size,
  b.base_offset, b.log_epoch, b.record_count, b.base_timestamp, b.crc, b.offset_deltas, b.timestamp_deltas, b.keys, b."values",
  b.header_counts, b.header_names, b.header_values`;

/** The next rows behind a place, whole; none at the table's end. CORRUPT_BATCH when a row does not match its checksum. */
export async function readRowsBehind(
  client: ClientBase,
  tableId: number,
  behind: RowPlace,
  maxBytes: number,
): Promise<SourceRows> {
  return decode(await copyOut(client, rowsBehindSql(tableId, behind, maxBytes, columns)), tableId);
}

/** The rows at the given places, in their order; each is looked up in the index, however Postgres judges a table. CORRUPT_BATCH. */
export async function readRowsAt(
  client: ClientBase,
  tableId: number,
  places: readonly RowPlace[],
): Promise<SourceRows> {
  const partitions = places.map(({ partitionId }) => integerLiteral(partitionId)).join(',');
  const offsets = places.map(({ baseOffset }) => integerLiteral(baseOffset)).join(',');
  const sql = `copy (
  select b.partition_id, ${columns}
  from unnest('{${partitions}}'::integer[], '{${offsets}}'::bigint[]) with ordinality as wanted (partition_id, base_offset, position)
  cross join lateral (
    select t.* from millrace_segments.s${integerLiteral(tableId)} t
    where t.partition_id = wanted.partition_id and t.base_offset = wanted.base_offset
    offset 0
  ) b
  order by wanted.position
) to stdout (format binary)`;
  return decode(await copyOut(client, sql), tableId);
}

function decode(data: Buffer, tableId: number): SourceRows {
  const rows = Array.from(decodeCopyRows(data), (fields): SourceRow => {
    const [partition, last, appendTime, maxTimestamp, byteSize, ...row] = fields as Buffer[];
    const partitionId = (partition as Buffer).readInt32BE(0);
    const decoded = columnsOfRow(row, { tableId, partitionId });
    return {
      partitionId,
      baseOffset: decoded.baseOffset,
      lastOffset: int8Of(last as Buffer),
      appendTime: int8Of(appendTime as Buffer),
      maxTimestamp: int8Of(maxTimestamp as Buffer),
      byteSize: (byteSize as Buffer).readInt32BE(0),
      baseTimestamp: decoded.baseTimestamp,
      crc: int8Of(row[4] as Buffer),
      logEpoch: decoded.logEpoch,
      arrays: row.slice(5),
      records: new ColumnBatch('', 0, decoded, 0),
    };
  });
  return { rows, bytesRead: data.length };
}
