import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { ResetTarget } from './consumer-group.ts';
import { assertResetTarget, type ResetBasis, resetOffset } from './reset-target.ts';

const basis: ResetBasis = {
  topic: 't',
  partition: 3,
  logStartOffset: 10,
  endOffset: 50,
  committedOffset: 30,
  otherOffset: 40,
  offsetAtTime: 20,
};
const to = (target: ResetTarget, more: Partial<ResetBasis> = {}) => resetOffset(target, { ...basis, ...more });

describe('where a reset leads', () => {
  it('to the edges of the log', () => {
    expect([to({ edge: 'EARLIEST' }), to({ edge: 'LATEST' })]).toEqual([10, 50]);
  });

  it('to an offset that is in the log, its end included', () => {
    expect([10, 33, 50].map((offset) => to({ offset }))).toEqual([10, 33, 50]);
    for (const offset of [-1, 0, 9, 51]) {
      expect(() => to({ offset })).toThrow(refusal('OFFSET_OUT_OF_RANGE', /partition 3 of "t".* 10 up to 50/) as Error);
    }
  });

  it('to a time', () => {
    expect(to({ timestamp: 5 })).toBe(20);
    // Deleted since it was looked up.
    expect(to({ timestamp: 5 }, { logStartOffset: 25 })).toBe(25);
  });

  it('by a number of records from what is committed, within the log', () => {
    expect([-5, 5, -100, 100, 0].map((shiftBy) => to({ shiftBy }))).toEqual([25, 35, 10, 50, 30]);
    expect(to({ shiftBy: 5 }, { committedOffset: null })).toBeNull();
  });

  it('to where another group is, within the log', () => {
    expect(to({ group: 'other' })).toBe(40);
    expect(to({ group: 'other' }, { otherOffset: 3 })).toBe(10);
    expect(to({ group: 'other' }, { otherOffset: null })).toBeNull();
  });

  it('never out of the log', () => {
    const number = fc.integer({ min: -100, max: 200 });
    const target = fc.oneof(
      fc.record({ shiftBy: fc.maxSafeInteger() }),
      fc.record({ timestamp: number }),
      fc.record({ group: fc.constant('g') }),
      fc.record({ edge: fc.constantFrom('EARLIEST' as const, 'LATEST' as const) }),
    );
    fc.assert(
      fc.property(target, fc.record({ committedOffset: number, otherOffset: number, offsetAtTime: number }), (t, b) => {
        const offset = to(t, b) as number;
        expect(offset >= 10 && offset <= 50).toBe(true);
      }),
    );
  });

  it.each([
    {},
    { edge: 'MIDDLE' },
    { offset: 1.5 },
    { shiftBy: Number.NaN },
    { timestamp: 2 ** 60 },
    { group: 3 },
    { by: 1 },
    { offset: 1, edge: 'LATEST' },
  ])('is nowhere for %j', (target) => {
    expect(() => assertResetTarget(target as never)).toThrow(refusal('INVALID_INPUT', /exactly one of/) as Error);
  });

  it.each([{ edge: 'LATEST' }, { offset: 0, edge: undefined }, { shiftBy: -3 }, { timestamp: -1 }, { group: 'g' }])(
    'is clear for %j',
    (target) => {
      expect(() => assertResetTarget(target as never)).not.toThrow();
    },
  );
});
