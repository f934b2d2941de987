import type { Placement, RoutedCall } from '../append/append-call.ts';
import type { PartitionAppend } from '../append/partition-append.ts';
import type { RecordToAppend } from '../record/record.ts';
import { callFingerprint } from './call-fingerprint.ts';
import { VarintReader, VarintWriter } from './varints.ts';

/**
 * What a row of a producer's calls tells beside its columns, so that a call that is sent again gets what the first one got, to the
 * record. Not arrays: there is one for each single record that is appended. Whole numbers are varints:
 *
 *   format (2), whether times are those of the append (LOG_APPEND_TIME), number of partitions;
 *   for each: its index in the topic, number of its batch rows, number of records of each (the columns have a place for each row)
 *   for each call: fingerprint (4 bytes), number of placements, unless it has one only, then 0;
 *     for each, 1 byte of what follows, the others being as expected: index of the partition (that of the placement before), its first
 *       record counted from the first row's (behind that placement's records of the partition), number of records (1), time of those
 *       that gave none, less that of the placement before (0)
 *     with several placements: for each record which one, in one byte, or two where there are more than 256
 *
 * Format 1, which is still read, names the partition of a placement by its place among the partitions instead of by its index.
 */
const format = 2;
const formatByPlace = 1;
const maxPlacementsInBytes = 256;
const hasPartition = 1;
const hasStart = 2;
const hasCount = 4;
const hasTime = 8;
const initialBytes = 64;

export interface EncodedCalls {
  readonly bytes: Buffer;
  /** The partitions, in the order the columns have their rows in. */
  readonly appends: readonly PartitionAppend[];
}

/** Encodes the calls of a run, each as it is added to a flush. */
export class CallsEncoder {
  readonly #body = new VarintWriter(initialBytes);
  /** The partitions that the calls went to. */
  readonly #appends = new Set<PartitionAppend>();
  #last: PartitionAppend | undefined;
  #time = 0;

  /** Takes a call that has its places. */
  add(
    records: readonly RecordToAppend[],
    { byteSize, placements, placementOf }: Pick<RoutedCall, 'byteSize' | 'placements' | 'placementOf'>,
  ): void {
    const { length } = placements;
    this.#body.uint32(callFingerprint(records, byteSize));
    this.#body.uint(length > 1 ? length : 0);
    for (let i = 0; i < length; i++) this.#place(placements[i] as Placement);
    if (length > 1) this.#body.bytes(placementBytes(placementOf as Uint16Array, length));
  }

  /** Once the flush is closed. `appends`: the partitions that the columns have the rows of, also others than the calls went to. */
  finish(appends: readonly PartitionAppend[] = [...this.#appends]): EncodedCalls {
    const header = new VarintWriter(16 + appends.length * 4);
    header.uint(format);
    header.uint(appends[0]?.logAppendTime ? 1 : 0);
    header.uint(appends.length);
    for (const { partition, encoded } of appends) {
      header.uint(partition.index);
      header.uint(encoded.length);
      for (const { count } of encoded) header.uint(count);
    }
    return { bytes: Buffer.concat([header.finish(), this.#body.finish()]), appends };
  }

  #place({ append, start, count, now }: Placement): void {
    const body = this.#body;
    let flags = 0;
    if (append !== this.#last) {
      this.#last = append;
      flags = hasPartition;
    }
    if (append.placedBy !== this) {
      this.#appends.add(append);
      append.placedBy = this;
      append.placedEnd = 0;
    }
    if (start !== append.placedEnd) flags |= hasStart;
    append.placedEnd = start + count;
    if (count !== 1) flags |= hasCount;
    if (now !== this.#time) flags |= hasTime;
    body.uint(flags);
    if (flags & hasPartition) body.uint(append.partition.index);
    if (flags & hasStart) body.uint(start);
    if (flags & hasCount) body.uint(count);
    if (flags & hasTime) body.int(now - this.#time);
    this.#time = now;
  }
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

/** The n-th call of what was encoded. */
export function decodeCall(bytes: Buffer, n: number): DecodedCall {
  const reader = new VarintReader(bytes);
  const found = reader.uint();
  if (found !== format && found !== formatByPlace)
    throw new Error(`The calls of a producer are of format ${found}, which this version cannot read.`);
  const logAppendTime = reader.uint() === 1;
  let rows = 0;
  const partitions = Array.from({ length: reader.uint() }, () => {
    const partition = reader.uint();
    const rowCounts = Array.from({ length: reader.uint() }, () => reader.uint());
    rows += rowCounts.length;
    return { partition, rowCounts, firstRow: rows - rowCounts.length, end: 0 };
  });
  const named = new Map(partitions.map((each, place) => [found === formatByPlace ? place : each.partition, each]));
  let at = partitions[0];
  let time = 0;
  for (let i = 0; ; i++) {
    const fingerprint = reader.uint32();
    const placements = Array.from({ length: reader.uint() || 1 }, () => {
      const flags = reader.uint();
      if (flags & hasPartition) at = named.get(reader.uint());
      if (!at) throw new Error('The calls of a producer name a partition that they have no rows of.');
      const start = flags & hasStart ? reader.uint() : at.end;
      const count = flags & hasCount ? reader.uint() : 1;
      if (flags & hasTime) time += reader.int();
      at.end = start + count;
      const { partition, firstRow, rowCounts } = at;
      return { partition, firstRow, rowCounts, start, count, now: time };
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
