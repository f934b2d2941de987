import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NewestOffsets } from './newest-offsets.ts';

const mebibyte = 1024 * 1024;

describe('L24: the newest offsets of keys', () => {
  it('are those that a map of all keys would hold', () => {
    const key = fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.uint8Array({ minLength: 45, maxLength: 52, max: 1 }),
      fc.constantFrom(new Uint8Array(), new Uint8Array(32), new Uint8Array(100), new Uint8Array(101)),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ partition: fc.nat(2), key }), { maxLength: 300 }), (puts) => {
        const newest = new NewestOffsets(mebibyte);
        const model = new Map<string, number>();
        puts.forEach(({ partition, key }, offset) => {
          // Keys are read where they lie, in the midst of others.
          const around = Buffer.concat([Buffer.from('<'), key, Buffer.from('>')]);
          expect(newest.put(partition, around, 1, 1 + key.length, offset)).toBe(true);
          model.set(`${partition} ${Buffer.from(key).toString('hex')}`, offset);
        });
        expect(newest.size).toBe(model.size);
        for (const { partition, key } of puts) {
          const known = model.get(`${partition} ${Buffer.from(key).toString('hex')}`);
          expect(newest.get(partition, key, 0, key.length)).toBe(known);
          expect(newest.get(7, key, 0, key.length)).toBeUndefined();
        }
      }),
    );
  });

  it('stay within their bytes: a full map refuses new keys and goes on with those it has', () => {
    const newest = new NewestOffsets(256 * 1024);
    const keyOf = (i: number) => Buffer.from(`key-${i}`);
    let known = 0;
    while (known < 100_000 && newest.put(1, keyOf(known), 0, keyOf(known).length, known)) known += 1;
    expect(known).toBeGreaterThan(2_000);
    expect(known).toBeLessThan((256 * 1024) / 30);
    expect(newest.put(1, keyOf(0), 0, 5, 1_000_000)).toBe(true);
    expect(newest.get(1, keyOf(0), 0, 5)).toBe(1_000_000);
    for (let i = 1; i < known; i++) expect(newest.get(1, keyOf(i), 0, keyOf(i).length)).toBe(i);
    expect(newest.get(1, keyOf(known), 0, keyOf(known).length)).toBeUndefined();
  });

  it('tell a long key from a short one that is the digest of it', () => {
    const newest = new NewestOffsets(mebibyte);
    const long = Buffer.alloc(100, 'x');
    newest.put(1, long, 0, long.length, 5);
    const digest = createHash('sha256').update(long).digest();
    expect(newest.get(1, digest, 0, digest.length)).toBeUndefined();
  });
});
