import type { ConsumerGroupState } from './consumer-group.ts';
import type { GroupState } from './group-state.ts';

/** EMPTY: no member, not even a static one that is away. RECONCILING: a unit is not yet where it shall be. */
export function groupStateName(state: Pick<GroupState, 'members' | 'units'>): ConsumerGroupState {
  if (state.members.size === 0) return 'EMPTY';
  for (const { holding, target } of state.units.values()) {
    if (holding.state !== 'owned' || holding.owner !== target) return 'RECONCILING';
  }
  return 'STABLE';
}
