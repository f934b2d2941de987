import { copyBytes, viewOf } from '@millrace/core';

/**
 * Postgres's binary form of one-dimensional arrays, which is what batch rows are written and read in (`array_send` and
 * `array_recv` in the server's source): dimensions (1), whether there are nulls, the element type, the length, the lower
 * bound (1), all int32; then for each element its size (-1: null) and its bytes.
 */

export const elementType = { bytea: 17, int8: 20, int4: 23, text: 25, uuid: 2950 } as const;
export type ElementType = (typeof elementType)[keyof typeof elementType];

const arrayHeaderBytes = 20;
const initialBytes = 512;
/** A loop copies so many sooner than a call does, for which a view of the part has to be made. */
const maxLoopBytes = 256;

/** A growing array of bytes or text, written element by element straight into its binary form. */
export class ByteArrayBuilder {
  #buffer: Buffer;
  #view: DataView;
  /** The memory that a part was copied from last, mostly the same again. */
  #source: Uint8Array | undefined;
  #sourceView: DataView | undefined;
  #end = arrayHeaderBytes;
  #nulls = 0;
  count = 0;

  /** `expectedBytes`: how large it is likely to become, so that it seldom has to grow. */
  constructor(expectedBytes = 0) {
    this.#buffer = Buffer.allocUnsafe(Math.max(initialBytes, expectedBytes));
    this.#view = viewOf(this.#buffer);
  }

  /** Bytes written so far, with the header. */
  get byteLength(): number {
    return this.#end;
  }

  /** Whether something else than null was pushed. */
  get hasValue(): boolean {
    return this.#nulls < this.count;
  }

  push(bytes: Uint8Array | null): void {
    if (bytes === null) {
      this.#pushNull();
      return;
    }
    const at = this.#begin(bytes.length);
    this.#buffer.set(bytes, at);
  }

  /** `size` bytes of somebody's memory; -1: null. */
  pushPart(memory: Uint8Array, start: number, size: number): void {
    if (size < 0) {
      this.#pushNull();
      return;
    }
    const at = this.#begin(size);
    if (size > maxLoopBytes) this.#buffer.set(memory.subarray(start, start + size), at);
    else copyBytes(this.#viewOfSource(memory), start, this.#view, at, size);
  }

  pushText(text: string): void {
    this.count += 1;
    // Three bytes a UTF-16 unit is the most that UTF-8 takes.
    this.#reserve(4 + text.length * 3);
    const size = this.#buffer.write(text, this.#end + 4, 'utf8');
    this.#view.setInt32(this.#end, size);
    this.#end += 4 + size;
  }

  /** A string of one character (up to U+00FF) a byte. */
  pushLatin1(text: string): void {
    const at = this.#begin(text.length);
    this.#buffer.write(text, at, 'latin1');
  }

  /** The binary form. Nothing may be pushed after it. */
  finish(type: ElementType): Buffer {
    writeArrayHeader(this.#buffer, this.#nulls > 0 ? 1 : 0, type, this.count);
    return this.#buffer.subarray(0, this.#end);
  }

  #viewOfSource(memory: Uint8Array): DataView {
    if (memory !== this.#source) {
      this.#source = memory;
      this.#sourceView = viewOf(memory);
    }
    return this.#sourceView as DataView;
  }

  #pushNull(): void {
    this.count += 1;
    this.#reserve(4);
    this.#view.setInt32(this.#end, -1);
    this.#end += 4;
    this.#nulls += 1;
  }

  /** Where the bytes of the next element go. */
  #begin(size: number): number {
    this.count += 1;
    this.#reserve(4 + size);
    this.#view.setInt32(this.#end, size);
    const at = this.#end + 4;
    this.#end = at + size;
    return at;
  }

  #reserve(size: number): void {
    const needed = this.#end + size;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#end);
    this.#buffer = grown;
    this.#view = viewOf(grown);
  }
}

function writeArrayHeader(target: Buffer, hasNull: number, type: ElementType, count: number): void {
  target.writeInt32BE(1, 0);
  target.writeInt32BE(hasNull, 4);
  target.writeInt32BE(type, 8);
  target.writeInt32BE(count, 12);
  target.writeInt32BE(1, 16);
}

