import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyGroup, memberOf, topicOf } from '../testing/group-states.ts';
import type { GroupEvent, GroupState, GroupWorld } from './group-state.ts';
import { transition, transitionAtOnce } from './transition.ts';

const world: GroupWorld = { now: 1_000_000, topics: [topicOf(1, 't', 6)] };
const subscription = { topics: ['t'] };
const joined = (id: string): GroupEvent => ({ type: 'JOINED', member: memberOf(id, subscription) });

const holdings = (state: GroupState) => [...state.units.values()].map(({ holding }) => holding);

describe('events at once', () => {
  it('G8: members that join together have their units at once, nobody has to give any up', () => {
    const state = transitionAtOnce(emptyGroup, ['a', 'b', 'c'].map(joined), world);
    expect(state.generation).toBe(3);
    for (const holding of holdings(state)) expect(holding).toMatchObject({ state: 'owned', generation: 3 });
    for (const id of ['a', 'b', 'c']) {
      expect(holdings(state).filter((holding) => holding.state !== 'free' && holding.owner === id)).toHaveLength(2);
    }
  });

  it('who joins and leaves at once was never there', () => {
    const alone = transition(emptyGroup, joined('a'), world);
    const state = transitionAtOnce(alone, [joined('b'), { type: 'LEFT', memberId: 'b' }], world);
    expect(state.generation).toBe(alone.generation + 2);
    expect(state.units).toEqual(alone.units);
  });

  it('G19: a static member that takes over and is taken over has its units in the end', () => {
    const as = (id: string): GroupEvent => ({
      type: 'JOINED',
      member: memberOf(id, subscription, { instanceId: 'i' }),
    });
    const alone = transition(emptyGroup, as('a'), world);
    const state = transitionAtOnce(alone, [as('b'), as('c')], world);
    expect(state.generation).toBe(alone.generation);
    for (const holding of holdings(state)) expect(holding).toMatchObject({ state: 'owned', owner: 'c', generation: 1 });
  });

  it('what one releases goes to whom the last event gives it', () => {
    const two = transitionAtOnce(transition(emptyGroup, joined('a'), world), [joined('b')], world);
    const revoked = [...two.units.values()].filter(({ holding }) => holding.state === 'revoking').map(({ key }) => key);
    const released: GroupEvent = { type: 'RELEASED', memberId: 'a', units: revoked };
    const state = transitionAtOnce(two, [released, { type: 'LEFT', memberId: 'b' }], world);
    for (const holding of holdings(state)) expect(holding).toMatchObject({ state: 'owned', owner: 'a' });
  });

  const places = ['a', 'b', 'c', 'd', 'e'];
  const event: fc.Arbitrary<GroupEvent> = fc.oneof(
    fc.constantFrom(...places).map(joined),
    fc.constantFrom(...places).map((memberId): GroupEvent => ({ type: 'LEFT', memberId })),
    fc.record({
      type: fc.constant('RELEASED' as const),
      memberId: fc.constantFrom(...places),
      units: fc.subarray(['t/0', 't/1', 't/2', 't/3', 't/4', 't/5']),
    }),
  );

  it('G1 G2 G3: members and generation are as after one by one; owners stay until they release or leave; shares are even', () => {
    fc.assert(
      fc.property(fc.array(fc.array(event, { minLength: 1, maxLength: 6 }), { maxLength: 8 }), (batches) => {
        let before = emptyGroup;
        for (const batch of batches) {
          const after = transitionAtOnce(before, batch, world);
          const oneByOne = batch.reduce((state, each) => transition(state, each, world), before);
          expect([...after.members.keys()].sort()).toEqual([...oneByOne.members.keys()].sort());
          if (before.units.size > 0) expect(after.generation).toBe(oneByOne.generation);
          for (const [key, { holding, target }] of after.units) {
            const was = before.units.get(key)?.holding;
            if (was && was.state !== 'free' && holding.state !== 'free' && was.owner !== holding.owner) {
              const released = batch.some(
                (each) => each.type === 'RELEASED' && each.memberId === was.owner && each.units.includes(key),
              );
              expect(released || batch.some((each) => each.type === 'LEFT' && each.memberId === was.owner)).toBe(true);
            }
            // Only who had it before may have to give it up.
            if (holding.state === 'revoking')
              expect(was).toMatchObject({ owner: holding.owner, generation: holding.generation });
            if (holding.state === 'owned') expect(holding.owner).toBe(target);
          }
          const shares = [...after.members.keys()].map(
            (id) => [...after.units.values()].filter(({ target }) => target === id).length,
          );
          if (shares.length > 0) expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
          before = after;
        }
      }),
      { numRuns: 100 },
    );
  });
});
