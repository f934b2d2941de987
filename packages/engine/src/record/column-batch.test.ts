import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsArbitrary } from '../testing/arbitraries.ts';
import { record, textOf } from '../testing/records.ts';
import { BatchBuilder, columnsOf } from './batch-builder.ts';
import { ColumnBatch, indexOfOffset } from './column-batch.ts';
import { emptyBatch } from './empty-batch.ts';
import type { RecordToAppend } from './record.ts';

function encode(records: readonly RecordToAppend[], logAppendTime = false) {
  const builder = new BatchBuilder();
  for (const item of records) builder.push(item, item.timestamp ?? 5);
  return builder.finish(logAppendTime);
}

function batchOf(records: readonly RecordToAppend[], baseOffset = 0): ColumnBatch {
  return new ColumnBatch('t', 3, columnsOf(encode(records), baseOffset, 99, 0), 0);
}

const latin1Of = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('latin1');

/** What a reader sees of a record that was appended. */
function seen(item: RecordToAppend, offset: number) {
  return {
    topic: 't',
    partition: 3,
    offset,
    timestamp: item.timestamp,
    key: item.key && Buffer.from(item.key),
    value: item.value && Buffer.from(item.value),
    headers: (item.headers ?? []).map(({ key, value }) => ({ key, value: value && Buffer.from(value) })),
  };
}

describe('a batch row', () => {
  it('gives back every record as it was appended', () => {
    fc.assert(
      fc.property(recordsArbitrary, fc.maxSafeNat(), (records, base) => {
        const baseOffset = base - (base % 2 ** 20);
        const batch = batchOf(records, baseOffset);
        expect([...batch]).toEqual(records.map((item, i) => seen(item, baseOffset + i)));
        expect(batch.nextOffset).toBe(baseOffset + records.length);
        expect(batch.highWatermark).toBe(batch.nextOffset);
        expect(records.map((_, i) => batch.isTombstone(i))).toEqual(records.map(({ value }) => value === null));
        expect(records.map((_, i) => batch.keyText(i))).toEqual(records.map(({ key }) => textOf(key)));
        expect(records.map((_, i) => batch.valueText(i))).toEqual(records.map(({ value }) => textOf(value)));
        expect(records.map((_, i) => batch.keyLatin1(i))).toEqual(records.map(({ key }) => latin1Of(key)));
        expect(records.map((_, i) => batch.valueSize(i))).toEqual(records.map(({ value }) => value?.length ?? -1));
        const inMemory = (i: number) =>
          batch.valueMemory().subarray(batch.valueStart(i), batch.valueStart(i) + Math.max(batch.valueSize(i), 0));
        expect(records.map((_, i) => [...inMemory(i)])).toEqual(records.map(({ value }) => [...(value ?? [])]));
        expect(batch.valuesLatin1(0, records.length)).toEqual(records.map(({ value }) => latin1Of(value)));
      }),
    );
  });

  it('leaves out the columns that say nothing', () => {
    const plain = encode([record(null, 'a', { timestamp: 7 }), record(null, 'b', { timestamp: 7, headers: [] })]);
    expect(plain).toMatchObject({
      baseTimestamp: 7,
      maxTimestamp: 7,
      timestampDeltas: null,
      keys: null,
      headerCounts: null,
      headerNames: null,
      headerValues: null,
    });
  });

  it('keeps the first time as its base and the latest as its maximum, whatever their order', () => {
    const row = encode([8, 3, 12, 1].map((timestamp) => record('k', 'v', { timestamp })));
    expect(row).toMatchObject({ baseTimestamp: 8, maxTimestamp: 12, timestampDeltas: [0, -5, 4, -7] });
  });

  it('has the time of the append under LOG_APPEND_TIME, whatever the records say', () => {
    const row = encode([record('k', 'v', { timestamp: 1 }), record('k', 'v', { timestamp: 2 })], true);
    expect(row).toMatchObject({ baseTimestamp: null, maxTimestamp: null, timestampDeltas: null });
    const batch = new ColumnBatch('t', 0, columnsOf(row, 0, 99, 0), 0);
    expect([batch.timestamp(0), batch.timestamp(1)]).toEqual([99, 99]);
  });

  it('L18: has the crc32 of its arrays one after another', () => {
    fc.assert(
      fc.property(recordsArbitrary, (records) => {
        const row = encode(records);
        const { encodedTimestampDeltas, keys, values, headerCounts, headerNames, headerValues } = row;
        const columns = [encodedTimestampDeltas, keys, values, headerCounts, headerNames, headerValues];
        const bytes = Buffer.concat(columns.filter((column) => column !== null));
        expect(row.crc).toBe(crc32(bytes));
        expect(row.byteSize).toBe(bytes.length);
      }),
    );
  });
});

describe('a part of a batch', () => {
  it('is what slicing an array gives, also of a part', () => {
    fc.assert(
      fc.property(recordsArbitrary, fc.array(fc.nat(30), { minLength: 4, maxLength: 4 }), (records, bounds) => {
        const [a, b, c, d] = bounds as [number, number, number, number];
        const all = [...batchOf(records, 100)];
        const part = batchOf(records, 100).slice(a, b).slice(c, d);
        expect([...part]).toEqual(all.slice(a, Math.max(a, b)).slice(c, Math.max(c, d)));
      }),
    );
  });

  it('takes no more and no less than its share of the bytes', () => {
    const batch = batchOf(Array.from({ length: 100 }, () => record('key', 'x'.repeat(96))));
    expect(batch.slice(0, 50).byteSize).toBe(Math.ceil(batch.byteSize / 2));
    expect(batch.slice(3, 3).byteSize).toBe(0);
  });

  it('without records stands where it was cut', () => {
    const batch = batchOf(
      ['a', 'b', 'c', 'd'].map((value) => record(null, value)),
      10,
    );
    expect(batch.slice(2, 2).nextOffset).toBe(12);
    expect(batch.slice(0, 0).nextOffset).toBe(10);
    expect(batch.slice(4, 4).nextOffset).toBe(14);
  });

  it('knows the end as its batch does', () => {
    const columns = columnsOf(encode([record(null, 'a'), record(null, 'b')]), 0, 0, 0);
    expect(new ColumnBatch('t', 0, columns, 40).slice(1, 2).highWatermark).toBe(40);
  });
});

describe('a batch with gaps', () => {
  const columns = {
    ...columnsOf(encode(['a', 'b', 'c'].map((value) => record(null, value))), 10, 0, 0),
    offsetDeltas: Int32Array.of(0, 4, 9),
  };
  const batch = new ColumnBatch('t', 0, columns, 0);

  it('has the offsets that are left', () => {
    expect([...batch].map(({ offset }) => offset)).toEqual([10, 14, 19]);
    expect(batch.nextOffset).toBe(20);
  });

  it('finds the first record at an offset or behind it', () => {
    expect([9, 10, 11, 14, 15, 19, 20].map((offset) => indexOfOffset(batch, offset))).toEqual([0, 0, 1, 1, 2, 2, 3]);
  });
});

describe('emptyBatch', () => {
  it('has no records and stays at its offset', () => {
    const batch = emptyBatch('t', 1, 8, { endOffset: 12, logEpoch: 3 });
    expect([...batch]).toEqual([]);
    expect(batch).toMatchObject({ count: 0, nextOffset: 8, highWatermark: 12, byteSize: 0 });
    expect(batch.slice(0, 5).count).toBe(0);
  });
});
