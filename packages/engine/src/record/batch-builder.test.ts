import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsArbitrary } from '../testing/arbitraries.ts';
import { BatchBuilder } from './batch-builder.ts';
import type { RecordToAppend } from './record.ts';

type Timed = RecordToAppend & { readonly timestamp: number };

function filled(records: readonly Timed[]): BatchBuilder {
  const builder = new BatchBuilder();
  for (const record of records) builder.push(record, record.timestamp);
  return builder;
}

describe('BatchBuilder', () => {
  it('makes the same row of keys and values that are written one by one', () => {
    fc.assert(
      fc.property(recordsArbitrary, (records) => {
        const builder = new BatchBuilder();
        for (const { key, value, timestamp, headers } of records) {
          builder.keys.push(key);
          if (value) builder.values.pushPart(Buffer.concat([Buffer.from('..'), value]), 2, value.length);
          else builder.values.pushPart(Buffer.alloc(0), 0, -1);
          builder.pushed(timestamp, headers);
        }
        expect(builder.finish()).toEqual(filled(records).finish());
      }),
    );
  });

  it('makes the same row of the records of a batch', () => {
    fc.assert(
      fc.property(recordsArbitrary, (records) => {
        const batch = filled(records).read();
        const builder = new BatchBuilder();
        for (let i = 0; i < batch.count; i++) builder.pushFrom(batch, i);
        expect(builder.finish()).toEqual(filled(records).finish());
      }),
    );
  });

  it('can be read and finished again, as one whose transaction goes again', () => {
    fc.assert(
      fc.property(recordsArbitrary, (records) => {
        const builder = filled(records);
        const first = builder.finish();
        expect([...builder.read()].map(({ value }) => value && Buffer.from(value))).toEqual(
          records.map(({ value }) => value && Buffer.from(value)),
        );
        expect(builder.finish()).toEqual(first);
        expect(builder.finish(true)).toMatchObject({ baseTimestamp: null, timestampDeltas: null });
      }),
    );
  });

  it('takes no row for whole that lacks a value', () => {
    const builder = new BatchBuilder();
    builder.keys.push(Buffer.from('k'));
    builder.pushed(1);
    expect(() => builder.finish()).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
