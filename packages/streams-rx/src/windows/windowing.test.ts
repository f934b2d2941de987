import { describe, expect, it } from 'vitest';
import { days } from './duration.ts';
import { session } from './session-windows.ts';
import { sliding } from './sliding-windows.ts';
import { tumbling } from './time-windows.ts';
import { type Windows, windowing } from './windowing.ts';

const kinds: readonly (readonly [string, (ms: number) => Windows, neededMs: number])[] = [
  ['tumbling windows: as long as they take records', (ms) => tumbling({ size: ms, grace: 5 }), 105],
  [
    'sliding windows: what those around them have, too',
    (ms) => sliding({ timeDifference: ms, grace: 5 }),
    3 * 100 + 5 + 1,
  ],
  ['sessions: from their end, as long as something may come to them', (ms) => session({ gap: ms, grace: 5 }), 105],
];

describe.each(kinds)('S27: the retention of %s', (_, windows, needed) => {
  it('may be that long, and no less', () => {
    expect(windowing(windows(100), { retention: needed })).toMatchObject({ retentionMs: needed });
    expect(() => windowing(windows(100), { retention: needed - 1 })).toThrow(
      expect.objectContaining({
        code: 'INVALID_TOPOLOGY',
        message: expect.stringContaining(`still take records, for ${needed} ms`),
      }),
    );
  });

  it('is a day where nothing is said, or that long where it is longer', () => {
    expect(windowing(windows(100), {}).retentionMs).toBe(days(1));
    expect(windowing(windows(days(2)), {}).retentionMs).toBeGreaterThanOrEqual(days(2) + 5);
  });

  it('may be for ever', () => {
    expect(windowing(windows(100), { retention: Number.POSITIVE_INFINITY }).retentionMs).toBeNull();
  });
});
