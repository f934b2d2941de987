import { describe, expect, it } from 'vitest';
import { memberOf, ownersOf, topicOf } from '../testing/group-states.ts';
import { playedGroup, start } from '../testing/played-group.ts';
import { groupStateName } from './group-state-name.ts';

const orders = topicOf(1, 'orders', 4);
const a = memberOf('a', ['orders']);
const b = memberOf('b', ['orders']);

describe('G19: a static member', () => {
  const static1 = memberOf('s1', ['orders'], { instanceId: 'one' });
  const back = memberOf('s2', ['orders'], { instanceId: 'one', nodeId: 'another' });

  it('that leaves keeps its units, without a new generation', () => {
    const g = playedGroup(orders);
    const before = g.join(static1);
    const after = g.leave('s1');
    expect(after.generation).toBe(before.generation);
    expect(after.members.get('s1')).toMatchObject({ awaySince: start });
    for (const [key, unit] of before.units) expect(after.units.get(key)).toBe(unit);
    expect(groupStateName(after)).toBe('STABLE');
    expect(g.leave('s1')).toBe(after);
  });

  it('that comes back has them again, without a new generation', () => {
    const g = playedGroup(orders);
    g.join(static1);
    g.join(b);
    g.look(10_000);
    const before = g.leave('s1');
    const after = g.join(back);
    expect(after.generation).toBe(before.generation);
    expect([...after.members.keys()].sort()).toEqual(['b', 's2']);
    expect(after.members.get('s2')).toEqual(back);
    expect(g.owners.s2).toEqual(ownersOf(before).s1);
    for (const unit of after.units.values()) {
      const was = before.units.get(unit.key)!;
      expect(unit.holding).toMatchObject({
        state: 'owned',
        generation: (was.holding as { generation: number }).generation,
      });
    }
  });

  it('takes over from one that is still there', () => {
    const g = playedGroup(orders);
    g.join(static1);
    g.join(back);
    expect(g.owners).toEqual({ s2: ['orders/0', 'orders/1', 'orders/2', 'orders/3'] });
    expect(g.state.generation).toBe(1);
    const before = g.state;
    expect(g.release('s1', 'orders/0')).toBe(before);
    expect(g.leave('s1')).toBe(before);
  });

  it('takes over what is being revoked, and what it was to have', () => {
    const g = playedGroup(orders);
    g.join(a);
    g.join(static1);
    g.join(memberOf('a2', ['orders'], { instanceId: 'two' }));
    const targets = [...g.state.units.values()].filter(({ target }) => target === 's1').map(({ key }) => key);
    g.join(back);
    for (const key of targets) expect(g.state.units.get(key)!.target).toBe('s2');
    g.look(10_000);
    expect(g.owners.s2).toEqual(targets);
  });

  it('that comes back with another subscription makes a new generation', () => {
    const g = playedGroup(orders, topicOf(2, 'other', 1));
    g.join(static1);
    g.leave('s1');
    g.join({ ...back, subscription: { topics: ['other'] } });
    expect(g.state.generation).toBe(2);
    expect(g.state.units.get('orders/0')).toMatchObject({ target: null, holding: { state: 'revoking', owner: 's2' } });
    expect(g.owners.s2).toContain('other/0');
  });

  it('that is away is told to give up like any other, and does at the deadline', () => {
    const g = playedGroup(orders);
    g.join(static1);
    g.leave('s1');
    g.join(b);
    expect(g.revoked()).toHaveLength(2);
    g.look(10_000);
    expect(g.owners.b).toHaveLength(2);
  });

  it('that does not come back is removed like any other', () => {
    const g = playedGroup(orders);
    g.join(static1);
    g.join(b);
    g.leave('s1');
    g.on({ type: 'REMOVED', memberId: 's1' });
    expect(g.owners).toEqual({ b: ['orders/0', 'orders/1', 'orders/2', 'orders/3'] });
    expect(g.state.generation).toBe(3);
  });
});
