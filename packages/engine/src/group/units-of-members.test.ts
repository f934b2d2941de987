import { describe, expect, it } from 'vitest';
import { memberOf, topicOf } from '../testing/group-states.ts';
import type { MemberState, SubscribableTopic, Subscription } from './group-state.ts';
import { unitsOfMembers } from './units-of-members.ts';

const a = topicOf(1, 'a', 2);
const b = topicOf(2, 'b', 3);
const c = topicOf(3, 'c', 1);
const task = [{ name: 'task', topics: ['a', 'b'] }];

function unitsOf(subscriptions: readonly Subscription[], topics: readonly SubscribableTopic[] = [a, b, c]) {
  const members = new Map<string, MemberState>();
  subscriptions.forEach((subscription, n) => {
    members.set(`m${n}`, memberOf(`m${n}`, subscription));
  });
  const { units, readable } = unitsOfMembers(members, topics);
  for (const [key, unit] of units) expect(unit.key).toBe(key);
  return {
    partitions: Object.fromEntries([...units].map(([key, unit]) => [key, unit.partitionIds])),
    topics: Object.fromEntries([...units].map(([key, unit]) => [key, unit.topics])),
    readable,
  };
}

describe('G6: units of subscriptions', () => {
  it('are partitions', () => {
    expect(unitsOf([{ topics: ['a', 'c'] }]).partitions).toEqual({ 'a/0': [1_000], 'a/1': [1_001], 'c/0': [3_000] });
  });

  it('are those of all members', () => {
    expect(Object.keys(unitsOf([{ topics: ['a'] }, { topics: ['c'] }, { pattern: 'a|c' }]).partitions)).toEqual([
      'a/0',
      'a/1',
      'c/0',
    ]);
  });

  it('are partitions of one number of topics that belong together; a topic without it is not in it', () => {
    const found = unitsOf([{ topics: ['a', 'b', 'c'], units: task }]);
    expect(found.partitions).toEqual({
      'task/0': [1_000, 2_000],
      'task/1': [1_001, 2_001],
      'task/2': [2_002],
      'c/0': [3_000],
    });
    expect(found.topics).toMatchObject({ 'task/1': ['a', 'b'], 'task/2': ['b'] });
  });

  it('are of the topics that exist', () => {
    expect(unitsOf([{ topics: ['a', 'b'], units: task }], [a]).partitions).toEqual({
      'task/0': [1_000],
      'task/1': [1_001],
    });
    expect(unitsOf([{ topics: ['a', 'b'], units: task }], []).partitions).toEqual({});
  });

  it('have their partitions ascending, whichever topic is older', () => {
    expect(unitsOf([{ topics: ['a', 'b'], units: [{ name: 'task', topics: ['b', 'a'] }] }]).partitions).toMatchObject({
      'task/0': [1_000, 2_000],
    });
  });

  it('share no partition and leave none out, even if members do not agree', () => {
    const { partitions } = unitsOf([
      { topics: ['a', 'b'] },
      { topics: ['b', 'c'], units: [{ name: 'other', topics: ['b', 'c'] }] },
      { topics: ['a', 'b'], units: task },
    ]);
    const ids = Object.values(partitions).flat();
    expect(ids.sort()).toEqual([...a.partitionIds, ...b.partitionIds, ...c.partitionIds].sort());
  });

  it('do not depend on the order of members', () => {
    const one = memberOf('one', { topics: ['a', 'b'], units: task });
    const two = memberOf('two', { topics: ['a', 'b'], units: [{ name: 'other', topics: ['a', 'b'] }] });
    const units = (...members: MemberState[]) => [
      ...unitsOfMembers(new Map(members.map((each) => [each.id, each])), [a, b]).units,
    ];
    expect(units(one, two)).toEqual(units(two, one));
  });

  it('knows what each member may read, once for all that subscribe to the same', () => {
    const { readable } = unitsOf([{ topics: ['a', 'c'] }, { topics: ['c', 'a'] }, { pattern: '[ab]' }]);
    expect(readable.get('m0')).toEqual(new Set(['a', 'c']));
    expect(readable.get('m1')).toBe(readable.get('m0'));
    expect(readable.get('m2')).toEqual(new Set(['a', 'b']));
  });
});