/** Whole numbers up to 2^53 as `int8[]`. */
export function encodeInt8Array(values: readonly number[]): Buffer {
  const buffer = Buffer.allocUnsafe(arrayHeaderBytes + values.length * 12);
  writeArrayHeader(buffer, 0, elementType.int8, values.length);
  const view = viewOf(buffer);
  let at = arrayHeaderBytes;
  for (const value of values) {
    const high = Math.floor(value / 0x1_0000_0000);
    view.setInt32(at, 8);
    view.setInt32(at + 4, high);
    view.setUint32(at + 8, value - high * 0x1_0000_0000);
    at += 12;
  }
  return buffer;
}

export function encodeInt4Array(values: readonly number[]): Buffer {
  const buffer = Buffer.allocUnsafe(arrayHeaderBytes + values.length * 8);
  writeArrayHeader(buffer, 0, elementType.int4, values.length);
  let at = arrayHeaderBytes;
  for (const value of values) {
    at = buffer.writeInt32BE(4, at);
    at = buffer.writeInt32BE(value, at);
  }
  return buffer;
}

/** `int8[]` without nulls. */
export function decodeInt8Array(buffer: Buffer): Float64Array {
  const view = viewOf(buffer);
  const count = view.getInt32(12);
  const values = new Float64Array(count);
  for (let i = 0, at = arrayHeaderBytes + 4; i < count; i++, at += 12) {
    values[i] = view.getInt32(at) * 0x1_0000_0000 + view.getUint32(at + 4);
  }
  return values;
}

/** `int4[]` without nulls. */
export function decodeInt4Array(buffer: Buffer): Int32Array {
  const count = buffer.readInt32BE(12);
  const values = new Int32Array(count);
  for (let i = 0, at = arrayHeaderBytes + 4; i < count; i++, at += 8) values[i] = buffer.readInt32BE(at);
  return values;
}

/** A `bytea[]` or `text[]` in its binary form, read in place: an element is a view, made when it is asked for. */
export class BytesColumn {
  readonly count: number;
  readonly #buffer: Buffer;
  /** The same memory: views of a Uint8Array are made in half the time that those of a Buffer take. */
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #hasNull: boolean;
  /** Where each element's size word lies, and behind the last one the end; found in one pass, when first asked for. */
  #starts: Uint32Array | undefined;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
    this.#bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
    this.#view = viewOf(buffer);
    this.#hasNull = this.#view.getInt32(4) !== 0;
    this.count = this.#view.getInt32(12);
  }

  isNull(i: number): boolean {
    return this.#hasNull && this.#view.getInt32(this.#index()[i] as number) < 0;
  }

  get(i: number): Uint8Array | null {
    const starts = this.#index();
    return this.isNull(i) ? null : this.#bytes.subarray((starts[i] as number) + 4, starts[i + 1]);
  }

  /** One character a byte. */
  latin1(i: number): string | null {
    const starts = this.#index();
    return this.isNull(i) ? null : this.#buffer.toString('latin1', (starts[i] as number) + 4, starts[i + 1]);
  }

  /** Elements `start` to `end - 1`, one character a byte: parts of one string, which they keep in memory. */
  latin1List(start: number, end: number): (string | null)[] {
    if (start >= end) return [];
    const starts = this.#index();
    const from = starts[start] as number;
    const all = this.#buffer.toString('latin1', from, starts[end]);
    const list: (string | null)[] = [];
    for (let i = start; i < end; i++) {
      list.push(this.isNull(i) ? null : all.slice((starts[i] as number) + 4 - from, (starts[i + 1] as number) - from));
    }
    return list;
  }

  /** -1: null. */
  sizeOf(i: number): number {
    return this.#view.getInt32(this.#index()[i] as number);
  }

  startOf(i: number): number {
    return (this.#index()[i] as number) + 4;
  }

  text(i: number): string | null {
    const starts = this.#index();
    return this.isNull(i) ? null : this.#buffer.toString('utf8', (starts[i] as number) + 4, starts[i + 1]);
  }

  #index(): Uint32Array {
    if (this.#starts) return this.#starts;
    const starts = new Uint32Array(this.count + 1);
    let at = arrayHeaderBytes;
    for (let i = 0; i < this.count; i++) {
      starts[i] = at;
      at += 4 + Math.max(0, this.#view.getInt32(at));
    }
    starts[this.count] = at;
    this.#starts = starts;
    return starts;
  }
}
