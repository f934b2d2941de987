import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Uncommitted } from './uncommitted.ts';

const records = (from: number, to: number) => ({ from, to, count: to - from });

describe('what is not committed', () => {
  it('is counted over all partitions, and a commit covers all below it', () => {
    const uncommitted = new Uncommitted();
    uncommitted.add(1, records(10, 20), 0);
    uncommitted.add(2, records(0, 5), 0);
    uncommitted.add(1, records(20, 30), 0);
    expect(uncommitted.records).toBe(25);
    uncommitted.commit(1, 13, 1);
    expect(uncommitted.records).toBe(22);
    uncommitted.commit(1, 25, 2);
    expect(uncommitted.records).toBe(10);
    expect(uncommitted.has(1)).toBe(true);
    uncommitted.commit(1, 30, 3);
    expect(uncommitted.has(1)).toBe(false);
    expect(uncommitted.records).toBe(5);
  });

  it('does not come back by a commit backwards, and one of nothing changes nothing', () => {
    const uncommitted = new Uncommitted();
    uncommitted.commit(1, 100, 0);
    uncommitted.add(1, records(0, 10), 1);
    uncommitted.commit(1, 4, 2);
    uncommitted.commit(1, 0, 3);
    expect(uncommitted).toMatchObject({ records: 6, since: 2 });
    uncommitted.commit(1, 100, 4);
    expect(uncommitted).toMatchObject({ records: 0, since: undefined });
  });

  it('is forgotten with its partition', () => {
    const uncommitted = new Uncommitted();
    uncommitted.add(1, records(0, 10), 0);
    uncommitted.add(2, records(0, 3), 0);
    uncommitted.forget(1);
    uncommitted.forget(1);
    expect(uncommitted.records).toBe(3);
    expect(uncommitted.has(1)).toBe(false);
  });

  it('keeps its last record until that is covered, where offsets have gaps', () => {
    const uncommitted = new Uncommitted();
    uncommitted.add(1, { from: 0, to: 1_000, count: 3 }, 0);
    uncommitted.add(1, { from: 1_000, to: 1_010, count: 10 }, 0);
    uncommitted.commit(1, 999, 1);
    expect(uncommitted.records).toBe(11);
    uncommitted.commit(1, 1_000, 1);
    expect(uncommitted.records).toBe(10);
  });

  it('is as much as a list of all records would say, however it was handed out and committed', () => {
    const step = fc.record({
      partition: fc.integer({ min: 1, max: 3 }),
      count: fc.integer({ min: 1, max: 9 }),
      skip: fc.nat({ max: 2 }),
      commit: fc.option(fc.integer({ min: 0, max: 60 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const uncommitted = new Uncommitted();
        const held = new Map([1, 2, 3].map((partition) => [partition, [] as number[]]));
        const next = new Map([1, 2, 3].map((partition) => [partition, 0]));
        for (const { partition, count, skip, commit } of steps) {
          const from = (next.get(partition) as number) + skip;
          next.set(partition, from + count);
          uncommitted.add(partition, records(from, from + count), 0);
          const offsets = held.get(partition) as number[];
          offsets.push(...Array.from({ length: count }, (_, i) => from + i));
          if (commit !== null) {
            uncommitted.commit(partition, commit, 0);
            held.set(
              partition,
              offsets.filter((offset) => offset >= commit),
            );
          }
          for (const [id, left] of held) expect(uncommitted.has(id)).toBe(left.length > 0);
          expect(uncommitted.records).toBe([...held.values()].flat().length);
        }
      }),
    );
  });
});

describe('G20: how long something is held', () => {
  it('counts from the first record that is held, and anew from every commit that covers some', () => {
    const uncommitted = new Uncommitted();
    expect(uncommitted.since).toBeUndefined();
    uncommitted.add(1, records(0, 10), 100);
    uncommitted.add(1, records(10, 20), 200);
    uncommitted.add(2, records(0, 10), 250);
    expect(uncommitted.since).toBe(100);
    uncommitted.commit(1, 0, 300);
    expect(uncommitted.since).toBe(100);
    uncommitted.commit(2, 1, 400);
    expect(uncommitted.since).toBe(400);
    uncommitted.commit(1, 20, 500);
    uncommitted.commit(2, 10, 600);
    expect(uncommitted.since).toBeUndefined();
    uncommitted.add(1, records(20, 21), 700);
    expect(uncommitted.since).toBe(700);
  });
});
