import { describe, expect, it } from 'vitest';
import { formatLagTime } from './lag-time.ts';

describe('formatLagTime', () => {
  it.each([
    [1, 'under 1 s'],
    [999, 'under 1 s'],
    [1_000, '1 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [250_000, '4 min 10 s'],
    [3_600_000 + 59_000, '1 h'],
    [3_600_000 + 61_000, '1 h 1 min'],
    [2 * 86_400_000 + 5 * 3_600_000, '2 d 5 h'],
    [4_000 * 86_400_000, '4,000 d'],
  ])('reads %d ms as "%s"', (ms, text) => expect(formatLagTime(ms)).toBe(text));
});
