import { iterateRecords } from './column-batch.ts';
import type { Record, RecordHeader } from './record.ts';
import type { RecordBatch } from './record-batch.ts';

/** Several batches of one partition, one behind the other, as one. */
class MergedBatch implements RecordBatch {
  readonly count: number;
  readonly highWatermark: number;
  readonly #parts: readonly RecordBatch[];
  /** Index of each part's first record, and behind the last one the count. */
  readonly #starts: readonly number[];
  /** The part of the last look-up: reading goes forward, so the next one is mostly in it too. */
  #current = 0;

  constructor(parts: readonly RecordBatch[], highWatermark: number) {
    this.#parts = parts;
    const starts = [0];
    for (const part of parts) starts.push((starts.at(-1) as number) + part.count);
    this.#starts = starts;
    this.count = starts.at(-1) as number;
    this.highWatermark = Math.max(highWatermark, this.nextOffset);
  }

  get topic(): string {
    return this.#first.topic;
  }

  get partition(): number {
    return this.#first.partition;
  }

  get logEpoch(): number {
    return this.#last.logEpoch;
  }

  get nextOffset(): number {
    return this.#last.nextOffset;
  }

  get byteSize(): number {
    return this.#parts.reduce((sum, part) => sum + part.byteSize, 0);
  }

  offset(i: number): number {
    const part = this.#partOf(i);
    return part.offset(i - this.#offsetOfCurrent);
  }

  timestamp(i: number): number {
    const part = this.#partOf(i);
    return part.timestamp(i - this.#offsetOfCurrent);
  }

  key(i: number): Uint8Array | null {
    const part = this.#partOf(i);
    return part.key(i - this.#offsetOfCurrent);
  }

  value(i: number): Uint8Array | null {
    const part = this.#partOf(i);
    return part.value(i - this.#offsetOfCurrent);
  }

  headers(i: number): readonly RecordHeader[] {
    const part = this.#partOf(i);
    return part.headers(i - this.#offsetOfCurrent);
  }

  isTombstone(i: number): boolean {
    const part = this.#partOf(i);
    return part.isTombstone(i - this.#offsetOfCurrent);
  }

  keyText(i: number): string | null {
    const part = this.#partOf(i);
    return part.keyText(i - this.#offsetOfCurrent);
  }

  valueText(i: number): string | null {
    const part = this.#partOf(i);
    return part.valueText(i - this.#offsetOfCurrent);
  }

  keyLatin1(i: number): string | null {
    const part = this.#partOf(i);
    return part.keyLatin1(i - this.#offsetOfCurrent);
  }

  valuesLatin1(start: number, end: number): (string | null)[] {
    return this.#parts.flatMap((part, n) => {
      const before = this.#starts[n] as number;
      const [from, to] = [Math.max(start - before, 0), Math.min(end - before, part.count)];
      return from < to ? part.valuesLatin1(from, to) : [];
    });
  }

  keySize(i: number): number {
    const part = this.#partOf(i);
    return part.keySize(i - this.#offsetOfCurrent);
  }

  keyMemory(i: number): Buffer {
    const part = this.#partOf(i);
    return part.keyMemory(i - this.#offsetOfCurrent);
  }

  keyStart(i: number): number {
    const part = this.#partOf(i);
    return part.keyStart(i - this.#offsetOfCurrent);
  }

  valueSize(i: number): number {
    const part = this.#partOf(i);
    return part.valueSize(i - this.#offsetOfCurrent);
  }

  valueMemory(i: number): Buffer {
    const part = this.#partOf(i);
    return part.valueMemory(i - this.#offsetOfCurrent);
  }

  valueStart(i: number): number {
    const part = this.#partOf(i);
    return part.valueStart(i - this.#offsetOfCurrent);
  }

  slice(start: number, end: number): RecordBatch {
    const parts: RecordBatch[] = [];
    this.#parts.forEach((part, n) => {
      const before = this.#starts[n] as number;
      const cut = part.slice(start - before, end - before);
      if (cut.count > 0) parts.push(cut);
    });
    return parts.length === 0 ? this.#emptyAt(start) : mergeBatches(parts, this.highWatermark);
  }

  [Symbol.iterator](): Iterator<Record> {
    return iterateRecords(this);
  }

  /** No records, standing where the merged batch was cut. */
  #emptyAt(start: number): RecordBatch {
    const at = Math.min(Math.max(start, 0), this.count);
    const n = this.#starts.findLastIndex((before, index) => before <= at && index < this.#parts.length);
    const within = at - (this.#starts[n] as number);
    return (this.#parts[n] as RecordBatch).slice(within, within);
  }

  get #first(): RecordBatch {
    return this.#parts[0] as RecordBatch;
  }

  get #last(): RecordBatch {
    return this.#parts.at(-1) as RecordBatch;
  }

  get #offsetOfCurrent(): number {
    return this.#starts[this.#current] as number;
  }

  #partOf(i: number): RecordBatch {
    if (i < this.#offsetOfCurrent) this.#current = 0;
    while (i >= (this.#starts[this.#current + 1] as number)) this.#current += 1;
    return this.#parts[this.#current] as RecordBatch;
  }
}

/** One batch of several that follow each other in one partition; at least one is needed. */
export function mergeBatches(parts: readonly RecordBatch[], highWatermark: number): RecordBatch {
  return parts.length === 1 && parts[0] && parts[0].highWatermark >= highWatermark
    ? parts[0]
    : new MergedBatch(parts, highWatermark);
}
