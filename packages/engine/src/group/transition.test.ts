import { describe, expect, it } from 'vitest';
import { memberOf, topicOf } from '../testing/group-states.ts';
import { playedGroup, start } from '../testing/played-group.ts';
import type { GroupEvent } from './group-state.ts';
import { groupStateName } from './group-state-name.ts';

const orders = topicOf(1, 'orders', 4);
const a = memberOf('a', ['orders']);
const b = memberOf('b', ['orders']);

/** a has 0 and 1, 2 and 3 are being taken from it for b, in generation 2. */
function joining() {
  const g = playedGroup(orders);
  g.join(a);
  g.join(b);
  expect(g.revoked()).toHaveLength(2);
  return g;
}

describe('G1: a unit has at most one owner', () => {
  it('goes to the first member at once', () => {
    const g = playedGroup(orders);
    g.join(a);
    expect(g.owners).toEqual({ a: ['orders/0', 'orders/1', 'orders/2', 'orders/3'] });
    expect(groupStateName(g.state)).toBe('STABLE');
  });

  it('stays with its owner until that has released it, and goes to its target in the same step', () => {
    const g = joining();
    const [first, second] = g.revoked() as [string, string];
    expect(g.owners).toEqual({ a: ['orders/0', 'orders/1', 'orders/2', 'orders/3'] });
    expect(groupStateName(g.state)).toBe('RECONCILING');
    g.release('a', first);
    expect(g.owners.b).toEqual([first]);
    g.release('a', second);
    expect(g.owners.b).toEqual([first, second].sort());
    expect(groupStateName(g.state)).toBe('STABLE');
  });

  it('is not moved by a release of somebody else', () => {
    const g = joining();
    const before = g.state;
    expect(g.release('b', ...g.revoked())).toBe(before);
    expect(g.release('nobody', ...g.revoked())).toBe(before);
  });

  it('stays with its owner when that releases what nobody takes from it', () => {
    const g = playedGroup(orders);
    g.join(a);
    const before = g.state;
    expect(g.release('a', 'orders/0', 'no such unit')).toBe(before);
  });

  it('is free as soon as its owner is no member any more', () => {
    const g = joining();
    g.leave('a');
    expect(g.owners).toEqual({ b: ['orders/0', 'orders/1', 'orders/2', 'orders/3'] });
    expect(
      [...g.state.units.values()].every(({ holding }) => 'generation' in holding && holding.generation === 3),
    ).toBe(true);
  });
});

describe('G2: generations', () => {
  it.each<[string, GroupEvent, number]>([
    ['a look', { type: 'LOOKED' }, 0],
    ['a release', { type: 'RELEASED', memberId: 'a', units: ['orders/3'] }, 0],
    ['a join that is repeated', { type: 'JOINED', member: b }, 0],
    [
      'a subscription in another order',
      { type: 'SUBSCRIBED', memberId: 'a', subscription: { topics: ['orders', 'orders'] } },
      0,
    ],
    ['a stranger that leaves', { type: 'LEFT', memberId: 'c' }, 0],
    ['a stranger that is removed', { type: 'REMOVED', memberId: 'c' }, 0],
    ['a stranger that subscribes', { type: 'SUBSCRIBED', memberId: 'c', subscription: { topics: ['orders'] } }, 0],
    ['a join', { type: 'JOINED', member: memberOf('c', ['orders']) }, 1],
    ['a goodbye', { type: 'LEFT', memberId: 'b' }, 1],
    ['a removal', { type: 'REMOVED', memberId: 'b' }, 1],
    ['another subscription', { type: 'SUBSCRIBED', memberId: 'b', subscription: { topics: ['other'] } }, 1],
  ])('%s', (_, event, rise) => {
    const g = joining();
    const { generation } = g.state;
    expect(g.on(event).generation).toBe(generation + rise);
  });

  it('rise when partitions are added', () => {
    const g = joining();
    g.setTopics(topicOf(1, 'orders', 5));
    expect(g.look().generation).toBe(3);
    expect(g.holding('orders/4')).toMatchObject({ state: 'owned', generation: 3 });
    expect(g.look().generation).toBe(3);
  });

  it('do not rise when the deadline passes', () => {
    const g = joining();
    expect(g.look(10_000).generation).toBe(2);
    expect(groupStateName(g.state)).toBe('STABLE');
  });

  it('do not rise when what nobody subscribes to any more has been released', () => {
    const g = playedGroup(orders, topicOf(2, 'other', 1));
    g.join(memberOf('a', ['orders', 'other']));
    g.on({ type: 'SUBSCRIBED', memberId: 'a', subscription: { topics: ['orders'] } });
    expect(g.release('a', 'other/0')).toMatchObject({ generation: 2 });
    expect(g.look()).toMatchObject({ generation: 2 });
    expect(g.state.units.has('other/0')).toBe(false);
  });
});

describe('G5: what stays is not touched', () => {
  it('is the very same object', () => {
    const g = playedGroup(orders);
    const before = g.join(a);
    const after = g.join(b);
    const revoked = g.revoked();
    for (const [key, unit] of before.units) {
      if (revoked.includes(key)) expect(after.units.get(key)).not.toBe(unit);
      else expect(after.units.get(key)).toBe(unit);
    }
  });

  it('nothing to do: the same state', () => {
    const g = joining();
    const before = g.state;
    expect(g.look(9_999)).toBe(before);
  });
});

