import type { RoutedCall } from '../append/append-call.ts';
import type { PartitionAppend } from '../append/partition-append.ts';
import { VarintReader, VarintWriter } from './varints.ts';

/**
 * What a row of a producer's calls tells beside its columns, so that a call that is sent again gets what the first one got, to the
 * record. Not arrays: there is one for each single record that is appended. Whole numbers are varints:
 *
 *   format (1), whether times are those of the append (LOG_APPEND_TIME), number of partitions;
 *   for each: its index in the topic, number of its batch rows, number of records of each (the columns have a place for each row)
 *   for each call: fingerprint (4 bytes), number of placements;
 *     for each: which partition, its first record counted from the first row's, number of records, time of those that gave none
 *       (less that of the placement before)
 *     with several placements: for each record which one, in one byte, or two where there are more than 256
 */
const format = 1;
const maxPlacementsInBytes = 256;
/** What a call of a single record takes, about. */
const bytesPerCall = 16;

type CallToEncode = Pick<RoutedCall, 'sequence' | 'placements' | 'placementOf'>;

export interface EncodedCalls {
  readonly bytes: Buffer;
  /** The partitions that the calls went to, in the order the columns have their rows in. */
  readonly appends: readonly PartitionAppend[];
}

export function encodeCalls(calls: readonly CallToEncode[]): EncodedCalls {
  const body = new VarintWriter(64 + calls.length * bytesPerCall);
  const ordinals = new Map<PartitionAppend, number>();
  let last: PartitionAppend | undefined;
  let ordinal = 0;
  let time = 0;
  for (const { sequence, placements, placementOf } of calls) {
    body.uint32(sequence?.fingerprint ?? 0);
    body.uint(placements.length);
    for (const { append, start, count, now } of placements) {
      if (append !== last) {
        ordinal = ordinals.get(append) ?? ordinals.size;
        ordinals.set(append, ordinal);
        last = append;
      }
      body.uint(ordinal);
      body.uint(start);
      body.uint(count);
      body.int(now - time);
      time = now;
    }
    if (placementOf && placements.length > 1) body.bytes(placementBytes(placementOf, placements.length));
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

function placementBytes(placementOf: Uint16Array, placements: number): Uint8Array {
  if (placements <= maxPlacementsInBytes) return Uint8Array.from(placementOf);
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
  let time = 0;
  for (let i = 0; ; i++) {
    const fingerprint = reader.uint32();
    const placements = Array.from({ length: reader.uint() }, () => {
      const place = partitions[reader.uint()] as (typeof partitions)[number];
      const start = reader.uint();
      const count = reader.uint();
      time += reader.int();
      return { ...place, start, count, now: time };
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
