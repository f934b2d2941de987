import { decodeInt4Array, decodeInt8Array, elementType } from '../record/array-encoding.ts';
import { crcOfColumns } from '../record/batch-builder.ts';
import type { BatchRow } from './batch-row.ts';

/** The only form of rows there is. */
const knownFormat = 1;

/** What does not agree within a row, a part of a sentence each; and whether its checksum is that of its columns. */
export interface RowProblems {
  readonly malformed: readonly string[];
  readonly checksumHolds: boolean;
}

/** Number of elements; null when it is no array as batch rows have them: of one dimension, from 1 on. */
function lengthOf(array: Buffer, type: number): number | null {
  if (array.length < 12 || array.readInt32BE(8) !== type) return null;
  const dimensions = array.readInt32BE(0);
  if (dimensions === 0) return 0;
  return dimensions === 1 && array.readInt32BE(16) === 1 ? array.readInt32BE(12) : null;
}

const hasNulls = (array: Buffer) => array.readInt32BE(4) !== 0;

/** Columns that have an element a record. */
const perRecord = [
  ['offsetDeltas', 'offset_deltas', elementType.int4],
  ['timestampDeltas', 'timestamp_deltas', elementType.int8],
  ['keys', 'keys', elementType.bytea],
  ['values', 'values', elementType.bytea],
  ['headerCounts', 'header_counts', elementType.int4],
] as const;

function checkLengths(row: BatchRow, say: (problem: string) => void): boolean {
  let sound = true;
  const complain = (problem: string) => {
    sound = false;
    say(problem);
  };
  if (row.recordCount < 1) complain(`record_count is ${row.recordCount}`);
  for (const [name, column, type] of perRecord) {
    const array = row[name];
    if (!array) continue;
    const length = lengthOf(array, type);
    if (length === null) complain(`${column} is not an array of one dimension from 1 on`);
    else if (length !== row.recordCount) complain(`record_count is ${row.recordCount}, and ${column} has ${length}`);
    else if (type !== elementType.bytea && hasNulls(array)) complain(`${column} has a null in it`);
  }
  return sound;
}

function checkOffsets(row: BatchRow, say: (problem: string) => void): void {
  const { baseOffset, lastOffset, recordCount, offsetDeltas } = row;
  if (baseOffset < 0) say(`base_offset is ${baseOffset}`);
  if (!offsetDeltas) {
    if (lastOffset !== baseOffset + recordCount - 1) {
      say(
        `last_offset is ${lastOffset}, and ${recordCount} records from ${baseOffset} end at ${baseOffset + recordCount - 1}`,
      );
    }
    return;
  }
  const deltas = decodeInt4Array(offsetDeltas);
  if (deltas[0] !== 0) say(`offset_deltas begin with ${deltas[0]}`);
  const back = deltas.findIndex((delta, i) => i > 0 && delta <= (deltas[i - 1] as number));
  if (back > 0) say(`offset_deltas do not rise at record ${back + 1}`);
  const last = baseOffset + (deltas.at(-1) as number);
  if (lastOffset !== last) say(`last_offset is ${lastOffset}, and offset_deltas end at ${last}`);
}

function checkTimestamps(row: BatchRow, say: (problem: string) => void): void {
  const { baseTimestamp, maxTimestamp, timestampDeltas, appendTime } = row;
  if (appendTime < 0 || baseTimestamp < 0) say(`append_time is ${appendTime}, base_timestamp ${baseTimestamp}`);
  let latest = 0;
  if (timestampDeltas) {
    const deltas = decodeInt8Array(timestampDeltas);
    if (deltas[0] !== 0) say(`timestamp_deltas begin with ${deltas[0]}`);
    latest = deltas.reduce((highest, delta) => Math.max(highest, delta), Number.NEGATIVE_INFINITY);
  }
  if (maxTimestamp !== baseTimestamp + latest) {
    say(`max_timestamp is ${maxTimestamp}, and the latest record has ${baseTimestamp + latest}`);
  }
}

function checkHeaders(row: BatchRow, say: (problem: string) => void): void {
  const { headerCounts, headerNames, headerValues } = row;
  if (!headerCounts && !headerNames && !headerValues) return;
  if (!headerCounts || !headerNames || !headerValues) {
    say('of header_counts, header_names and header_values some are null and some are not');
    return;
  }
  const total = decodeInt4Array(headerCounts).reduce((sum, count) => sum + count, 0);
  const names = lengthOf(headerNames, elementType.text);
  const values = lengthOf(headerValues, elementType.bytea);
  if (names !== total || values !== total) {
    say(`header_counts add up to ${total}, and there are ${names} header_names and ${values} header_values`);
  }
}

/** Holds one row to what docs/specs/log.md says of it. `compacted`: its offsets may have gaps. */
export function checkRow(row: BatchRow, compacted: boolean): RowProblems {
  const malformed: string[] = [];
  const say = (problem: string) => void malformed.push(problem);
  const { timestampDeltas, keys, values, headerCounts, headerNames, headerValues } = row;
  const columns = [timestampDeltas, keys, values, headerCounts, headerNames, headerValues];
  if (row.format !== knownFormat) say(`format is ${row.format}, which this release does not know`);
  if (row.logEpoch < 0) say(`log_epoch is ${row.logEpoch}`);
  if (row.offsetDeltas && !compacted) say('it has offset_deltas, and its segment was never compacted');
  // Nothing further can be told of arrays that have not the length of the others.
  if (checkLengths(row, say)) {
    checkOffsets(row, say);
    checkTimestamps(row, say);
    checkHeaders(row, say);
  }
  const bytes = columns.reduce((sum, column) => sum + (column?.length ?? 0), 0);
  if (row.byteSize !== bytes) say(`byte_size is ${row.byteSize}, and the arrays have ${bytes}`);
  return { malformed, checksumHolds: crcOfColumns(columns) === row.crc };
}
