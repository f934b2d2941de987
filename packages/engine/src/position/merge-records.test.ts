import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchBuilder, columnsOf } from '../record/batch-builder.ts';
import { ColumnBatch } from '../record/column-batch.ts';
import { mergeBackward, mergeForward, type PickedRecord } from './merge-records.ts';

function batchOf(times: readonly number[]): ColumnBatch | undefined {
  if (times.length === 0) return undefined;
  const builder = new BatchBuilder();
  for (const timestamp of times) builder.push({ key: null, value: null }, timestamp);
  return new ColumnBatch('t', 0, columnsOf(builder.finish(), 0, 0, 0), 0);
}

const name = ({ source, index }: PickedRecord) => `${source}:${index}`;
const times = fc.array(fc.array(fc.nat(6), { maxLength: 8 }), { minLength: 1, maxLength: 4 });
const sortedTimes = times.map((all) => all.map((each) => [...each].sort((a, b) => a - b)));

/** All records by (time, partition, offset). */
function inOrder(all: readonly (readonly number[])[]): string[] {
  return all
    .flatMap((each, source) => each.map((time, index) => ({ source, index, time })))
    .sort((a, b) => a.time - b.time || a.source - b.source || a.index - b.index)
    .map(name);
}

describe('L19: merging partitions', () => {
  it('is by time, then partition, then offset, from either side', () => {
    fc.assert(
      fc.property(sortedTimes, fc.nat(40), (all, limit) => {
        const expected = inOrder(all);
        expect(mergeForward(all.map(batchOf), limit).map(name)).toEqual(expected.slice(0, limit));
        expect(mergeBackward(all.map(batchOf), limit).map(name)).toEqual(limit === 0 ? [] : expected.slice(-limit));
      }),
    );
  });

  it('keeps the order of offsets where times go back', () => {
    fc.assert(
      fc.property(times, fc.nat(40), (all, limit) => {
        const total = all.flat().length;
        for (const merge of [mergeForward, mergeBackward]) {
          const picks = merge(all.map(batchOf), limit);
          expect(picks).toHaveLength(Math.min(limit, total));
          for (const [source, each] of all.entries()) {
            const indexes = picks.filter((pick) => pick.source === source).map(({ index }) => index);
            const first = merge === mergeForward ? 0 : each.length - indexes.length;
            expect(indexes).toEqual(indexes.map((_, i) => first + i));
          }
        }
      }),
    );
  });
});
