import { BytesColumn, decodeInt4Array } from './array-encoding.ts';
import type { Record, RecordHeader } from './record.ts';
import type { RecordBatch } from './record-batch.ts';

/** The columns of a batch row, in Postgres's binary array forms where they are arrays. See docs/specs/log.md. */
export interface BatchColumns {
  readonly baseOffset: number;
  readonly logEpoch: number;
  readonly count: number;
  /** Milliseconds since 1970; deltas count from it. */
  readonly baseTimestamp: number;
  /** null while offsets are contiguous. */
  readonly offsetDeltas: Int32Array | null;
  /** null while all are equal. */
  readonly timestampDeltas: Float64Array | readonly number[] | null;
  /** null when no record has a key. */
  readonly keys: Buffer | null;
  readonly values: Buffer;
  readonly headerCounts: Buffer | null;
  readonly headerNames: Buffer | null;
  readonly headerValues: Buffer | null;
}

/** The headers of a batch: names and values of all records one after another, and how many each record has. */
class HeaderColumns {
  readonly #names: BytesColumn;
  readonly #values: BytesColumn;
  /** Where each record's headers begin, and behind the last one the end. */
  readonly #starts: Int32Array;

  constructor(counts: Buffer, names: Buffer, values: Buffer) {
    const perRecord = decodeInt4Array(counts);
    this.#names = new BytesColumn(names);
    this.#values = new BytesColumn(values);
    this.#starts = new Int32Array(perRecord.length + 1);
    perRecord.forEach((count, i) => {
      this.#starts[i + 1] = (this.#starts[i] as number) + count;
    });
  }

  get(i: number): RecordHeader[] {
    const headers: RecordHeader[] = [];
    for (let at = this.#starts[i] as number; at < (this.#starts[i + 1] as number); at++) {
      headers.push({ key: this.#names.text(at) ?? '', value: this.#values.get(at) });
    }
    return headers;
  }
}

const noHeaders: readonly RecordHeader[] = [];

/** A batch row, or a part of one, read in place. */
export class ColumnBatch implements RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly count: number;
  readonly highWatermark: number;
  readonly #columns: BatchColumns;
  readonly #keys: BytesColumn | null;
  readonly #values: BytesColumn;
  /** Index in the columns of this batch's first record. */
  readonly #start: number;
  #headers: HeaderColumns | undefined;

  constructor(topic: string, partition: number, columns: BatchColumns, highWatermark: number, part?: ColumnBatchPart) {
    this.topic = topic;
    this.partition = partition;
    this.#columns = columns;
    this.#start = part?.start ?? 0;
    this.count = part ? part.end - part.start : columns.count;
    this.#keys = part ? part.keys : columns.keys && new BytesColumn(columns.keys);
    this.#values = part ? part.values : new BytesColumn(columns.values);
    this.highWatermark = Math.max(highWatermark, this.nextOffset);
  }

  get logEpoch(): number {
    return this.#columns.logEpoch;
  }

  get nextOffset(): number {
    // An empty part stands where it was cut: behind the record before it.
    return this.#start + this.count === 0 ? this.#columns.baseOffset : this.offset(this.count - 1) + 1;
  }

  get byteSize(): number {
    const { keys, values, headerNames, headerValues, count } = this.#columns;
    const whole = values.length + (keys?.length ?? 0) + (headerNames?.length ?? 0) + (headerValues?.length ?? 0);
    return count === 0 ? 0 : Math.ceil((whole * this.count) / count);
  }

  offset(i: number): number {
    const { baseOffset, offsetDeltas } = this.#columns;
    const at = this.#start + i;
    return baseOffset + (offsetDeltas ? (offsetDeltas[at] as number) : at);
  }

  timestamp(i: number): number {
    const { baseTimestamp, timestampDeltas } = this.#columns;
    return timestampDeltas ? baseTimestamp + (timestampDeltas[this.#start + i] as number) : baseTimestamp;
  }

  key(i: number): Uint8Array | null {
    return this.#keys ? this.#keys.get(this.#start + i) : null;
  }

  value(i: number): Uint8Array | null {
    return this.#values.get(this.#start + i);
  }

  keyText(i: number): string | null {
    return this.#keys ? this.#keys.text(this.#start + i) : null;
  }

  valueText(i: number): string | null {
    return this.#values.text(this.#start + i);
  }

  keyLatin1(i: number): string | null {
    return this.#keys ? this.#keys.latin1(this.#start + i) : null;
  }

  valuesLatin1(start: number, end: number): (string | null)[] {
    return this.#values.latin1List(this.#start + start, this.#start + end);
  }

  keySize(i: number): number {
    return this.#keys ? this.#keys.sizeOf(this.#start + i) : -1;
  }

  keyMemory(): Buffer {
    return this.#columns.keys as Buffer;
  }

  keyStart(i: number): number {
    return (this.#keys as BytesColumn).startOf(this.#start + i);
  }

  valueSize(i: number): number {
    return this.#values.sizeOf(this.#start + i);
  }

  valueMemory(): Buffer {
    return this.#columns.values;
  }

  valueStart(i: number): number {
    return this.#values.startOf(this.#start + i);
  }

  isTombstone(i: number): boolean {
    return this.#values.isNull(this.#start + i);
  }

  headers(i: number): readonly RecordHeader[] {
    const { headerCounts, headerNames, headerValues } = this.#columns;
    if (!headerCounts || !headerNames || !headerValues) return noHeaders;
    this.#headers ??= new HeaderColumns(headerCounts, headerNames, headerValues);
    return this.#headers.get(this.#start + i);
  }

  slice(start: number, end: number): ColumnBatch {
    if (start <= 0 && end >= this.count) return this;
    const first = this.#start + Math.max(0, start);
    return new ColumnBatch(this.topic, this.partition, this.#columns, this.highWatermark, {
      start: first,
      end: Math.max(first, this.#start + Math.min(end, this.count)),
      keys: this.#keys,
      values: this.#values,
    });
  }

  [Symbol.iterator](): Iterator<Record> {
    return iterateRecords(this);
  }
}

interface ColumnBatchPart {
  readonly start: number;
  readonly end: number;
  readonly keys: BytesColumn | null;
  readonly values: BytesColumn;
}

/** The i-th record as an object. */
export function recordAt(batch: RecordBatch, i: number): Record {
  return {
    topic: batch.topic,
    partition: batch.partition,
    offset: batch.offset(i),
    timestamp: batch.timestamp(i),
    key: batch.key(i),
    value: batch.value(i),
    headers: batch.headers(i),
  };
}

export function* iterateRecords(batch: RecordBatch): Generator<Record, undefined, undefined> {
  for (let i = 0; i < batch.count; i++) yield recordAt(batch, i);
}

/** Index of the first record of a batch whose offset is `offset` or a later one; `count` when there is none. */
export function indexOfOffset(batch: Pick<RecordBatch, 'count' | 'offset'>, offset: number): number {
  let low = 0;
  let high = batch.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (batch.offset(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
