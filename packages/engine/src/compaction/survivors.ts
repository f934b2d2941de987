import type { NewestOffsets } from './newest-offsets.ts';
import type { KeyRow } from './scan-keys.ts';

/** How far a partition is compacted. */
export interface CleaningPartition {
  readonly id: number;
  /** Before it no key is twice already. */
  readonly compactedOffset: number;
  /** Tombstones before it may go: they were compacted past long enough ago. */
  readonly tombstonesBefore: number;
  /** Of its last sealed record: it stays, whatever it is, so that the partition never ends in a gap. -1: there is none. */
  readonly lastSealedOffset: number;
  /** Up to here the newest offset of every key is known. */
  coveredOffset: number;
}

/** Where the elements of an array in binary form begin. */
const arrayHeaderBytes = 20;

/** Tells `visit` where each key lies, the first byte and behind the last one, and the offset; not of records without a key. */
export function visitKeys(
  row: KeyRow,
  visit: (keys: Uint8Array, start: number, end: number, offset: number) => boolean,
): boolean {
  const { keys, offsetDeltas, baseOffset, count } = row;
  if (!keys) return true;
  let at = arrayHeaderBytes;
  for (let i = 0; i < count; i++) {
    const size = keys.readInt32BE(at);
    at += 4;
    if (size < 0) continue;
    if (!visit(keys, at, at + size, baseOffset + (offsetDeltas ? (offsetDeltas[i] as number) : i))) return false;
    at += size;
  }
  return true;
}

/**
 * The indexes of a row's records that compaction keeps, as far as keys tell; null: all of them. Of a key the newest is kept; a record
 * without a key is not, as Kafka's cleaner has it. What lies behind the covered offset is not judged yet.
 */
export function survivorsOf(row: KeyRow, partition: CleaningPartition, newest: NewestOffsets): number[] | null {
  if (row.baseOffset >= partition.coveredOffset) return null;
  const { keys, offsetDeltas, baseOffset, count } = row;
  const survivors: number[] = [];
  let at = arrayHeaderBytes;
  for (let i = 0; i < count; i++) {
    const offset = baseOffset + (offsetDeltas ? (offsetDeltas[i] as number) : i);
    const size = keys ? keys.readInt32BE(at) : -1;
    const start = at + 4;
    const end = start + Math.max(0, size);
    if (keys) at = end;
    const stays =
      offset >= partition.coveredOffset ||
      offset === partition.lastSealedOffset ||
      (size >= 0 && (newest.get(row.partitionId, keys as Buffer, start, end) ?? -1) <= offset);
    if (stays) survivors.push(i);
  }
  return survivors.length === count ? null : survivors;
}
