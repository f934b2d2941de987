import { describe, expect, it } from 'vitest';
import { CacheBudget, GenerationCache } from './generation-cache.ts';

/** Each entry takes 1,000 bytes, about: so many are half of it. */
const half = 10;
const value = 'x'.repeat(1_000);
const make = () => {
  const budget = new CacheBudget(2 * half * (value.length + 125));
  const caches = [0, 1].map(() => new GenerationCache<string | null>(budget, (held) => held?.length ?? 0));
  return { budget, caches: caches as [GenerationCache<string | null>, GenerationCache<string | null>] };
};

describe('a cache', () => {
  it('keeps what is used, and forgets what was not used for long, over all that share its bound', () => {
    const { caches } = make();
    const [one, two] = caches;
    one.set('used', value);
    one.set('unused', value);
    for (let i = 0; i < 5 * half; i++) {
      two.set(`k${i}`, value);
      expect(one.get('used')).toBe(value);
    }
    expect(one.get('unused')).toBeUndefined();
    const held = Array.from({ length: 5 * half }, (_, i) => two.peek(`k${i}`)).filter((found) => found !== undefined);
    expect(held.length).toBeGreaterThanOrEqual(half - 2);
    expect(held.length).toBeLessThanOrEqual(2 * half);
    expect(two.peek(`k${5 * half - 1}`)).toBe(value);
  });

  it('tells what is known to be nothing from what is not known', () => {
    const [one] = make().caches;
    one.set('none', null);
    expect([one.get('none'), one.peek('none'), one.get('other')]).toEqual([null, null, undefined]);
    one.age();
    expect(one.get('none')).toBeNull();
    one.set('none', value);
    expect(one.peek('none')).toBe(value);
    one.age();
    one.set('none', null);
    expect(one.peek('none')).toBeNull();
  });

  it('does not keep what would push all else out', () => {
    const { budget, caches } = make();
    caches[0].set('k', 'small');
    caches[0].set('k', 'x'.repeat(budget.maxEntryBytes + 1));
    expect(caches[0].get('k')).toBeUndefined();
  });
});
