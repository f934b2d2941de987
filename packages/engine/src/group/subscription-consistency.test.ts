import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberOf, topicOf } from '../testing/group-states.ts';
import type { MemberState, Subscription } from './group-state.ts';
import { assertConsistent, assertSubscription } from './subscription-consistency.ts';
import { unitsOfMembers } from './units-of-members.ts';

const task = [{ name: 'task', topics: ['a', 'b'] }];
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('a subscription by itself', () => {
  it.each<[string, Subscription]>([
    ['topics', { topics: ['a'] }],
    ['a pattern', { pattern: 'a.*' }],
    ['units', { topics: ['a', 'b', 'c'], units: task }],
    ['units of a pattern', { pattern: '[ab]', units: task }],
    ['a unit named like one of its topics', { topics: ['a', 'b'], units: [{ name: 'a', topics: ['a', 'b'] }] }],
    [
      'a unit named like a topic of another',
      {
        topics: ['a', 'b'],
        units: [
          { name: 'b', topics: ['a'] },
          { name: 'x', topics: ['b'] },
        ],
      },
    ],
  ])('%s: good', (_, subscription) => {
    expect(() => assertSubscription(subscription)).not.toThrow();
  });

  it.each<[string, Subscription, string, RegExp]>([
    ['no topics', { topics: [] }, 'INVALID_INPUT', /at least one topic/],
    ['no pattern', { pattern: 'a(' }, 'INVALID_PATTERN', /missing closing/],
    [
      'a unit without topics',
      { topics: ['a'], units: [{ name: 'x', topics: [] }] },
      'INVALID_INPUT',
      /"x" has no topics/,
    ],
    [
      'a unit without a name',
      { topics: ['a'], units: [{ name: '', topics: ['a'] }] },
      'INVALID_INPUT',
      /cannot name a unit/,
    ],
    [
      'a unit with a slash',
      { topics: ['a'], units: [{ name: 'x/1', topics: ['a'] }] },
      'INVALID_INPUT',
      /cannot name a unit/,
    ],
    [
      'two units of one name',
      {
        topics: ['a', 'b'],
        units: [
          { name: 'x', topics: ['a'] },
          { name: 'x', topics: ['b'] },
        ],
      },
      'INVALID_INPUT',
      /Two units/,
    ],
    [
      'a topic in two units',
      {
        topics: ['a'],
        units: [
          { name: 'x', topics: ['a'] },
          { name: 'y', topics: ['a'] },
        ],
      },
      'INVALID_INPUT',
      /"a" is named twice/,
    ],
    [
      'a topic twice in a unit',
      { topics: ['a'], units: [{ name: 'x', topics: ['a', 'a'] }] },
      'INVALID_INPUT',
      /"a" is named twice/,
    ],
    [
      'a unit of what is not subscribed to',
      { topics: ['a'], units: task },
      'INVALID_INPUT',
      /"b", which is not subscribed to/,
    ],
    [
      'a unit of what the pattern does not match',
      { pattern: 'a', units: task },
      'INVALID_INPUT',
      /"b", which is not subscribed to/,
    ],
    [
      'a unit named like a topic by itself',
      { topics: ['a', 'b', 'c'], units: [{ name: 'c', topics: ['a', 'b'] }] },
      'INVALID_INPUT',
      /named like a topic/,
    ],
    ['a unit named like a topic that may come', { pattern: '.*', units: task }, 'INVALID_INPUT', /named like a topic/],
  ])('%s: refused', (_, subscription, code, message) => {
    expect(() => assertSubscription(subscription)).toThrow(refusal(code, message));
  });
});

