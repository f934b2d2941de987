import { type AnswerSource, answeringSession } from '@millrace/database';
import { decodeInt4Array, decodeInt8Array } from '../record/array-encoding.ts';
import { copyOut } from './copy-out.ts';
import { decodeCopyRows, int8Of, integerLiteral } from './copy-rows.ts';
import type { PlaceColumns } from './row-places.ts';

export interface FetchPlacesInput {
  readonly tableId: number;
  readonly partitionId: number;
  /** The batch that holds it comes first. */
  readonly offset: number;
  /** Batches are added while those before them hold fewer. */
  readonly maxRecords: number;
}

/** As fetchSql selects them; what records hold stays where it is. */
function placesSql(input: FetchPlacesInput): string {
  const table = `millrace_segments.s${integerLiteral(input.tableId)}`;
  const partition = integerLiteral(input.partitionId);
  const offset = integerLiteral(input.offset);
  const maxRecords = integerLiteral(input.maxRecords);
  return `copy (
  with first as materialized (
    select coalesce(
      (select b.base_offset from ${table} b where b.partition_id = ${partition} and b.base_offset <= ${offset}
       order by b.base_offset desc limit 1), ${offset}) as base_offset
  ), counts as (
    select b.base_offset, b.record_count from ${table} b
    where b.partition_id = ${partition} and b.base_offset >= (select base_offset from first) and b.last_offset >= ${offset}
    order by b.base_offset limit ${maxRecords}
  )
  select b.base_offset, b.record_count, b.byte_size, b.base_timestamp, b.offset_deltas, b.timestamp_deltas
  from ${table} b
  where b.partition_id = ${partition} and b.base_offset >= (select base_offset from first) and b.last_offset >= ${offset}
  order by b.base_offset
  limit (
    select count(*) from (select record_count, sum(record_count) over (order by base_offset) as total from counts) c
    where c.total - c.record_count < ${maxRecords})
) to stdout (format binary)`;
}

/** Reads where and when the records of batch rows are. Nothing of it is held to a checksum: reading the records is. */
export async function fetchPlaces(source: AnswerSource, input: FetchPlacesInput): Promise<PlaceColumns[]> {
  const rows = await answeringSession(source, (client, heard) => copyOut(client, placesSql(input), heard));
  return Array.from(decodeCopyRows(rows), (fields) => {
    const [base, count, byteSize, baseTimestamp, offsetDeltas, timestampDeltas] = fields as [
      ...[Buffer, Buffer, Buffer, Buffer],
      ...(Buffer | null)[],
    ];
    return {
      baseOffset: int8Of(base),
      count: count.readInt32BE(0),
      byteSize: byteSize.readInt32BE(0),
      baseTimestamp: int8Of(baseTimestamp),
      offsetDeltas: offsetDeltas ? decodeInt4Array(offsetDeltas) : null,
      timestampDeltas: timestampDeltas ? decodeInt8Array(timestampDeltas) : null,
    };
  });
}
