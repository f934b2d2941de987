import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixOf, timeKey } from '../state/state-key.ts';
import { hopping, startsOf } from './time-windows.ts';
import { WindowKeys } from './window-keys.ts';

describe('WindowKeys', () => {
  it('has the windows that a time is in, whatever was asked for before', () => {
    const time = fc.record({ key: fc.constantFrom('a', 'b\u0000'), timestamp: fc.integer({ min: -60, max: 60 }) });
    fc.assert(
      fc.property(fc.array(time), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (times, a, b) => {
        const windows = hopping({ size: Math.max(a, b), advance: Math.min(a, b), grace: 0 });
        const keys = new WindowKeys(windows);
        for (const { key, timestamp } of times) {
          expect(keys.of(key, timestamp)).toEqual(
            startsOf(windows, timestamp).map((start) => ({ start, key: prefixOf(key) + timeKey(start) })),
          );
        }
      }),
    );
  });
});