describe('G6: members that group topics differently', () => {
  const check = (
    there: Subscription[],
    joining: Subscription,
    topics = [topicOf(1, 'a', 1), topicOf(2, 'b', 1), topicOf(9, 'hidden', 1, true)],
  ) => {
    const members = new Map(there.map((subscription, n) => [`m${n}`, memberOf(`m${n}`, subscription)]));
    assertConsistent({ members }, memberOf('new', joining), topics);
  };

  it.each<[string, Subscription[], Subscription]>([
    ['nobody is there', [], { topics: ['a', 'b'], units: task }],
    ['no units', [{ topics: ['a'] }, { pattern: '.*' }], { topics: ['a', 'b'] }],
    [
      'the same units in another order',
      [{ topics: ['a', 'b'], units: task }],
      { topics: ['b', 'a'], units: [{ name: 'task', topics: ['b', 'a'] }] },
    ],
    [
      'the same units, and more topics',
      [{ topics: ['a', 'b'], units: task }],
      { topics: ['a', 'b', 'c'], units: task },
    ],
    ['units of topics that the other does not read', [{ topics: ['c'] }], { topics: ['a', 'b'], units: task }],
    [
      'a pattern does not read what is internal',
      [{ pattern: 'h.*' }],
      { topics: ['hidden'], units: [{ name: 'x', topics: ['hidden'] }] },
    ],
  ])('%s: good', (_, there, joining) => {
    expect(() => check(there, joining)).not.toThrow();
  });

  it.each<[string, Subscription[], Subscription, RegExp]>([
    [
      'by itself and in a unit',
      [{ topics: ['c'] }, { topics: ['a'] }],
      { topics: ['a', 'b'], units: task },
      /"a" is in unit "task" here and by itself for other members: give all members the same units; or use another group/,
    ],
    [
      'in a unit and by itself',
      [{ topics: ['a', 'b'], units: task }],
      { topics: ['b'] },
      /"b" is by itself here and in unit "task" for other members/,
    ],
    [
      'in units of other names',
      [{ topics: ['a', 'b'], units: task }],
      { topics: ['a', 'b'], units: [{ name: 'work', topics: ['a', 'b'] }] },
      /"a" is in unit "work" here and in unit "task"/,
    ],
    [
      'in a unit and by pattern',
      [{ pattern: '[a-c]' }],
      { topics: ['a', 'b'], units: task },
      /by itself for other members/,
    ],
    [
      'of topics that do not exist yet',
      [{ pattern: 'later-.*' }],
      { topics: ['later-1', 'later-2'], units: [{ name: 'x', topics: ['later-1', 'later-2'] }] },
      /"later-1"/,
    ],
    [
      'one name, other topics',
      [{ topics: ['a', 'b'], units: task }],
      { topics: ['c', 'd'], units: [{ name: 'task', topics: ['c', 'd'] }] },
      /"task" has the topics c, d here and a, b for other members: give it the same topics everywhere, or another name/,
    ],
    [
      'a unit named like a topic of the other',
      [{ topics: ['c'] }],
      { topics: ['a', 'b'], units: [{ name: 'c', topics: ['a', 'b'] }] },
      /"c" is named like a topic/,
    ],
    [
      'a topic named like a unit of the other',
      [{ topics: ['a', 'b'], units: task }],
      { topics: ['task'] },
      /"task" is named like a topic/,
    ],
  ])('%s: INCONSISTENT_GROUP', (_, there, joining, message) => {
    expect(() => check(there, joining)).toThrow(refusal('INCONSISTENT_GROUP', message));
  });

  it('a subscription that is wrong by itself: as that', () => {
    expect(() => check([], { topics: [] })).toThrow(refusal('INVALID_INPUT', /./));
  });

  it('what a member subscribed to before, or its former self, is not compared with', () => {
    const members = new Map([
      ['old', memberOf('old', ['a'])],
      ['static', memberOf('static', ['a'], { instanceId: 'one' })],
    ]);
    const joining = (id: string, instanceId: string | null) =>
      memberOf(id, { topics: ['a', 'b'], units: task }, { instanceId });
    expect(() => assertConsistent({ members }, joining('old', 'one'), [])).not.toThrow();
    expect(() => assertConsistent({ members }, joining('new', 'one'), [])).toThrow(refusal('INCONSISTENT_GROUP', /./));
    expect(() => assertConsistent({ members }, joining('old', null), [])).toThrow(refusal('INCONSISTENT_GROUP', /./));
  });

  it('who is let in agrees with the others, whatever topics come and go', () => {
    const names = ['a', 'b', 'c', 'task'];
    const subscription: fc.Arbitrary<Subscription> = fc
      .record({
        of: fc.oneof(
          fc.subarray(names, { minLength: 1 }).map((topics) => ({ topics })),
          fc.constantFrom('.*', '[ab]', 'a|task', 'c').map((pattern) => ({ pattern })),
        ),
        units: fc.array(
          fc.record({ name: fc.constantFrom('task', 'a', 'x'), topics: fc.subarray(names, { minLength: 1 }) }),
          { maxLength: 2 },
        ),
      })
      .map(({ of, units }) => (units.length === 0 ? of : { ...of, units }));
    const partitions = fc.record(Object.fromEntries(names.map((name) => [name, fc.nat(2)])));
    fc.assert(
      fc.property(fc.array(subscription, { maxLength: 12 }), partitions, (subscriptions, counts) => {
        const members = new Map<string, MemberState>();
        const topics = names.flatMap((name, n) => (counts[name] === 0 ? [] : [topicOf(n + 1, name, counts[name]!)]));
        subscriptions.forEach((each, n) => {
          const member = memberOf(`m${n}`, each);
          try {
            assertConsistent({ members }, member, []);
          } catch {
            return;
          }
          members.set(member.id, member);
        });
        const together = unitsOfMembers(members, topics).units;
        for (const member of members.values()) {
          for (const [key, unit] of unitsOfMembers(new Map([[member.id, member]]), topics).units) {
            expect(together.get(key)).toEqual(unit);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
