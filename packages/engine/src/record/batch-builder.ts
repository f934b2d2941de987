import { crc32 } from 'node:zlib';
import { ByteArrayBuilder, elementType, encodeInt4Array, encodeInt8Array } from './array-encoding.ts';
import type { BatchColumns } from './column-batch.ts';
import type { RecordToAppend } from './record.ts';

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

/** A batch row that is being filled: every record is written once, straight into the form that goes to Postgres. */
export class BatchBuilder {
  readonly #logAppendTime: boolean;
  readonly #values: ByteArrayBuilder;
  /** Made at the first key: many topics have none. */
  #keys: ByteArrayBuilder | undefined;
  readonly #timestamps: number[] = [];
  #timestampsDiffer = false;
  #maxTimestamp = 0;
  /** Made at the first header. */
  #headers: { counts: number[]; names: ByteArrayBuilder; values: ByteArrayBuilder } | undefined;

  /** `expectedBytes`: what the values are likely to take. */
  constructor(logAppendTime: boolean, expectedBytes = 0) {
    this.#logAppendTime = logAppendTime;
    this.#values = new ByteArrayBuilder(expectedBytes);
  }

  get count(): number {
    return this.#values.count;
  }

  /** Bytes of the row's arrays so far, about. */
  get byteLength(): number {
    const headers = this.#headers ? this.#headers.names.byteLength + this.#headers.values.byteLength : 0;
    return this.#values.byteLength + (this.#keys?.byteLength ?? 0) + headers;
  }

  /** `timestamp`: the record's, ms since 1970; ignored under LOG_APPEND_TIME. */
  push(record: RecordToAppend, timestamp: number): void {
    const before = this.count;
    if (record.key !== null && !this.#keys) {
      this.#keys = new ByteArrayBuilder();
      for (let i = 0; i < before; i++) this.#keys.push(null);
    }
    this.#keys?.push(record.key);
    this.#values.push(record.value);
    if (!this.#logAppendTime) this.#pushTimestamp(timestamp);
    this.#pushHeaders(record, before);
  }

  finish(): EncodedBatch {
    const base = this.#timestamps[0] ?? null;
    const timestampDeltas =
      base !== null && this.#timestampsDiffer ? this.#timestamps.map((timestamp) => timestamp - base) : null;
    const encodedTimestampDeltas = timestampDeltas && encodeInt8Array(timestampDeltas);
    const keys = this.#keys?.finish(elementType.bytea) ?? null;
    const values = this.#values.finish(elementType.bytea);
    const headerCounts = this.#headers ? encodeInt4Array(this.#headers.counts) : null;
    const headerNames = this.#headers?.names.finish(elementType.text) ?? null;
    const headerValues = this.#headers?.values.finish(elementType.bytea) ?? null;
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

  #pushTimestamp(timestamp: number): void {
    if (this.#timestamps.length > 0 && timestamp !== this.#timestamps[0]) this.#timestampsDiffer = true;
    if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    this.#timestamps.push(timestamp);
  }

  #pushHeaders(record: RecordToAppend, before: number): void {
    const headers = record.headers;
    const count = headers?.length ?? 0;
    if (count > 0 && !this.#headers) {
      this.#headers = {
        counts: new Array<number>(before).fill(0),
        names: new ByteArrayBuilder(),
        values: new ByteArrayBuilder(),
      };
    }
    if (!this.#headers) return;
    this.#headers.counts.push(count);
    for (const header of headers ?? []) {
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
