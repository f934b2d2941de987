import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moment, play, revokedOf, stepArbitrary, timeoutMs } from '../testing/group-histories.ts';
import type { GroupState, GroupWorld, Subscription, UnitState } from './group-state.ts';
import { groupStateName } from './group-state-name.ts';
import { transition } from './transition.ts';

const task = [{ name: 'task', topics: ['a', 'b'] }];
const subscriptions: Record<string, readonly Subscription[]> = {
  equal: [{ topics: ['a', 'b', 'c'] }],
  different: [
    { topics: ['a'] },
    { topics: ['b'] },
    { topics: ['a', 'b'] },
    { topics: ['c', 'b', 'a'] },
    { pattern: 'a|c' },
    { pattern: '.*' },
  ],
  'units of topics': [{ topics: ['a', 'b', 'c'], units: task }, { topics: ['a', 'b'], units: task }, { topics: ['c'] }],
};

const ownerOf = ({ holding }: UnitState): string | null => (holding.state === 'free' ? null : holding.owner);
const samePartitions = (a: UnitState, b: UnitState) => a.partitionIds.join() === b.partitionIds.join();

/** The member that the event replaces by another of the same instance. */
function takenOver({ before, event }: Moment): string | null {
  if (event.type !== 'JOINED' || event.member.instanceId === null) return null;
  return [...before.members.values()].find(({ instanceId }) => instanceId === event.member.instanceId)?.id ?? null;
}

/** Whoever is as `id` was before the event. */
function successor(moment: Moment, id: string): string {
  return takenOver(moment) === id && moment.event.type === 'JOINED' ? moment.event.member.id : id;
}

function unitsInBoth({ before, after }: Moment): [UnitState, UnitState][] {
  return [...after.units.values()].flatMap((now): [UnitState, UnitState][] => {
    const was = before.units.get(now.key);
    return was !== undefined && samePartitions(was, now) ? [[was, now]] : [];
  });
}

/** By names, the simple way: what the implementation does with classes and maps. */
function reads(subscription: Subscription, topic: string): boolean {
  return 'topics' in subscription
    ? subscription.topics.includes(topic)
    : new RegExp(`^(${subscription.pattern})$`).test(topic);
}

function subscribedPartitions(state: GroupState, world: GroupWorld): Set<number> {
  const members = [...state.members.values()];
  const topics = world.topics.filter(({ name }) => members.some((member) => reads(member.subscription, name)));
  return new Set(topics.flatMap(({ partitionIds }) => partitionIds));
}

function wasReleased({ event, before, world }: Moment, unit: UnitState): boolean {
  if (unit.holding.state !== 'revoking') return false;
  const { owner, deadline } = unit.holding;
  const timeout = before.members.get(owner)!.revocationTimeoutMs;
  return (
    (event.type === 'RELEASED' && event.memberId === owner && event.units.includes(unit.key)) ||
    world.now >= deadline ||
    deadline - world.now > timeout + 1_000
  );
}

