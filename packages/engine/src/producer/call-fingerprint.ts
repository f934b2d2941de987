import type { RecordToAppend } from '../record/record.ts';

/** Bytes at each end of a key or value that are looked at. */
const endBytes = 32;
const prime = 0x01000193;

/** FNV-1a, a 32-bit word at a time. */
function mixBytes(hash: number, bytes: Uint8Array, start: number, end: number): number {
  let mixed = hash;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    mixed = Math.imul(mixed ^ word, prime);
    mixed ^= mixed >>> 15;
  }
  for (; at < end; at++) mixed = Math.imul(mixed ^ (bytes[at] as number), prime);
  return mixed;
}

function mix(hash: number, bytes: Uint8Array | null): number {
  if (bytes === null) return Math.imul(hash ^ 0xff, prime);
  const { length } = bytes;
  const mixed = Math.imul(hash ^ length, prime);
  if (length <= 2 * endBytes) return mixBytes(mixed, bytes, 0, length);
  return mixBytes(mixBytes(mixed, bytes, 0, endBytes), bytes, length - endBytes, length);
}

/**
 * Tells a call from another one that was given its sequence by mistake, as a program does that restarts at 0 without
 * initProducer: by the number of records, their bytes, and both ends of the keys and values of the first, the middle and
 * the last one. Not of all of them, which would cost what appending them does.
 */
export function callFingerprint(records: readonly RecordToAppend[], byteSize: number): number {
  const last = records.length - 1;
  let hash = Math.imul(Math.imul(0x811c9dc5 ^ records.length, prime) ^ byteSize, prime);
  const first = records[0] as RecordToAppend;
  hash = mix(mix(hash, first.key), first.value);
  if (last > 0) {
    const middle = records[last >> 1] as RecordToAppend;
    const end = records[last] as RecordToAppend;
    hash = mix(mix(mix(mix(hash, middle.key), middle.value), end.key), end.value);
  }
  return hash >>> 0;
}
