import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsArbitrary } from '../testing/arbitraries.ts';
import { textOf } from '../testing/records.ts';
import { BatchBuilder, columnsOf } from './batch-builder.ts';
import { ColumnBatch } from './column-batch.ts';
import { mergeBatches } from './merged-batch.ts';
import type { Record, RecordToAppend } from './record.ts';
import type { RecordBatch } from './record-batch.ts';

function parts(rows: readonly (readonly RecordToAppend[])[], base = 50): ColumnBatch[] {
  let offset = base;
  return rows.map((records) => {
    const builder = new BatchBuilder();
    for (const item of records) builder.push(item, item.timestamp ?? 0);
    const batch = new ColumnBatch('t', 0, columnsOf(builder.finish(), offset, 0, 0), 0);
    offset += records.length;
    return batch;
  });
}

const latin1Of = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('latin1');

const rows = fc.array(recordsArbitrary, { minLength: 1, maxLength: 5 });

function each<T>(batch: RecordBatch, read: (i: number) => T): T[] {
  return Array.from({ length: batch.count }, (_, i) => read(i));
}

describe('merged batches', () => {
  it('are their parts one behind the other, in every column and whatever the order of looking', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat()), (given, looks) => {
        const whole = parts(given).flatMap((part) => [...part]);
        const merged = mergeBatches(parts(given), 0);
        expect(merged.count).toBe(whole.length);
        expect([...merged]).toEqual(whole);
        for (const look of looks) {
          const i = look % whole.length;
          const { offset, timestamp, key, value, headers } = whole[i] as Record;
          expect(merged.value(i)).toEqual(value);
          expect(merged.isTombstone(i)).toBe(value === null);
          expect([merged.offset(i), merged.timestamp(i), merged.key(i), merged.headers(i)]).toEqual([
            offset,
            timestamp,
            key,
            headers,
          ]);
        }
        expect(each(merged, (i) => merged.valueText(i))).toEqual(whole.map(({ value }) => textOf(value)));
        expect(each(merged, (i) => merged.keyText(i))).toEqual(whole.map(({ key }) => textOf(key)));
        expect(each(merged, (i) => merged.keyLatin1(i))).toEqual(whole.map(({ key }) => latin1Of(key)));
        const inMemory = (i: number) =>
          merged.valueMemory(i).subarray(merged.valueStart(i), merged.valueStart(i) + Math.max(merged.valueSize(i), 0));
        expect(each(merged, (i) => [...inMemory(i)])).toEqual(whole.map(({ value }) => [...(value ?? [])]));
        expect(each(merged, (i) => merged.valueSize(i))).toEqual(whole.map(({ value }) => value?.length ?? -1));
      }),
    );
  });

  it('give a range of values as an array does', () => {
    fc.assert(
      fc.property(rows, fc.nat(60), fc.nat(60), (given, from, length) => {
        const whole = parts(given).flatMap((part) => [...part]);
        const [start, end] = [Math.min(from, whole.length), Math.min(from + length, whole.length)];
        expect(mergeBatches(parts(given), 0).valuesLatin1(start, end)).toEqual(
          whole.slice(start, end).map(({ value }) => latin1Of(value)),
        );
      }),
    );
  });

  it('are cut as an array is', () => {
    fc.assert(
      fc.property(rows, fc.nat(60), fc.nat(60), (given, start, end) => {
        const whole = parts(given).flatMap((part) => [...part]);
        expect([...mergeBatches(parts(given), 0).slice(start, end)]).toEqual(whole.slice(start, Math.max(start, end)));
      }),
    );
  });

  it('never know an end that lies before their own last record', () => {
    fc.assert(
      fc.property(rows, fc.nat(200), (given, known) => {
        const merged = mergeBatches(parts(given), known);
        expect(merged.highWatermark).toBe(Math.max(known, merged.nextOffset));
      }),
    );
  });

  it('without records stand where they were cut', () => {
    const merged = mergeBatches(parts([[{ key: null, value: null }], [{ key: null, value: null }]]), 0);
    expect([0, 1, 2].map((at) => merged.slice(at, at).nextOffset)).toEqual([50, 51, 52]);
  });
});
