import { int8Of, integerLiteral } from '../fetch/copy-rows.ts';

/** A batch row as it lies in its table: all columns, nothing taken for granted. */
export interface BatchRow {
  readonly partitionId: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly appendTime: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly crc: number;
  readonly recordCount: number;
  readonly logEpoch: number;
  readonly byteSize: number;
  readonly format: number;
  /** Arrays in Postgres's binary form. */
  readonly offsetDeltas: Buffer | null;
  readonly timestampDeltas: Buffer | null;
  readonly keys: Buffer | null;
  readonly values: Buffer;
  readonly headerCounts: Buffer | null;
  readonly headerNames: Buffer | null;
  readonly headerValues: Buffer | null;
}

/** A row's place in its table's key. */
export interface RowKey {
  readonly partitionId: number;
  readonly baseOffset: number;
}

/** In front of every row. */
export const beforeAll: RowKey = { partitionId: -(2 ** 31), baseOffset: 0 };

export interface PieceLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
}

const behind = (key: RowKey) =>
  `(b.partition_id, b.base_offset) > (${integerLiteral(key.partitionId)}, ${integerLiteral(key.baseOffset)})`;

/**
 * COPY of the rows behind a key, in its order, bounded by number and by what they say is their size. In front of each the number of
 * rows that there are within `maxRows`: as many as come when these are the last.
 */
export function pieceSql(tableId: number, after: RowKey, limits: PieceLimits): string {
  const table = `millrace_segments.s${integerLiteral(tableId)}`;
  return `copy (
  with sizes as materialized (
    select b.partition_id, b.base_offset, greatest(b.byte_size, 0)::bigint as byte_size from ${table} b
    where ${behind(after)} order by b.partition_id, b.base_offset limit ${integerLiteral(limits.maxRows)}
  )
  select (select count(*)::integer from sizes), b.partition_id, b.base_offset, b.last_offset, b.append_time, b.base_timestamp,
         b.max_timestamp, b.crc, b.record_count, b.log_epoch, b.byte_size, b.format, b.offset_deltas, b.timestamp_deltas,
         b.keys, b."values", b.header_counts, b.header_names, b.header_values
  from ${table} b
  where ${behind(after)}
  order by b.partition_id, b.base_offset
  limit greatest(1, (
    select count(*) from (select sum(byte_size) over (order by partition_id, base_offset) as total from sizes) s
    where s.total <= ${integerLiteral(limits.maxBytes)}))
) to stdout (format binary)`;
}

/** The key of the next row without a look at what may be stored outside of it. */
export function nextKeySql(tableId: number, after: RowKey): string {
  return `select b.partition_id, b.base_offset::float8 from millrace_segments.s${integerLiteral(tableId)} b
    where ${behind(after)} order by b.partition_id, b.base_offset limit 1`;
}

/** How many rows there are, and the row. */
export function decodeBatchRow(fields: readonly (Buffer | null)[]): { found: number; row: BatchRow } {
  const [found, partition, base, last, appendTime, baseTime, maxTime, crc, count, epoch, size, format] =
    fields as Buffer[];
  const [offsetDeltas, timestampDeltas, keys, values, headerCounts, headerNames, headerValues] = fields.slice(12) as [
    Buffer | null,
    Buffer | null,
    Buffer | null,
    Buffer,
    Buffer | null,
    Buffer | null,
    Buffer | null,
  ];
  const int4 = (field: Buffer | undefined) => (field as Buffer).readInt32BE(0);
  const int8 = (field: Buffer | undefined) => int8Of(field as Buffer);
  return {
    found: int4(found),
    row: {
      partitionId: int4(partition),
      baseOffset: int8(base),
      lastOffset: int8(last),
      appendTime: int8(appendTime),
      baseTimestamp: int8(baseTime),
      maxTimestamp: int8(maxTime),
      crc: int8(crc),
      recordCount: int4(count),
      logEpoch: int4(epoch),
      byteSize: int4(size),
      format: (format as Buffer).readInt16BE(0),
      offsetDeltas,
      timestampDeltas,
      keys,
      values,
      headerCounts,
      headerNames,
      headerValues,
    },
  };
}
