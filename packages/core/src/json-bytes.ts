import { copyBytes, viewOf } from './byte-views.ts';

/** Takes values as bytes, one after the other. */
export interface ByteTarget {
  push(bytes: Uint8Array): void;
  /** Bytes of somebody's memory, which is used for something else then. */
  pushPart(memory: Uint8Array, start: number, size: number): void;
}

/** What a value may take at most to be written here: larger ones do not gain by it. */
const maxBytes = 16 * 1024;
const maxDepth = 16;
/** More than a number takes, with a comma before it and all brackets that may close behind it. */
const spareBytes = 64;
/** A loop copies so many sooner than a call does. */
const maxLoopBytes = 256;

const memory = Buffer.allocUnsafeSlow(maxBytes);
const memoryView = viewOf(memory);
/** Behind the last byte that was written; -1: it is to be written another way. */
let end = 0;
/** A value is being written, and a getter of it may want to have another one written. */
let isWriting = false;

/**
 * The JSON text of a value as `JSON.stringify` writes it, as bytes; written at once, without the string in between. undefined: it is to be written by
 * that, as it holds something else than plain objects, arrays, strings of plain ASCII without escapes, numbers, booleans and null, an integer that a double may
 * have rounded, or is large.
 */
export function plainJsonBytes(value: unknown): Uint8Array | undefined {
  return write(value) ? copied() : undefined;
}

/** The same, given to who copies it. false: it is to be written another way. */
export function pushPlainJson(value: unknown, target: ByteTarget): boolean {
  if (!write(value)) return false;
  target.pushPart(memory, 0, end);
  return true;
}

function write(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || isWriting) return false;
  end = 0;
  isWriting = true;
  try {
    writeValue(value, 0);
  } finally {
    isWriting = false;
  }
  return end >= 0;
}

function copied(): Uint8Array {
  const bytes = Buffer.allocUnsafe(end);
  if (end > maxLoopBytes) memory.copy(bytes, 0, 0, end);
  else copyBytes(memoryView, 0, viewOf(bytes), 0, end);
  return bytes;
}

function writeValue(value: unknown, depth: number): void {
  if (end < 0 || end + spareBytes > maxBytes) end = -1;
  else if (typeof value === 'string') writeString(value);
  else if (typeof value === 'number') writeNumber(value);
  else if (value === null) writeAscii('null');
  else if (typeof value === 'boolean') writeAscii(value ? 'true' : 'false');
  else if (typeof value === 'object' && depth < maxDepth) writeObject(value as Record<string, unknown>, depth + 1);
  else end = -1;
}

function writeObject(object: Record<string, unknown>, depth: number): void {
  const isArray = Array.isArray(object);
  // Others may be written as what their `toJSON` gives, or have keys that are not their own.
  const prototype = isArray ? Array.prototype : Object.prototype;
  if (Object.getPrototypeOf(object) !== prototype || object.toJSON !== undefined) end = -1;
  else if (isArray) writeArray(object, depth);
  else {
    memory[end++] = 0x7b;
    let isFirst = true;
    for (const key in object) {
      if (end < 0) return;
      if (!isFirst) memory[end++] = 0x2c;
      isFirst = false;
      writeString(key);
      if (end < 0) return;
      memory[end++] = 0x3a;
      writeValue(object[key], depth);
    }
    if (end >= 0) memory[end++] = 0x7d;
  }
}

function writeArray(items: readonly unknown[], depth: number): void {
  memory[end++] = 0x5b;
  for (let i = 0; i < items.length && end >= 0; i++) {
    if (i > 0) memory[end++] = 0x2c;
    writeValue(items[i], depth);
  }
  if (end >= 0) memory[end++] = 0x5d;
}

function writeString(text: string): void {
  const { length } = text;
  let at = end;
  if (at + length + spareBytes > maxBytes) {
    end = -1;
    return;
  }
  memory[at++] = 0x22;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) {
      end = -1;
      return;
    }
    memory[at++] = code;
  }
  memory[at++] = 0x22;
  end = at;
}

function writeNumber(value: number): void {
  const size = Math.abs(value);
  // Not finite, or an integer that is told of where it was rounded.
  if (!(size < Number.MAX_SAFE_INTEGER)) end = -1;
  else if (Number.isInteger(value)) writeInteger(value);
  else {
    const hundreds = Math.round(value * 100);
    // The only number of so few digits that is this double, so that it is the shortest one, too.
    if (size < 1e12 && hundreds / 100 === value) writeHundreds(hundreds);
    else writeAscii(String(value));
  }
}

function writeInteger(value: number): void {
  if (value < 0) memory[end++] = 0x2d;
  writeDigits(Math.abs(value), 1);
}

function writeHundreds(hundreds: number): void {
  if (hundreds < 0) memory[end++] = 0x2d;
  const size = Math.abs(hundreds);
  const whole = Math.floor(size / 100);
  const rest = size - whole * 100;
  writeDigits(whole, 1);
  memory[end++] = 0x2e;
  if (rest % 10 === 0) writeDigits(rest / 10, 1);
  else writeDigits(rest, 2);
}

/** At least `count` of them. */
function writeDigits(value: number, count: number): void {
  const half = 100_000_000;
  if (value >= half) {
    const high = Math.floor(value / half);
    writeDigits(high, count);
    writeSmall(value - high * half, 8);
  } else writeSmall(value, Math.max(count, digitsOf(value)));
}

function writeSmall(value: number, count: number): void {
  let rest = value | 0;
  for (let at = end + count - 1; at >= end; at--) {
    const tenth = (rest / 10) | 0;
    memory[at] = 0x30 + rest - tenth * 10;
    rest = tenth;
  }
  end += count;
}

/** Of a number below 100,000,000. */
function digitsOf(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count += 1;
  return count;
}

function writeAscii(text: string): void {
  for (let i = 0; i < text.length; i++) memory[end++] = text.charCodeAt(i);
}
