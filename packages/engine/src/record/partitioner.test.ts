import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur2, partitionOfKey, StickyPartitioner } from './partitioner.ts';

describe('murmur2', () => {
  // The vectors of Kafka's UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['a-little-bit-longer-string-yo', -215348590],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of "%s" is what Kafka computes', (text, expected) => {
    expect(murmur2(Buffer.from(text))).toBe(expected);
  });

  it('is the same for a view into a larger buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(7), (bytes, before) => {
        const larger = Buffer.concat([Buffer.alloc(before, 7), bytes, Buffer.alloc(3, 9)]);
        expect(murmur2(larger.subarray(before, before + bytes.length))).toBe(murmur2(bytes));
      }),
    );
  });
});

describe('partitionOfKey', () => {
  it('is toPositive(murmur2) modulo the count, as in Kafka', () => {
    // -973932308 & 0x7fffffff = 1173551340
    expect(partitionOfKey(Buffer.from('21'), 7)).toBe(1173551340 % 7);
    expect(partitionOfKey(Buffer.from('abc'), 7)).toBe(479470107 % 7);
  });

  it('lies among the partitions', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 1, max: 1_000 }), (key, count) => {
        const partition = partitionOfKey(key, count);
        expect(Number.isInteger(partition) && partition >= 0 && partition < count).toBe(true);
      }),
    );
  });
});

describe('StickyPartitioner', () => {
  it('stays with a partition for 16 KiB, then goes on to the next and round', () => {
    const sticky = new StickyPartitioner(1);
    const partitions = Array.from({ length: 48 }, () => sticky.next(1024, 3));
    expect(partitions).toEqual([1, 2, 0].flatMap((partition) => new Array(16).fill(partition)));
  });

  it('takes up partitions that are added', () => {
    const sticky = new StickyPartitioner(0);
    const seen = (count: number) => new Set(Array.from({ length: 20 }, () => sticky.next(16 * 1024, count)));
    expect(seen(2)).toEqual(new Set([0, 1]));
    expect(seen(4)).toEqual(new Set([0, 1, 2, 3]));
  });
});
