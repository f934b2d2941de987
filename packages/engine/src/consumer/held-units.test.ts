import { describe, expect, it } from 'vitest';
import type { HeldUnit } from '../group/membership.ts';
import { type Held, HeldUnits } from './held-units.ts';

const unit = (key: string, partitionIds: readonly number[], more: Partial<HeldUnit> = {}): HeldUnit => ({
  unit: key,
  generation: 1,
  revokeDeadline: null,
  partitions: partitionIds.map((partitionId) => ({ partitionId, topic: key, partition: partitionId % 10 })),
  ...more,
});
const keysOf = (units: readonly Held[]) => units.map(({ key }) => key);

function held() {
  const units = new HeldUnits();
  const apply = (generation: number, ...assigned: HeldUnit[]) => {
    const { lost, gained, revoked } = units.apply({ groupId: 1, generation, units: assigned });
    return { lost: keysOf(lost), gained: keysOf(gained), revoked: keysOf(revoked) };
  };
  return { units, apply };
}

describe('what a member holds', () => {
  it('G5: is left alone while it stays, whatever else changes', () => {
    const { units, apply } = held();
    expect(apply(1, unit('a', [1]), unit('b', [2]))).toEqual({ lost: [], gained: ['a', 'b'], revoked: [] });
    const partition = units.find({ topic: 'a', partition: 1 });
    expect(apply(5, unit('a', [1]), unit('c', [3]))).toEqual({ lost: ['b'], gained: ['c'], revoked: [] });
    expect(units.find({ topic: 'a', partition: 1 })).toBe(partition);
  });

  it('G9: is another one when it was lost and had again since, or has other partitions', () => {
    const { units, apply } = held();
    apply(1, unit('a', [1]), unit('b', [12]));
    const before = units.find({ topic: 'a', partition: 1 });
    // Neither of the two was seen without its unit: the newest assignment counts.
    const again = [unit('a', [1], { generation: 3 }), unit('b', [22])];
    expect(apply(3, ...again)).toEqual({ lost: ['a', 'b'], gained: ['a', 'b'], revoked: [] });
    expect(before && units.has(before)).toBe(false);
    expect(units.find({ topic: 'b', partition: 2 })?.partitionId).toBe(22);
  });

  it('G8: is revoked once, still held, and not started when it was being revoked as it came', () => {
    const { units, apply } = held();
    apply(1, unit('a', [1]));
    expect(units.starting().map(({ topic }) => topic)).toEqual(['a']);
    expect(apply(2, unit('a', [1], { revokeDeadline: 9 }))).toEqual({ lost: [], gained: [], revoked: ['a'] });
    expect(apply(3, unit('a', [1], { revokeDeadline: 9 }), unit('b', [2], { revokeDeadline: 9 }))).toEqual({
      lost: [],
      gained: ['b'],
      revoked: [],
    });
    expect(units.starting()).toEqual([]);
    expect(keysOf(units.revoking())).toEqual(['a', 'b']);
    expect(units.find({ topic: 'a', partition: 1 })).toBeDefined();
    expect(units.assignment()).toEqual([]);
  });
});
