import fc from 'fast-check';
import type { TestInput } from './test-topic.ts';

/** A record of a window test: text values, so that the order shows in which they were taken. */
export interface WindowInput extends TestInput {
  readonly key: string;
  readonly value: string;
  readonly timestamp: number;
}

/** Records of few keys at times near zero, on both sides of it, some of them far ahead or late by years. */
export const windowInputs: fc.Arbitrary<WindowInput[]> = fc
  .array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'a\u0000'),
      timestamp: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: -25, max: 25 }) },
        { weight: 1, arbitrary: fc.constantFrom(60, 1_000, -100_000_000_000, 100_000_000_000) },
      ),
    }),
    { maxLength: 25 },
  )
  .map((records) => records.map((record, n) => ({ ...record, value: String.fromCharCode(97 + n) })));

/** Rows in an order of their own, to be compared. */
export function sorted(rows: Iterable<{ readonly key: unknown; readonly value: unknown }>): string[] {
  return [...rows].map((row) => JSON.stringify(row)).sort();
}
