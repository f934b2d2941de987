import fc from 'fast-check';
import type { RecordHeader, RecordToAppend } from '../record/record.ts';

const bytes = fc.uint8Array({ maxLength: 24 }).map((array) => Buffer.from(array));

const header: fc.Arbitrary<RecordHeader> = fc.record({
  key: fc.string({ unit: 'grapheme', maxLength: 8 }).filter((key) => !key.includes('\u0000')),
  value: fc.option(bytes, { nil: null }),
});

/** Times around one moment, before it and after it, and far away. */
const timestamp = fc.oneof(
  { arbitrary: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_010 }), weight: 5 },
  { arbitrary: fc.constantFrom(0, 1, 4_294_967_296, 8.64e15), weight: 1 },
);

/** Records with all that may be null, empty, repeated or unordered. */
const recordArbitrary: fc.Arbitrary<RecordToAppend & { readonly timestamp: number }> = fc.record({
  key: fc.option(bytes, { nil: null, freq: 2 }),
  value: fc.option(bytes, { nil: null, freq: 4 }),
  headers: fc.oneof(fc.constant(undefined), fc.constant([]), fc.array(header, { minLength: 1, maxLength: 3 })),
  timestamp,
});

export const recordsArbitrary = fc.array(recordArbitrary, { minLength: 1, maxLength: 25 });
