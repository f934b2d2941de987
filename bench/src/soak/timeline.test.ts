import { describe, expect, it } from 'vitest';
import { percentile, Timeline, within } from './timeline.ts';

describe('a timeline', () => {
  it('gives the latencies of a stretch of time, ascending, however many there are', () => {
    const timeline = new Timeline();
    for (let i = 0; i < 200_000; i++) timeline.record(i, (i * 7) % 1_000);
    const found = timeline.of(within({ from: 100_000, to: 101_000 }));
    expect(found).toHaveLength(1_000);
    expect([found[0], percentile(found, 50), percentile(found, 99), found[999]]).toEqual([0, 500, 990, 999]);
  });

  it('has no percentile where there is nothing', () => {
    expect(
      percentile(
        new Timeline().of(() => true),
        99,
      ),
    ).toBeNull();
  });
});
