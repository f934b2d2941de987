import type { Record, RecordHeader } from './record.ts';

/**
 * Records of one partition, contiguous but for deleted ones, kept as columns: nothing is made for a record that nobody
 * looks at. Iterating makes Records on demand. `i` is 0 to `count - 1`; beyond that the result is undefined behaviour.
 */
export interface RecordBatch extends Iterable<Record> {
  readonly topic: string;
  readonly partition: number;
  /** Number of records; 0 when there was nothing to read. */
  readonly count: number;
  /** Where to read on: behind the last record of the batch. */
  readonly nextOffset: number;
  readonly logEpoch: number;
  /** The partition's end as far as known when the batch was read: never less than `nextOffset`. */
  readonly highWatermark: number;
  /** Bytes of the keys, values and headers, about. */
  readonly byteSize: number;
  offset(i: number): number;
  /** Milliseconds since 1970. */
  timestamp(i: number): number;
  /** A view of the batch's memory: copy it to keep it long. */
  key(i: number): Uint8Array | null;
  value(i: number): Uint8Array | null;
  headers(i: number): readonly RecordHeader[];
  isTombstone(i: number): boolean;
  /** The key or value as UTF-8 text, malformed bytes as U+FFFD; quicker than decoding `key(i)`. */
  keyText(i: number): string | null;
  valueText(i: number): string | null;
  /** The key as one character (U+0000 to U+00FF) a byte. */
  keyLatin1(i: number): string | null;
  /** The values of records `start` to `end - 1` the same way: many at once take much less than one after the other. */
  valuesLatin1(start: number, end: number): (string | null)[];
  /** Bytes of the key and of the value; -1: there is none. */
  keySize(i: number): number;
  valueSize(i: number): number;
  /** The memory that the value lies in, with others, and where it begins there: for who reads many in place. Of a key only where there is one. */
  keyMemory(i: number): Buffer;
  keyStart(i: number): number;
  valueMemory(i: number): Buffer;
  valueStart(i: number): number;
  /** Records `start` to `end - 1`, of the same memory. */
  slice(start: number, end: number): RecordBatch;
}
