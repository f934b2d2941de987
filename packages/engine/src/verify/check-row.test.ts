import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeInt4Array, encodeInt8Array } from '../record/array-encoding.ts';
import { BatchBuilder, crcOfColumns } from '../record/batch-builder.ts';
import { recordsArbitrary } from '../testing/arbitraries.ts';
import type { BatchRow } from './batch-row.ts';
import { checkRow } from './check-row.ts';

type Given = Parameters<BatchBuilder['push']>[0];

function rowOf(records: readonly Given[], baseOffset = 7): BatchRow {
  const builder = new BatchBuilder();
  for (const record of records) builder.push(record, record.timestamp ?? 1_000);
  const batch = builder.finish();
  return {
    partitionId: 1,
    baseOffset,
    lastOffset: baseOffset + records.length - 1,
    appendTime: 5,
    baseTimestamp: batch.baseTimestamp ?? 0,
    maxTimestamp: batch.maxTimestamp ?? 0,
    crc: batch.crc,
    recordCount: batch.count,
    logEpoch: 0,
    byteSize: batch.byteSize,
    format: 1,
    offsetDeltas: null,
    timestampDeltas: batch.encodedTimestampDeltas,
    keys: batch.keys,
    values: batch.values,
    headerCounts: batch.headerCounts,
    headerNames: batch.headerNames,
    headerValues: batch.headerValues,
  };
}

/** With size and checksum made to agree again, so that only what was changed is found. */
function changed(row: BatchRow, change: Partial<BatchRow>): BatchRow {
  const next = { ...row, ...change };
  const columns = [
    next.timestampDeltas,
    next.keys,
    next.values,
    next.headerCounts,
    next.headerNames,
    next.headerValues,
  ];
  const byteSize = columns.reduce((sum, column) => sum + (column?.length ?? 0), 0);
  return { ...next, byteSize, crc: crcOfColumns(columns), ...change };
}

const text = (value: string) => Buffer.from(value);
const three = rowOf([
  { key: text('a'), value: text('1'), timestamp: 1_000, headers: [{ key: 'h', value: text('x') }] },
  { key: null, value: null, timestamp: 900 },
  { key: text('c'), value: text('3'), timestamp: 1_200 },
]);
const problems = (row: BatchRow, compacted = false) => checkRow(row, compacted).malformed.join('; ');

describe('L40: a batch row by itself', () => {
  it('finds nothing in what is written', () => {
    fc.assert(
      fc.property(recordsArbitrary, (records) => {
        expect(checkRow(rowOf(records), false)).toEqual({ malformed: [], checksumHolds: true });
      }),
      { numRuns: 200, seed: 11 },
    );
  });

  it('finds each column that does not agree with the others', () => {
    const cases: [Partial<BatchRow>, RegExp][] = [
      [{ lastOffset: 10 }, /last_offset is 10/],
      [{ recordCount: 2 }, /record_count is 2, and .*has 3/],
      [{ recordCount: 0 }, /record_count is 0/],
      [{ byteSize: 1 }, /byte_size is 1/],
      [{ maxTimestamp: 1_000 }, /max_timestamp is 1000, and the latest record has 1200/],
      [{ timestampDeltas: encodeInt8Array([1, 2, 3]) }, /timestamp_deltas begin with 1/],
      [{ format: 2 }, /format is 2/],
      [{ logEpoch: -1 }, /log_epoch is -1/],
      [{ baseOffset: -3, lastOffset: -1 }, /base_offset is -3/],
      [{ keys: encodeInt4Array([1, 2, 3]) }, /keys is not an array/],
      [{ headerNames: null }, /header_counts, header_names and header_values/],
      [{ headerCounts: encodeInt4Array([2, 0, 0]) }, /add up to 2/],
      [{ offsetDeltas: encodeInt4Array([0, 1, 2]) }, /never compacted/],
    ];
    for (const [change, said] of cases) expect(problems(changed(three, change))).toMatch(said);
  });

  it('takes offsets with gaps where its segment was compacted, and only rising ones', () => {
    const compacted = (deltas: number[], lastOffset: number) =>
      problems(changed(three, { offsetDeltas: encodeInt4Array(deltas), lastOffset }), true);
    expect(compacted([0, 4, 9], 16)).toBe('');
    expect(compacted([0, 4, 9], 17)).toMatch(/last_offset is 17/);
    expect(compacted([0, 9, 4], 11)).toMatch(/do not rise at record 3/);
    expect(compacted([1, 4, 9], 16)).toMatch(/begin with 1/);
  });

  it('finds every bit that was flipped by the checksum', () => {
    for (const column of ['values', 'keys', 'timestampDeltas', 'headerValues'] as const) {
      const flipped = Buffer.from(three[column] as Buffer);
      flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
      expect(checkRow({ ...three, [column]: flipped }, false).checksumHolds).toBe(false);
    }
  });
});
