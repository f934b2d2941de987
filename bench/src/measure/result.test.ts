import { describe, expect, test } from 'vitest';
import { resultOf } from './result.ts';
import type { Run } from './run.ts';

const run = (records: number, p99Ms = 1): Run => ({ records, seconds: 2, p50Ms: 0.5, p99Ms });

describe('a line of a table', () => {
  test('is the run with the median rate, with its own percentiles', () => {
    const result = resultOf('ours', [run(1_000, 9), run(3_000, 7), run(2_000, 8)]);
    expect(result).toMatchObject({ recordsPerSecond: 1_000, p99Ms: 8, ratio: null });
  });

  test('is the run with the median p50 where all were paced', () => {
    const paced = (p50Ms: number, p99Ms: number): Run => ({ records: 1_000, seconds: 1, p50Ms, p99Ms });
    expect(resultOf('ours', [paced(3, 10), paced(9, 90), paced(4, 20)])).toMatchObject({ p50Ms: 4, p99Ms: 20 });
  });

  test('compares with the line it names', () => {
    const base = resultOf('base', [run(1_000)]);
    expect(resultOf('ours', [run(2_500)], { to: base }).ratio).toEqual({ to: 'base', value: 2.5 });
  });

  test('says of each goal whether it was reached', () => {
    const base = resultOf('base', [run(1_000)]);
    const goals = (minRatio: number, maxP99Ms: number) =>
      resultOf('ours', [run(2_000, 5)], { to: base, minRatio, maxP99Ms }).goals?.map(({ reached }) => reached);
    expect(goals(2, 6)).toEqual([true, true]);
    expect(goals(2.1, 5)).toEqual([false, false]);
  });

  test('a latency that was never measured reaches no goal', () => {
    const unmeasured: Run = { records: 1, seconds: 1, p50Ms: null, p99Ms: null };
    expect(resultOf('ours', [unmeasured], { maxP99Ms: 1_000 }).goals).toEqual([
      { text: 'p99 < 1000 ms', reached: false },
    ]);
  });
});
