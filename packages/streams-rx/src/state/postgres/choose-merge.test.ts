import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseMerge } from './choose-merge.ts';

describe('which runs are merged', () => {
  it.each([
    [[], null],
    [[5], null],
    [[5, 11], null],
    [[5, 10], 2],
    [[5, 5, 21], 2],
    [[5, 5, 20], 3],
    [[0, 0, 100], 2],
  ])('of %j', (sizes, count) => {
    expect(chooseMerge(sizes, 6)).toEqual(count && { from: 0, count });
  });

  it('leaves no more than may be, whatever their sizes', () => {
    expect(chooseMerge([1, 10, 100, 1_000, 10_000], 4)).toEqual({ from: 0, count: 2 });
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (sizes, maxRuns) => {
        const left = sizes.length - (chooseMerge(sizes, maxRuns)?.count ?? 1) + 1;
        expect(left).toBeLessThanOrEqual(Math.max(1, maxRuns));
      }),
    );
  });

  it('writes an entry a few times only until there is a thousand times as much', () => {
    let runs: number[] = [];
    let written = 0;
    for (let fold = 0; fold < 1_000; fold++) {
      runs = [1, ...runs];
      for (let span = chooseMerge(runs, 6); span; span = chooseMerge(runs, 6)) {
        const together = runs.slice(0, span.count).reduce((a, b) => a + b);
        written += together;
        runs = [together, ...runs.slice(span.count)];
      }
      expect(runs.length).toBeLessThanOrEqual(6);
    }
    expect(written / 1_000).toBeLessThan(9);
  });
});
