import type { StoreChanges } from '../task-state.ts';
import { entryOverheadBytes } from './overlay.ts';

/** A delta's rows take that much beside their entries, about. */
const rowBytes = 64;
/** Bytes that are part of a larger buffer keep all of it in memory: beyond this size they are copied. */
const maxSharedBytes = 64 * 1024;

/** What a row of a delta takes, about. */
export function rowBytesOf(changes: StoreChanges): number {
  let bytes = rowBytes;
  for (const [key, value] of changes.entries) bytes += key.length + (value?.length ?? 0) + entryOverheadBytes;
  return bytes;
}

/** Bytes that keep little else in memory. */
export function ownBytes(value: Uint8Array): Uint8Array {
  const shared = value.buffer.byteLength;
  return shared > maxSharedBytes && shared > 2 * value.length ? Buffer.from(value) : value;
}
