import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { days, hours, milliseconds, minutes, seconds } from './duration.ts';
import { hopping, startsOf, tumbling } from './time-windows.ts';

const times = fc.integer({ min: -100_000_000_000_000, max: 100_000_000_000_000 });
const sizes = fc.integer({ min: 1, max: 1_000_000 });

describe('time windows', () => {
  it('partition time when they tumble: every time is in exactly one', () => {
    fc.assert(
      fc.property(times, sizes, (time, size) => {
        const starts = startsOf(tumbling({ size, grace: 0 }), time);
        expect(starts).toHaveLength(1);
        const [start] = starts as [number];
        expect(start % size).toBeCloseTo(0);
        expect(start <= time && time < start + size).toBe(true);
        expect(startsOf(tumbling({ size, grace: 0 }), start)).toEqual([start]);
        expect(startsOf(tumbling({ size, grace: 0 }), start + size - 1)).toEqual([start]);
        expect(startsOf(tumbling({ size, grace: 0 }), start + size)).toEqual([start + size]);
        expect(startsOf(tumbling({ size, grace: 0 }), start - 1)).toEqual([start - size]);
      }),
    );
  });

  it('are those that hold a time, and no others, when they hop', () => {
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: 1, max: 40 }).chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 1, max: size }))),
        (time, [size, advance]) => {
          const expected: number[] = [];
          for (let start = time - size + 1; start <= time; start++)
            if (start % advance === 0) expected.push(start || 0);
          expect(startsOf(hopping({ size, advance, grace: 0 }), time)).toEqual(expected);
        },
      ),
    );
  });

  it('refuse sizes that are none', () => {
    const invalid = expect.objectContaining({ code: 'INVALID_TOPOLOGY' });
    expect(() => tumbling({ size: 0, grace: 0 })).toThrow(invalid);
    expect(() => tumbling({ size: 1.5, grace: 0 })).toThrow(invalid);
    expect(() => tumbling({ size: 10, grace: -1 })).toThrow(invalid);
    expect(() => tumbling({ size: 10, grace: undefined as unknown as number })).toThrow(invalid);
    expect(() => hopping({ size: 10, advance: 11, grace: 0 })).toThrow(invalid);
    expect(() => hopping({ size: days(1), advance: seconds(1), grace: 0 })).toThrow(invalid);
  });

  it('have lengths in milliseconds', () => {
    expect([milliseconds(2), seconds(2), minutes(2), hours(2), days(2)]).toEqual([
      2, 2_000, 120_000, 7_200_000, 172_800_000,
    ]);
  });
});
