import type { ClientBase } from 'pg';
import { integerLiteral } from '../fetch/copy-rows.ts';
import { encodeInt4Array } from '../record/array-encoding.ts';
import { BatchBuilder } from '../record/batch-builder.ts';
import type { SourceRow } from './source-row.ts';

/** Offsets of a row count from its first one in 31 bits. */
const maxOffsetDelta = 2 ** 31 - 1;

/** Records of one partition and one log epoch that become a row. */
interface OpenRow {
  readonly partitionId: number;
  readonly logEpoch: number;
  readonly builder: BatchBuilder;
  readonly offsets: number[];
  appendTime: number;
}

function insertSql(tableId: number): string {
  return `insert into millrace_segments.s${integerLiteral(tableId)} (
  partition_id, base_offset, last_offset, append_time, base_timestamp, max_timestamp, crc, record_count, log_epoch, byte_size,
  format, offset_deltas, timestamp_deltas, keys, "values", header_counts, header_names, header_values)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $14, $15, $16, $17)`;
}

/**
 * Fills a table with records of rows that come in the order of partitions and offsets. Small rows of a partition become one of up
 * to `maxRowBytes`; every record keeps its offset, time and log epoch. A row that is large already and whole goes as it is.
 */
export class RowWriter {
  readonly tableId: number;
  readonly #client: ClientBase;
  readonly #maxRowBytes: number;
  readonly #insertSql: string;
  #open: OpenRow | undefined;
  rowCount = 0;
  recordCount = 0;
  tombstoneCount = 0;
  /** -1: there are no records. */
  maxTimestamp = -1;
  /** Of the arrays. */
  byteSize = 0;

  constructor(client: ClientBase, tableId: number, maxRowBytes: number) {
    this.#client = client;
    this.tableId = tableId;
    this.#maxRowBytes = maxRowBytes;
    this.#insertSql = insertSql(tableId);
  }

  /** Writes the records of a row at the given indexes; null: all of them. */
  async write(row: SourceRow, indexes: readonly number[] | null): Promise<void> {
    if (!indexes && row.byteSize * 2 >= this.#maxRowBytes) {
      await this.#copy(row);
      return;
    }
    const count = indexes?.length ?? row.records.count;
    for (let n = 0; n < count; n++) {
      const i = indexes ? (indexes[n] as number) : n;
      const offset = row.records.offset(i);
      if (this.#open && !this.#takes(this.#open, row, offset)) await this.flush();
      this.#push(row, i, offset);
    }
  }

  /** Writes what is left. */
  async flush(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    const { builder, offsets, partitionId, logEpoch, appendTime } = open;
    const batch = builder.finish();
    const baseOffset = offsets[0] as number;
    const lastOffset = offsets.at(-1) as number;
    const isDense = lastOffset - baseOffset === offsets.length - 1;
    const row = {
      ...{ partitionId, baseOffset, lastOffset, appendTime, logEpoch },
      ...{ count: batch.count, crc: batch.crc, byteSize: batch.byteSize },
      baseTimestamp: batch.baseTimestamp as number,
      maxTimestamp: batch.maxTimestamp as number,
    };
    await this.#insert(row, [
      isDense ? null : encodeInt4Array(offsets.map((offset) => offset - baseOffset)),
      batch.encodedTimestampDeltas,
      batch.keys,
      batch.values,
      batch.headerCounts,
      batch.headerNames,
      batch.headerValues,
    ]);
  }

  async #copy(row: SourceRow): Promise<void> {
    await this.flush();
    const { records } = row;
    for (let i = 0; i < records.count; i++) if (records.isTombstone(i)) this.tombstoneCount += 1;
    await this.#insert({ ...row, count: records.count }, row.arrays);
  }

  #push(row: SourceRow, i: number, offset: number): void {
    const { records, partitionId, logEpoch, appendTime } = row;
    this.#open ??= { partitionId, logEpoch, builder: new BatchBuilder(), offsets: [], appendTime };
    const { builder, offsets } = this.#open;
    const value = records.value(i);
    if (value === null) this.tombstoneCount += 1;
    builder.push({ key: records.key(i), value, headers: records.headers(i) }, records.timestamp(i));
    offsets.push(offset);
    // That of its newest record: since then all of it has been there.
    this.#open.appendTime = appendTime;
  }

  #takes(open: OpenRow, row: SourceRow, offset: number): boolean {
    return (
      open.partitionId === row.partitionId &&
      open.logEpoch === row.logEpoch &&
      open.builder.byteLength < this.#maxRowBytes &&
      offset - (open.offsets[0] as number) <= maxOffsetDelta
    );
  }

  async #insert(
    row: Omit<SourceRow, 'arrays' | 'records'> & { readonly count: number },
    arrays: readonly (Buffer | null)[],
  ): Promise<void> {
    const { partitionId, baseOffset, lastOffset, appendTime, baseTimestamp, maxTimestamp, crc, count, logEpoch } = row;
    // A Buffer goes as it is, in binary: Postgres takes an array's own form for it.
    await this.#client.query(this.#insertSql, [
      ...[partitionId, baseOffset, lastOffset, appendTime, baseTimestamp, maxTimestamp, crc, count, logEpoch],
      ...[row.byteSize, ...arrays],
    ]);
    this.rowCount += 1;
    this.recordCount += count;
    this.byteSize += row.byteSize;
    this.maxTimestamp = Math.max(this.maxTimestamp, maxTimestamp);
  }
}
