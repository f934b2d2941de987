import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SortedMap } from './sorted-map.ts';

it('gives what a Map gives, in the order of keys', () => {
  const key = fc.string({ unit: fc.constantFrom('\u0000', 'a', 'b', '\u00ff'), maxLength: 3 });
  const step = fc.oneof(
    { arbitrary: fc.record({ set: key, value: fc.nat(3) }), weight: 6 },
    { arbitrary: fc.record({ delete: key }), weight: 3 },
    { arbitrary: fc.record({ from: key, to: key }), weight: 2 },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const map = new SortedMap<number>();
      const model = new Map<string, number>();
      const sorted = () => [...model].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const taken of steps) {
        if ('set' in taken) {
          map.set(taken.set, taken.value);
          model.set(taken.set, taken.value);
        } else if ('delete' in taken) {
          expect(map.delete(taken.delete)).toBe(model.delete(taken.delete));
        } else {
          const wanted = sorted().filter(([one]) => one >= taken.from && one < taken.to);
          expect(map.range(taken.from, taken.to)).toEqual(wanted);
          const behind = sorted().filter(([one]) => one >= taken.from);
          expect(map.first(taken.from, 2)).toEqual(behind.slice(0, 2));
        }
      }
      expect(map.entries()).toEqual(sorted());
      expect(map.size).toBe(model.size);
    }),
  );
});
