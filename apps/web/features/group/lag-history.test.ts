import { describe, expect, it } from 'vitest';
import { type LagSample, nearestSample, rangeOf, windowOf, withSample } from './lag-history.ts';

const minute = 60_000;
const historyOf = (...samples: readonly (readonly [time: number, lag: number | null])[]) =>
  samples.reduce<readonly LagSample[]>((history, [time, lag]) => withSample(history, { time, lag }), []);

describe('withSample', () => {
  it('holds the lag until shortly before it changed: the API says nothing while nothing changes', () => {
    expect(historyOf([0, 5], [1_000, 6], [30_000, 9])).toEqual([
      { time: 0, lag: 5 },
      { time: 1_000, lag: 6 },
      { time: 29_000, lag: 6 },
      { time: 30_000, lag: 9 },
    ]);
  });

  it('holds nothing over a time in which nothing was known', () => {
    expect(historyOf([0, 5], [1_000, null], [30_000, 9])).toEqual([
      { time: 0, lag: 5 },
      { time: 1_000, lag: null },
      { time: 30_000, lag: 9 },
    ]);
  });

  it('keeps ten minutes and one sample beyond, so that the line reaches the edge', () => {
    const seconds = Array.from({ length: 700 }, (_, i) => [i * 1_000, i] as const);
    const history = historyOf(...seconds);
    expect(history[0]).toEqual({ time: 98_000, lag: 98 });
    expect(history).toHaveLength(602);
  });

  it('begins anew when the clock is set back', () => {
    expect(historyOf([10_000, 1], [5_000, 2])).toEqual([{ time: 5_000, lag: 2 }]);
  });
});

describe('windowOf', () => {
  it.each([
    [0, minute],
    [minute, minute],
    [minute + 1, 2 * minute],
    [5 * minute, 5 * minute],
    [6 * minute, 10 * minute],
    [11 * minute, 10 * minute],
  ])('shows %d ms in a window of %d ms', (age, window) => expect(windowOf(historyOf([0, 1]), age)).toBe(window));
});

it('finds the range and the nearest of what is known', () => {
  const history = historyOf([0, 100], [1_000, 7], [2_000, null], [9_000, 3]);
  expect(rangeOf(history, 0)).toEqual({ lowest: 3, highest: 100 });
  expect(rangeOf(history, 500)).toEqual({ lowest: 3, highest: 7 });
  expect(rangeOf(history, 10_000)).toBeNull();
  expect(nearestSample(history, 4_000)).toEqual({ time: 1_000, lag: 7 });
  expect(nearestSample(history, 6_000)).toEqual({ time: 9_000, lag: 3 });
  expect(nearestSample([], 0)).toBeNull();
});
