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

/** What is known of a partition: records `from` to `to - 1`. */
const partOf = (times: readonly number[], from: number, to: number) => ({
  count: Math.min(to, times.length) - from,
  timestamp: (i: number) => times[from + i] as number,
  hasMore: from > 0 || to < times.length,
});

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

  it('tells no further than is known of each partition', () => {
    fc.assert(
      fc.property(sortedTimes, fc.array(fc.nat(8), { minLength: 4, maxLength: 4 }), (all, known) => {
        const forward = mergeForward(
          all.map((each, i) => partOf(each, 0, known[i] as number)),
          40,
        );
        expect(forward.map(name)).toEqual(inOrder(all).slice(0, forward.length));
        const cuts = all.map((each, i) => Math.max(0, each.length - (known[i] as number)));
        const backward = mergeBackward(
          all.map((each, i) => partOf(each, cuts[i] as number, each.length)),
          40,
        );
        const names = backward.map(({ source, index }) => name({ source, index: index + (cuts[source] as number) }));
        expect(names).toEqual(inOrder(all).slice(all.flat().length - names.length));
        // It stops where one that is not known to its end has no more, and nowhere else.
        for (const [picks, isWhole] of [
          [forward, all.every((each, i) => each.length <= (known[i] as number))],
          [backward, cuts.every((cut) => cut === 0)],
        ] as const) {
          const total = all.reduce((sum, each, i) => sum + Math.min(each.length, known[i] as number), 0);
          const taken = all.map((_, i) => picks.filter(({ source }) => source === i).length);
          const ranDry = all.some((each, i) => each.length > (known[i] as number) && taken[i] === known[i]);
          expect(isWhole ? picks.length === total : ranDry).toBe(true);
        }
      }),
    );
  });
});
