import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedList } from './sorted-list.ts';

describe('SortedList', () => {
  it('is a map whose entries are in the order of their keys', () => {
    const key = fc.stringMatching(/^[a-d]{0,2}$/);
    const change = fc.tuple(key, fc.option(fc.nat(), { nil: null }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), key, key, (changes, from, to) => {
        const list = new SortedList<number>();
        const map = new Map<string, number>();
        for (const [at, value] of changes) {
          if (value === null) {
            list.delete(at);
            map.delete(at);
          } else {
            list.set(at, value);
            map.set(at, value);
          }
          expect(list.get(at)).toBe(map.get(at));
        }
        expect(list.get(from)).toBe(map.get(from));
        const inRange = [...map].filter(([at]) => at >= from && at < to).sort(([a], [b]) => (a < b ? -1 : 1));
        expect(list.range(from, to)).toEqual(inRange);
      }),
    );
  });
});
