import { MillraceError } from '@millrace/core';
import { type AnswerSource, answeringSession } from '@millrace/database';
import { decodeInt4Array, decodeInt8Array } from '../record/array-encoding.ts';
import { crcOfColumns } from '../record/batch-builder.ts';
import type { BatchColumns } from '../record/column-batch.ts';
import { copyOut } from './copy-out.ts';
import { decodeCopyRows, int8Of, integerLiteral } from './copy-rows.ts';

export interface FetchBatchesInput {
  readonly tableId: number;
  readonly partitionId: number;
  /** The batch that holds it comes first. */
  readonly offset: number;
  /** Batches are added while their sum stays below; the first one always comes. */
  readonly maxBytes: number;
  readonly maxBatches: number;
}

/** Batch rows of one partition in one segment's table, from an offset on, in order; none where the segment ends before it. */
function fetchSql(input: FetchBatchesInput): string {
  const table = `millrace_segments.s${integerLiteral(input.tableId)}`;
  const partition = integerLiteral(input.partitionId);
  const offset = integerLiteral(input.offset);
  return `copy (
  with first as materialized (
    select coalesce(
      (select b.base_offset from ${table} b where b.partition_id = ${partition} and b.base_offset <= ${offset}
       order by b.base_offset desc limit 1), ${offset}) as base_offset
  ), sizes as (
    select b.base_offset, b.byte_size from ${table} b
    where b.partition_id = ${partition} and b.base_offset >= (select base_offset from first) and b.last_offset >= ${offset}
    order by b.base_offset limit ${integerLiteral(input.maxBatches)}
  )
  select b.base_offset, b.log_epoch, b.record_count, b.base_timestamp, b.crc, b.offset_deltas, b.timestamp_deltas, b.keys,
         b."values", b.header_counts, b.header_names, b.header_values
  from ${table} b
  where b.partition_id = ${partition} and b.base_offset >= (select base_offset from first) and b.last_offset >= ${offset}
  order by b.base_offset
  limit greatest(1, (
    select count(*) from (select sum(byte_size) over (order by base_offset) as total from sizes) s
    where s.total <= ${integerLiteral(input.maxBytes)}))
) to stdout (format binary)`;
}

/** Reads batch rows in binary. CORRUPT_BATCH when a row's checksum is not that of its columns. */
export async function fetchBatches(source: AnswerSource, input: FetchBatchesInput): Promise<BatchColumns[]> {
  const rows = await answeringSession(source, (client, heard) => copyOut(client, fetchSql(input), heard));
  return Array.from(decodeCopyRows(rows), (fields) => columnsOfRow(fields, input));
}

/** Decodes base_offset, log_epoch, record_count, base_timestamp, crc and the arrays of a row. CORRUPT_BATCH. */
export function columnsOfRow(
  fields: readonly (Buffer | null)[],
  from: Pick<FetchBatchesInput, 'tableId' | 'partitionId'>,
): BatchColumns {
  const [base, epoch, count, baseTimestamp, crc, offsetDeltas, timestampDeltas, keys, values, counts, names, headers] =
    fields as [Buffer, Buffer, Buffer, Buffer, Buffer, ...(Buffer | null)[]];
  const columns = [timestampDeltas, keys, values, counts, names, headers] as (Buffer | null)[];
  if (!values || crcOfColumns(columns) !== int8Of(crc)) {
    throw new MillraceError(
      'CORRUPT_BATCH',
      `The batch at offset ${int8Of(base)} of partition ${from.partitionId} (its id) in millrace_segments.s${from.tableId} does not match its checksum: restore it from a backup, or delete the records up to it.`,
    );
  }
  return {
    baseOffset: int8Of(base),
    logEpoch: epoch.readInt32BE(0),
    count: count.readInt32BE(0),
    baseTimestamp: int8Of(baseTimestamp),
    offsetDeltas: offsetDeltas ? decodeInt4Array(offsetDeltas) : null,
    timestampDeltas: timestampDeltas ? decodeInt8Array(timestampDeltas) : null,
    keys: keys ?? null,
    values,
    headerCounts: counts ?? null,
    headerNames: names ?? null,
    headerValues: headers ?? null,
  };
}
