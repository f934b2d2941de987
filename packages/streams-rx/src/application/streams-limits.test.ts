import { describe, expect, it } from 'vitest';
import { defaultStreamsLimits, type StreamsLimits, streamsLimits } from './streams-limits.ts';

describe('limits of an application', () => {
  it('are the defaults where nothing else is given, or undefined', () => {
    expect(streamsLimits()).toEqual(defaultStreamsLimits);
    expect(streamsLimits({ maxCommits: 2, retryMs: undefined as unknown as number })).toEqual({
      ...defaultStreamsLimits,
      maxCommits: 2,
    });
    expect(streamsLimits({ maxTaskIdleMs: 0 }).maxTaskIdleMs).toBe(0);
  });

  it.each([
    [{ maxEpochRecords: 0 }, /0 for maxEpochRecords, which takes a whole number from 1/],
    [{ maxTaskIdleMs: -1 }, /-1 for maxTaskIdleMs, which takes a whole number from 0/],
    [{ epochTimeoutMs: Number.NaN }, /NaN for epochTimeoutMs/],
    [{ maxCommits: 1.5 }, /1.5 for maxCommits/],
    [{ maxEpochRecord: 5 } as Partial<StreamsLimits>, /"maxEpochRecord", which is none. There are maxEpochRecords/],
  ])('that would stop all work are refused: %o', (given, says) => {
    expect(() => streamsLimits(given)).toThrow(says);
  });
});