describe('G6: who subscribes what', () => {
  it('gives members only what they subscribe to', () => {
    const g = playedGroup(orders, topicOf(2, 'other', 3));
    g.join(memberOf('a', ['orders']));
    g.join(memberOf('b', ['other']));
    expect(g.owners).toEqual({
      a: ['orders/0', 'orders/1', 'orders/2', 'orders/3'],
      b: ['other/0', 'other/1', 'other/2'],
    });
  });

  it('takes away what the owner no longer subscribes to, and forgets it when nobody does', () => {
    const g = playedGroup(orders, topicOf(2, 'other', 1));
    g.join(memberOf('a', ['orders', 'other']));
    g.on({ type: 'SUBSCRIBED', memberId: 'a', subscription: { topics: ['orders'] } });
    expect(g.state.units.get('other/0')).toMatchObject({ target: null, holding: { state: 'revoking', owner: 'a' } });
    g.look(5_000);
    expect(g.state.units.has('other/0')).toBe(true);
    g.look(10_000);
    expect(g.state.units.has('other/0')).toBe(false);
  });

  it('goes on with the revocation when another member subscribes to it meanwhile', () => {
    const g = playedGroup(orders, topicOf(2, 'other', 1));
    g.join(memberOf('a', ['orders', 'other']));
    g.on({ type: 'SUBSCRIBED', memberId: 'a', subscription: { topics: ['orders'] } });
    g.join(memberOf('b', ['other']));
    expect(g.state.units.get('other/0')).toMatchObject({ target: 'b', holding: { state: 'revoking', owner: 'a' } });
    g.release('a', 'other/0');
    expect(g.owners.b).toEqual(['other/0']);
  });

  it('forgets at once what is gone, and what was made again is another unit', () => {
    const g = playedGroup(orders, topicOf(2, 'other', 2));
    g.join(memberOf('a', ['orders', 'other']));
    g.setTopics(orders, topicOf(3, 'other', 1));
    g.look();
    expect(g.state.generation).toBe(2);
    expect(g.holding('other/0')).toEqual({ state: 'owned', owner: 'a', generation: 2 });
    expect(g.state.units.has('other/1')).toBe(false);
    expect(g.holding('orders/0')).toMatchObject({ generation: 1 });
  });

  it('a unit of topics that gets a partition more is another unit, and stays with its owner', () => {
    const subscription = { topics: ['orders', 'other'], units: [{ name: 'task', topics: ['orders', 'other'] }] };
    const g = playedGroup(orders, topicOf(2, 'other', 1));
    g.join(memberOf('a', subscription));
    g.join(memberOf('b', subscription));
    g.look(10_000);
    const owner = Object.keys(g.owners).find((id) => g.owners[id]!.includes('task/3'));
    g.setTopics(orders, topicOf(2, 'other', 4));
    g.look(10_000);
    expect(g.state.units.get('task/3')).toMatchObject({
      partitionIds: [1_003, 2_003],
      holding: { state: 'owned', owner, generation: 3 },
    });
  });

  it('topics and partitions come and go by themselves, with a pattern', () => {
    const g = playedGroup(orders);
    g.join(memberOf('a', { pattern: 'o.*' }));
    g.setTopics(orders, topicOf(2, 'other', 1), topicOf(3, 'o-internal', 1, true));
    g.look();
    expect(g.owners.a).toContain('other/0');
    expect(g.state.units.size).toBe(5);
  });
});

describe('G8: a revocation', () => {
  it('has a deadline from the decision on', () => {
    const g = joining();
    for (const key of g.revoked()) {
      expect(g.holding(key)).toEqual({ state: 'revoking', owner: 'a', generation: 1, deadline: start + 10_000 });
    }
    const before = g.state;
    expect(g.look(9_999)).toBe(before);
    g.look(10_000);
    expect(g.owners.b).toHaveLength(2);
  });

  it('is not taken back: who is to have it again has it anew', () => {
    const g = joining();
    const revoked = g.revoked();
    g.leave('b');
    expect(g.revoked()).toEqual(revoked);
    for (const key of revoked)
      expect(g.state.units.get(key)).toMatchObject({ target: 'a', holding: { owner: 'a', generation: 1 } });
    g.release('a', ...revoked);
    for (const key of revoked) expect(g.holding(key)).toEqual({ state: 'owned', owner: 'a', generation: 3 });
    expect(groupStateName(g.state)).toBe('STABLE');
  });

  it('ends when the clock was set back, or it would last until the clock is there again', () => {
    const g = joining();
    g.look(-1_000);
    expect(g.revoked()).toHaveLength(2);
    g.look(-1_001);
    expect(g.revoked()).toHaveLength(0);
  });

  it('is not prolonged by another rebalance, and what is on its way already goes first', () => {
    const g = joining();
    const revoked = g.revoked();
    g.look(5_000);
    g.join(memberOf('c', ['orders']));
    expect(g.revoked()).toEqual(revoked);
    expect(revoked.map((key) => g.state.units.get(key)!.target).sort()).toEqual(['b', 'c']);
    for (const key of revoked) expect(g.holding(key)).toMatchObject({ deadline: start + 10_000 });
  });
});

describe('the state of a group', () => {
  it('is EMPTY without members, also of those that are away', () => {
    const g = playedGroup(orders);
    expect(groupStateName(g.state)).toBe('EMPTY');
    g.join(memberOf('s', ['orders'], { instanceId: 'one' }));
    g.leave('s');
    expect(groupStateName(g.state)).toBe('STABLE');
    g.on({ type: 'REMOVED', memberId: 's' });
    expect(groupStateName(g.state)).toBe('EMPTY');
    expect(g.state.units.size).toBe(0);
  });
});
