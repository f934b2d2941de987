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

/** What windows have, by key and bounds, as a driver's table gives it. */
export class WindowModel {
  readonly rows = new Map<string, { key: { key: string; start: number; end: number }; value: string }>();
  streamTime = Number.NEGATIVE_INFINITY;
  late = 0;

  get(key: string, start: number, end: number): string | undefined {
    return this.rows.get(JSON.stringify([key, start, end]))?.value;
  }

  set(key: string, start: number, end: number, value: string | null): void {
    const id = JSON.stringify([key, start, end]);
    if (value === null) this.rows.delete(id);
    else this.rows.set(id, { key: { key, start, end }, value });
  }
}

/** Rows in an order of their own, to be compared. */
export function sorted(rows: Iterable<{ readonly key: unknown; readonly value: unknown }>): string[] {
  return [...rows].map((row) => JSON.stringify(row)).sort();
}
