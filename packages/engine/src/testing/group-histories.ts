import fc from 'fast-check';
import type { GroupEvent, GroupState, GroupWorld, Subscription } from '../group/group-state.ts';
import { transition } from '../group/transition.ts';
import { emptyGroup, memberOf, topicOf } from './group-states.ts';

/** What may happen, in terms of places that members come to and go from; the events follow from the state. */
export type Step =
  | { readonly what: 'join'; readonly place: number; readonly subscription: number }
  | { readonly what: 'leave' | 'remove'; readonly place: number }
  | { readonly what: 'subscribe'; readonly place: number; readonly subscription: number }
  | { readonly what: 'release'; readonly place: number; readonly all: boolean }
  | { readonly what: 'stranger' | 'stale release' }
  | { readonly what: 'wait'; readonly ms: number }
  | { readonly what: 'topic'; readonly topic: number; readonly change: 'delete' | 'make' | 'add' };

const places = 6;
/** The first places are those of static members. */
const staticPlaces = 2;
const topicNames = ['a', 'b', 'c'];
export const timeoutMs = 10_000;

const place = fc.nat(places - 1);
const subscription = fc.nat(9);
export const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('join' as const), place, subscription }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('leave' as const, 'remove' as const), place }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('subscribe' as const), place, subscription }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('release' as const), place, all: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('stranger' as const, 'stale release' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 1, 4_000, 10_000, -500, -3_600_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('topic' as const),
      topic: fc.nat(topicNames.length - 1),
      change: fc.constantFrom('delete' as const, 'make' as const, 'add' as const, 'add' as const),
    }),
  },
);

/** Plays steps and calls `check` after each transition. */
export function play(steps: readonly Step[], pool: readonly Subscription[], check: (moment: Moment) => void): Play {
  const now = { ids: 3, members: 0 };
  const played: Play = {
    state: emptyGroup,
    world: { now: 1_000_000_000, topics: [topicOf(1, 'a', 3), topicOf(2, 'b', 2), topicOf(3, 'c', 1)] },
  };
  const on = (event: GroupEvent): void => {
    const before = played.state;
    played.state = transition(before, event, played.world);
    check({ before, event, world: played.world, after: played.state });
  };
  const at = (which: number) => [...played.state.members.values()].find(({ id }) => id.startsWith(`${which}.`));
  for (const each of steps) {
    switch (each.what) {
      case 'join': {
        const isStatic = each.place < staticPlaces;
        // A dynamic place is taken until who is there has left; a static one is taken over.
        if (!isStatic && at(each.place) !== undefined) break;
        const rest = { instanceId: isStatic ? `instance ${each.place}` : null, revocationTimeoutMs: timeoutMs };
        const id = `${each.place}.${now.members++}`;
        on({ type: 'JOINED', member: memberOf(id, pool[each.subscription % pool.length]!, rest) });
        break;
      }
      case 'leave':
      case 'remove': {
        const member = at(each.place);
        if (member) on({ type: each.what === 'leave' ? 'LEFT' : 'REMOVED', memberId: member.id });
        break;
      }
      case 'subscribe': {
        const member = at(each.place);
        if (member)
          on({ type: 'SUBSCRIBED', memberId: member.id, subscription: pool[each.subscription % pool.length]! });
        break;
      }
      case 'release': {
        const member = at(each.place);
        if (member) on({ type: 'RELEASED', memberId: member.id, units: revokedOf(played.state, member.id, each.all) });
        break;
      }
      case 'stranger':
        for (const type of ['LEFT', 'REMOVED'] as const) on({ type, memberId: 'stranger' });
        break;
      case 'stale release': {
        // Everybody gives up everything, as its former self, and what others have.
        for (const { id } of played.state.members.values())
          on({ type: 'RELEASED', memberId: `${id} of old`, units: [...played.state.units.keys()] });
        break;
      }
      case 'wait':
        played.world = { ...played.world, now: played.world.now + each.ms };
        on({ type: 'LOOKED' });
        break;
      case 'topic': {
        const name = topicNames[each.topic]!;
        const there = played.world.topics.find((topic) => topic.name === name);
        const others = played.world.topics.filter((topic) => topic.name !== name);
        if (each.change === 'delete') played.world = { ...played.world, topics: others };
        if (each.change === 'make')
          played.world = { ...played.world, topics: [...others, topicOf(++now.ids, name, 1 + (now.ids % 3))] };
        if (each.change === 'add' && there) {
          const more = topicOf(there.id, name, Math.min(6, there.partitionIds.length + 1));
          played.world = { ...played.world, topics: [...others, more] };
        }
        on({ type: 'LOOKED' });
        break;
      }
    }
  }
  return played;
}

export interface Play {
  state: GroupState;
  world: GroupWorld;
}

export interface Moment {
  readonly before: GroupState;
  readonly event: GroupEvent;
  readonly world: GroupWorld;
  readonly after: GroupState;
}

/** Keys of what is being taken from a member. */
export function revokedOf(state: GroupState, memberId: string, all: boolean): string[] {
  const keys = [...state.units.values()]
    .filter(({ holding }) => holding.state === 'revoking' && holding.owner === memberId)
    .map(({ key }) => key);
  return all ? keys : keys.slice(0, 1);
}
