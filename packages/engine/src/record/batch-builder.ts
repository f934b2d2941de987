import { crc32 } from 'node:zlib';
import { MillraceError } from '@millrace/core';
import { ByteArrayBuilder, elementType, encodeInt4Array, encodeInt8Array } from './array-encoding.ts';
import { type BatchColumns, ColumnBatch } from './column-batch.ts';
import type { RecordToAppend } from './record.ts';
import type { RecordBatch } from './record-batch.ts';

/** A batch row ready to be written, but for what only the database knows: its offset and the time of the append. */
export interface EncodedBatch {
  readonly count: number;
  /** null: the time of the append (LOG_APPEND_TIME). */
  readonly baseTimestamp: number | null;
  readonly maxTimestamp: number | null;
  readonly timestampDeltas: readonly number[] | null;
  readonly encodedTimestampDeltas: Buffer | null;
  readonly keys: Buffer | null;
  readonly values: Buffer;
  readonly headerCounts: Buffer | null;
  readonly headerNames: Buffer | null;
  readonly headerValues: Buffer | null;
  /** Of the arrays. */
  readonly byteSize: number;
  readonly crc: number;
}

/** zlib's crc32 over the binary forms of the arrays, in this order, nulls skipped. */
export function crcOfColumns(columns: readonly (Buffer | null)[]): number {
  let crc = 0;
  for (const column of columns) if (column) crc = crc32(column, crc);
  return crc;
}

/**
 * A batch row that is being filled: every record is written once, straight into the form that goes to Postgres. Either `push` takes a record; or who has many
 * to append writes each one's key and value itself, then `pushed`, which makes no object of any of them.
 */
export class BatchBuilder {
  readonly values: ByteArrayBuilder;
  /** Made at the first key: many topics have none. */
  #keys: ByteArrayBuilder | undefined;
  readonly #timestamps: number[] = [];
  #timestampsDiffer = false;
  #maxTimestamp = 0;
  /** Made at the first header. */
  #headers: { counts: number[]; names: ByteArrayBuilder; values: ByteArrayBuilder } | undefined;

  /** `expectedBytes`: what the values are likely to take. */
  constructor(expectedBytes = 0) {
    this.values = new ByteArrayBuilder(expectedBytes);
  }

  get count(): number {
    return this.#timestamps.length;
  }

  /** Bytes of the row's arrays so far, about. */
  get byteLength(): number {
    const headers = this.#headers ? this.#headers.names.byteLength + this.#headers.values.byteLength : 0;
    return this.values.byteLength + (this.#keys?.byteLength ?? 0) + headers;
  }

  get keys(): ByteArrayBuilder {
    if (!this.#keys) {
      this.#keys = new ByteArrayBuilder();
      for (let i = 0; i < this.count; i++) this.#keys.push(null);
    }
    return this.#keys;
  }

  /** `timestamp`: the record's, ms since 1970. */
  push({ key, value, headers }: RecordToAppend, timestamp: number): void {
    if (key !== null) this.keys.push(key);
    else this.#keys?.push(null);
    this.values.push(value);
    this.pushed(timestamp, headers);
  }

  /** A record of a batch, without making an object of it. */
  pushFrom(batch: RecordBatch, i: number): void {
    const keySize = batch.keySize(i);
    if (keySize >= 0) this.keys.pushPart(batch.keyMemory(i), batch.keyStart(i), keySize);
    else this.#keys?.push(null);
    this.values.pushPart(batch.valueMemory(i), batch.valueStart(i), batch.valueSize(i));
    this.pushed(batch.timestamp(i), batch.headers(i));
  }

  /** A key, if it has one, and a value were written into `keys` and `values`. */
  pushed(timestamp: number, headers?: RecordToAppend['headers']): void {
    this.#pushHeaders(headers);
    if (timestamp !== this.#timestamps[0] && this.count > 0) this.#timestampsDiffer = true;
    if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    this.#timestamps.push(timestamp);
  }

  timestamp(i: number): number {
    return this.#timestamps[i] as number;
  }

  /** What is in it so far, to be read in place: without offsets. */
  read(): ColumnBatch {
    const columns = {
      baseOffset: 0,
      logEpoch: 0,
      count: this.count,
      baseTimestamp: 0,
      offsetDeltas: null,
      timestampDeltas: this.#timestamps,
      ...this.#arrays(),
    };
    return new ColumnBatch('', 0, columns, 0);
  }

  /** `logAppendTime`: whether records have the time of the append instead of their own. Nothing may be pushed after it. */
  finish(logAppendTime = false): EncodedBatch {
    const base = logAppendTime ? null : (this.#timestamps[0] ?? null);
    const timestampDeltas =
      base !== null && this.#timestampsDiffer ? this.#timestamps.map((timestamp) => timestamp - base) : null;
    const encodedTimestampDeltas = timestampDeltas && encodeInt8Array(timestampDeltas);
    const { keys, values, headerCounts, headerNames, headerValues } = this.#arrays();
    const columns = [encodedTimestampDeltas, keys, values, headerCounts, headerNames, headerValues];
    return {
      count: this.count,
      baseTimestamp: base,
      maxTimestamp: base === null ? null : this.#maxTimestamp,
      timestampDeltas,
      encodedTimestampDeltas,
      keys,
      values,
      headerCounts,
      headerNames,
      headerValues,
      byteSize: columns.reduce((sum, column) => sum + (column?.length ?? 0), 0),
      crc: crcOfColumns(columns),
    };
  }

  #arrays(): Pick<BatchColumns, 'keys' | 'values' | 'headerCounts' | 'headerNames' | 'headerValues'> {
    const keys = this.#keys?.hasValue ? this.#keys : undefined;
    if ((keys && keys.count !== this.count) || this.values.count !== this.count) {
      throw new MillraceError('INTERNAL', 'A batch row has not a key and a value of each of its records.');
    }
    return {
      keys: keys?.finish(elementType.bytea) ?? null,
      values: this.values.finish(elementType.bytea),
      headerCounts: this.#headers ? encodeInt4Array(this.#headers.counts) : null,
      headerNames: this.#headers?.names.finish(elementType.text) ?? null,
      headerValues: this.#headers?.values.finish(elementType.bytea) ?? null,
    };
  }

  /** Of the record that comes next. */
  #pushHeaders(headers: RecordToAppend['headers'] = []): void {
    if (headers.length > 0 && !this.#headers) {
      this.#headers = {
        counts: new Array<number>(this.count).fill(0),
        names: new ByteArrayBuilder(),
        values: new ByteArrayBuilder(),
      };
    }
    if (!this.#headers) return;
    this.#headers.counts.push(headers.length);
    for (const header of headers) {
      this.#headers.names.pushText(header.key);
      this.#headers.values.push(header.value);
    }
  }
}

/** The columns as a reader sees them, once the database has said where the row went. */
export function columnsOf(batch: EncodedBatch, baseOffset: number, appendTime: number, logEpoch: number): BatchColumns {
  return {
    baseOffset,
    logEpoch,
    count: batch.count,
    baseTimestamp: batch.baseTimestamp ?? appendTime,
    offsetDeltas: null,
    timestampDeltas: batch.timestampDeltas,
    keys: batch.keys,
    values: batch.values,
    headerCounts: batch.headerCounts,
    headerNames: batch.headerNames,
    headerValues: batch.headerValues,
  };
}
