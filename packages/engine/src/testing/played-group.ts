import type { GroupEvent, GroupState, MemberState, SubscribableTopic } from '../group/group-state.ts';
import { transition } from '../group/transition.ts';
import { emptyGroup, ownersOf } from './group-states.ts';

export const start = 1_000_000;

/** A group and its world, one event after the other. */
export function playedGroup(...topics: SubscribableTopic[]) {
  let state: GroupState = emptyGroup;
  let now = start;
  const on = (event: GroupEvent): GroupState => {
    state = transition(state, event, { now, topics });
    return state;
  };
  return {
    get state() {
      return state;
    },
    get owners() {
      return ownersOf(state);
    },
    on,
    join: (member: MemberState) => on({ type: 'JOINED', member }),
    leave: (memberId: string) => on({ type: 'LEFT', memberId }),
    release: (memberId: string, ...units: string[]) => on({ type: 'RELEASED', memberId, units }),
    look: (at = 0) => {
      now = start + at;
      return on({ type: 'LOOKED' });
    },
    holding: (key: string) => state.units.get(key)?.holding,
    revoked: () =>
      [...state.units.values()].filter(({ holding }) => holding.state === 'revoking').map(({ key }) => key),
    setTopics: (...others: SubscribableTopic[]) => topics.splice(0, topics.length, ...others),
  };
}
