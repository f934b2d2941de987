import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeSize, readPlace, writePlace } from './held-place.ts';

it('the place of what is held is read as it was written, wherever it lies', () => {
  const value = fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes));
  const place = fc.record({
    topic: fc.string({ maxLength: 30, unit: 'binary' }),
    offset: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    headers: fc.array(fc.record({ key: fc.string({ unit: 'binary' }), value: fc.option(value) }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(place, fc.nat(9), (given, start) => {
      const bytes = Buffer.alloc(start + placeSize(given) + 3);
      writePlace(bytes, start, given);
      expect(readPlace(bytes, start)).toEqual({ place: given, end: start + placeSize(given) });
    }),
  );
});
