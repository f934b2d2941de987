import type { AppendCall, Placement } from '../append/append-call.ts';
import type { PartitionAppend } from '../append/partition-append.ts';
import { callFingerprint } from './call-fingerprint.ts';
import { VarintReader, VarintWriter } from './varints.ts';

/**
 * What a row of a producer's calls tells beside its columns, so that a call that is sent again gets what the first one got, to the
 * record. Not arrays: there is one for each single record that is appended. Whole numbers are varints:
 *
 *   format (1), whether times are those of the append (LOG_APPEND_TIME), number of partitions;
 *   for each: its index in the topic, number of its batch rows, number of records of each (the columns have a place for each row)
 *   for each call: fingerprint (4 bytes), number of placements, unless it has one only, then 0;
 *     for each, 1 byte of what follows, the others being as expected: which partition (that of the placement before), its first
 *       record counted from the first row's (behind that placement's records of the partition), number of records (1), time of those
 *       that gave none, less that of the placement before (0)
 *     with several placements: for each record which one, in one byte, or two where there are more than 256
 */
const format = 1;
const maxPlacementsInBytes = 256;
const hasPartition = 1;
const hasStart = 2;
const hasCount = 4;
const hasTime = 8;
/** What a call of a single record takes, about. */
const bytesPerCall = 8;

type CallToEncode = Pick<AppendCall, 'records' | 'byteSize' | 'placements' | 'placementOf'>;

export interface EncodedCalls {
  readonly bytes: Buffer;
  /** The partitions that the calls went to, and those given, in the order the columns have their rows in. */
  readonly appends: readonly PartitionAppend[];
}

/** `first`: partitions that come first, whether or not the calls went to them. */
export function encodeCalls(calls: readonly CallToEncode[], first: readonly PartitionAppend[] = []): EncodedCalls {
  const body = new VarintWriter(64 + calls.length * bytesPerCall);
  const ordinals = new Map(first.map((append, i) => [append, i]));
  /** Where the next records of each partition are expected. */
  const ends: number[] = first.map(() => 0);
  let last: PartitionAppend | undefined;
  let ordinal = 0;
  let time = 0;
  for (let i = 0; i < calls.length; i++) {
    const { records, byteSize, placements, placementOf } = calls[i] as CallToEncode;
    const { length } = placements;
    body.uint32(callFingerprint(records, byteSize));
    body.uint(length > 1 ? length : 0);
    for (let n = 0; n < length; n++) {
      const { append, start, count, now } = placements[n] as Placement;
      let flags = 0;
      if (append !== last) {
        ordinal = ordinals.get(append) ?? ordinals.size;
        if (ordinal === ordinals.size) {
          ordinals.set(append, ordinal);
          ends.push(0);
        }
        last = append;
        flags = hasPartition;
      }
      if (start !== ends[ordinal]) flags |= hasStart;
      if (count !== 1) flags |= hasCount;
      if (now !== time) flags |= hasTime;
      body.uint(flags);
      if (flags & hasPartition) body.uint(ordinal);
      if (flags & hasStart) body.uint(start);
      if (flags & hasCount) body.uint(count);
      if (flags & hasTime) body.int(now - time);
      ends[ordinal] = start + count;
      time = now;
    }
    if (length > 1) body.bytes(placementBytes(placementOf as Uint16Array, length));
  }
  const appends = [...ordinals.keys()];
  const header = new VarintWriter(16 + appends.length * 4);
  header.uint(format);
  header.uint(appends[0]?.logAppendTime ? 1 : 0);
  header.uint(appends.length);
  for (const { partition, encoded } of appends) {
    header.uint(partition.index);
    header.uint(encoded.length);
    for (const { count } of encoded) header.uint(count);
  }
  return { bytes: Buffer.concat([header.finish(), body.finish()]), appends };
}

function placementBytes(placementOf: Uint16Array, placements: number): ArrayLike<number> {
  // Cut to a byte each as they are copied.
  if (placements <= maxPlacementsInBytes) return placementOf;
  const bytes = Buffer.allocUnsafe(placementOf.length * 2);
  placementOf.forEach((placement, i) => {
    bytes.writeUInt16LE(placement, i * 2);
  });
  return bytes;
}

/** Where a call's records of one partition lie: the n-th row and its first record from there. */
export interface DecodedPlacement {
  readonly partition: number;
  /** Of the partition's first row among all rows. */
  readonly firstRow: number;
  /** Records of each of the partition's rows. */
  readonly rowCounts: readonly number[];
  readonly start: number;
  readonly count: number;
  readonly now: number;
}

export interface DecodedCall {
  readonly fingerprint: number;
  readonly logAppendTime: boolean;
  readonly placements: readonly DecodedPlacement[];
  readonly placementOf: Uint16Array | null;
}

/** The n-th call of what `encodeCalls` gave. */
export function decodeCall(bytes: Buffer, n: number): DecodedCall {
  const reader = new VarintReader(bytes);
  const found = reader.uint();
  if (found !== format)
    throw new Error(`The calls of a producer are of format ${found}, which this version cannot read.`);
  const logAppendTime = reader.uint() === 1;
  let rows = 0;
  const partitions = Array.from({ length: reader.uint() }, () => {
    const partition = reader.uint();
    const rowCounts = Array.from({ length: reader.uint() }, () => reader.uint());
    rows += rowCounts.length;
    return { partition, rowCounts, firstRow: rows - rowCounts.length };
  });
  const ends = partitions.map(() => 0);
  let ordinal = -1;
  let time = 0;
  for (let i = 0; ; i++) {
    const fingerprint = reader.uint32();
    const placements = Array.from({ length: reader.uint() || 1 }, () => {
      const flags = reader.uint();
      if (flags & hasPartition) ordinal = reader.uint();
      const start = flags & hasStart ? reader.uint() : (ends[ordinal] as number);
      const count = flags & hasCount ? reader.uint() : 1;
      if (flags & hasTime) time += reader.int();
      ends[ordinal] = start + count;
      return { ...(partitions[ordinal] as (typeof partitions)[number]), start, count, now: time };
    });
    const records = placements.reduce((sum, { count }) => sum + count, 0);
    const placementOf = placements.length > 1 ? readPlacements(reader, records, placements.length) : null;
    if (i === n) return { fingerprint, logAppendTime, placements, placementOf };
  }
}

function readPlacements(reader: VarintReader, records: number, placements: number): Uint16Array {
  if (placements <= maxPlacementsInBytes) return Uint16Array.from(reader.bytes(records));
  const bytes = reader.bytes(records * 2);
  return Uint16Array.from({ length: records }, (_, i) => bytes.readUInt16LE(i * 2));
}