const invariants: Record<string, (moment: Moment) => void> = {
  'G1: an owner has released it, or is gone, before another owns it': (moment) => {
    for (const [was, now] of unitsInBoth(moment)) {
      const owner = ownerOf(was);
      if (owner === null || successor(moment, owner) === ownerOf(now)) continue;
      expect(moment.after.members.has(owner) === false || wasReleased(moment, was), was.key).toBe(true);
    }
  },
  'G1: a partition is in one unit': ({ after }) => {
    const ids = [...after.units.values()].flatMap(({ partitionIds }) => partitionIds);
    expect(new Set(ids).size).toBe(ids.length);
  },
  'G1: owners and targets are members, nothing stays free': ({ after }) => {
    for (const unit of after.units.values()) {
      expect(after.members.has(ownerOf(unit) ?? 'nobody')).toBe(true);
      if (unit.target !== null) expect(after.members.has(unit.target)).toBe(true);
    }
  },
  'G2: the generation rises by one with members, subscriptions and units, and with nothing else': (moment) => {
    const { before, after } = moment;
    const members = (state: GroupState) =>
      [...state.members.values()]
        .map(({ id, subscription }) => JSON.stringify([successor(moment, id), subscription]))
        .sort()
        .join();
    const units = (state: GroupState) =>
      [...state.units.values()]
        .filter(({ target }) => target !== null)
        .map(({ key, partitionIds }) => `${key}: ${partitionIds}`)
        .sort()
        .join();
    const changed = members(before) !== members(after) || units(before) !== units(after);
    expect(after.generation).toBe(before.generation + (changed ? 1 : 0));
  },
  'G2: a new ownership has the generation of its moment, an old one keeps its own': (moment) => {
    const kept = new Map(unitsInBoth(moment).map(([was, now]) => [now.key, was]));
    for (const { key, holding } of moment.after.units.values()) {
      if (holding.state === 'free') continue;
      const was = kept.get(key)?.holding;
      const same = was !== undefined && was.state !== 'free' && was.generation === holding.generation;
      if (!same) expect(holding).toMatchObject({ state: 'owned', generation: moment.after.generation });
      else expect(successor(moment, was.owner)).toBe(holding.owner);
    }
  },
  'G3: targets are balanced: no chain of moves brings two members closer': ({ after }) => {
    const targets = [...after.units.values()].filter(({ target }) => target !== null);
    const load = (id: string) => targets.filter(({ target }) => target === id).length;
    for (const from of after.members.keys()) {
      const reached = new Set([from]);
      for (const giver of reached) {
        for (const unit of targets.filter(({ target }) => target === giver)) {
          for (const member of after.members.values()) {
            if (unit.topics.every((topic) => reads(member.subscription, topic))) reached.add(member.id);
          }
        }
      }
      for (const to of reached) expect(load(to), `${from} and ${to}`).toBeGreaterThanOrEqual(load(from) - 1);
    }
  },
  'G4, G5: what is not revoked is the same object': (moment) => {
    if (takenOver(moment) !== null) return;
    for (const [was, now] of unitsInBoth(moment)) {
      if (was.target === now.target && ownerOf(was) === ownerOf(now) && was.holding.state === now.holding.state)
        expect(now).toBe(was);
    }
  },
  'G4: without a new generation no target changes': (moment) => {
    if (moment.after.generation !== moment.before.generation) return;
    for (const [was, now] of unitsInBoth(moment)) {
      expect(now.target).toBe(was.target === null ? null : successor(moment, was.target));
    }
  },
  'G6: all that somebody subscribes to is in a unit, and who shall have it may read it': ({ after, world }) => {
    const wanted = [...after.units.values()].filter(({ target }) => target !== null);
    expect(new Set(wanted.flatMap(({ partitionIds }) => partitionIds))).toEqual(subscribedPartitions(after, world));
    for (const { target, topics } of wanted) {
      for (const topic of topics) expect(reads(after.members.get(target!)!.subscription, topic)).toBe(true);
    }
  },
  'G8: a revocation begins with its deadline, keeps it, and ends with it, a release or its owner': (moment) => {
    for (const [was, now] of unitsInBoth(moment)) {
      if (was.holding.state !== 'revoking') {
        if (now.holding.state === 'revoking') expect(now.holding.deadline).toBe(moment.world.now + timeoutMs);
      } else if (wasReleased(moment, was) || !moment.after.members.has(successor(moment, was.holding.owner))) {
        expect(now.holding.state).toBe('owned');
      } else {
        expect(now.holding).toEqual({ ...was.holding, owner: successor(moment, was.holding.owner) });
      }
    }
  },
  'G8: what is owned is owned by its target, what is not is being revoked': ({ after }) => {
    for (const { holding, target } of after.units.values()) {
      if (holding.state === 'owned') expect(holding.owner).toBe(target);
      else expect(holding.state).toBe('revoking');
    }
  },
  'nothing changes: the same object': ({ before, after, world, event }) => {
    expect(transition(after, { type: 'LOOKED' }, world)).toBe(after);
    if (event.type === 'RELEASED' && after.units.size === before.units.size) {
      const same = [...after.units.values()].every((unit) => before.units.get(unit.key) === unit);
      if (same && after.generation === before.generation) expect(after).toBe(before);
    }
  },
};

describe.each(Object.entries(subscriptions))('through any events, subscriptions %s', (_, pool) => {
  it.each(Object.entries(invariants))('%s', (_, invariant) => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 40 }), (steps) => {
        play(steps, pool, invariant);
      }),
      { numRuns: 150 },
    );
  });

  it('G8: once all is released the group is STABLE', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 40 }), (steps) => {
        let { state, world } = play(steps, pool, () => {});
        for (const memberId of state.members.keys()) {
          state = transition(state, { type: 'RELEASED', memberId, units: revokedOf(state, memberId, true) }, world);
        }
        expect(groupStateName(state)).toBe(state.members.size === 0 ? 'EMPTY' : 'STABLE');
        expect(transition(state, { type: 'LOOKED' }, { ...world, now: world.now + 1e9 })).toBe(state);
      }),
      { numRuns: 150 },
    );
  });
});
