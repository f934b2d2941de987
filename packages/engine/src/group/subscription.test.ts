import { describe, expect, it } from 'vitest';
import { topicOf } from '../testing/group-states.ts';
import type { Subscription } from './group-state.ts';
import { subscribedTopics, subscriptionKey } from './subscription.ts';

const topics = [
  topicOf(1, 'orders', 1),
  topicOf(2, 'orders.v2', 1),
  topicOf(3, 'payments', 1),
  topicOf(4, 'orders-changelog', 1, true),
];

const names = (subscription: Subscription) => subscribedTopics(subscription, topics).map(({ name }) => name);

describe('G7: topics of a subscription', () => {
  it.each<[string, Subscription, string[]]>([
    ['by name', { topics: ['payments', 'orders'] }, ['orders', 'payments']],
    ['by name, not there', { topics: ['orders', 'nothing'] }, ['orders']],
    ['by name, internal', { topics: ['orders-changelog'] }, ['orders-changelog']],
    ['a name is no pattern', { topics: ['orders.*'] }, []],
    ['by pattern, never internal ones', { pattern: 'orders.*' }, ['orders', 'orders.v2']],
    ['by pattern, all that are not internal', { pattern: '.*' }, ['orders', 'orders.v2', 'payments']],
    [
      'by pattern, internal ones named in units',
      { pattern: 'orders.*', units: [{ name: 'task', topics: ['orders', 'orders-changelog'] }] },
      ['orders', 'orders.v2', 'orders-changelog'],
    ],
  ])('%s', (_, subscription, expected) => {
    expect(names(subscription)).toEqual(expected);
  });
});

describe('G2: what a subscription means', () => {
  const units = [
    { name: 'x', topics: ['a', 'b'] },
    { name: 'y', topics: ['c'] },
  ];

  it.each<[string, Subscription, Subscription, boolean]>([
    ['topics in another order', { topics: ['a', 'b'] }, { topics: ['b', 'a'] }, true],
    ['a topic twice', { topics: ['a'] }, { topics: ['a', 'a'] }, true],
    ['no units, none given', { topics: ['a'] }, { topics: ['a'], units: [] }, true],
    ['units in another order', { pattern: '.*', units }, { pattern: '.*', units: [...units].reverse() }, true],
    ['other topics', { topics: ['a'] }, { topics: ['a', 'b'] }, false],
    ['a name and a pattern', { topics: ['a'] }, { pattern: 'a' }, false],
    ['another pattern', { pattern: 'a' }, { pattern: 'b' }, false],
    ['another unit', { pattern: '.*', units }, { pattern: '.*', units: units.slice(1) }, false],
    [
      'a unit by another name',
      { pattern: '.*', units },
      { pattern: '.*', units: [{ ...units[0]!, name: 'z' }, units[1]!] },
      false,
    ],
  ])('%s: the same %s', (_, one, other, same) => {
    expect(subscriptionKey(one) === subscriptionKey(other)).toBe(same);
  });
});
