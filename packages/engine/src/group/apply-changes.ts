import { isMillraceError } from '@millrace/core';
import type { GroupEvent, GroupState, GroupWorld, Subscription } from './group-state.ts';
import type { LoadedGroup } from './load-group.ts';
import { transition } from './transition.ts';

/** Something that shall happen to a group as soon as it is locked. */
export interface GroupChange {
  /** What it is by then; null: there is nothing to do any more. A MillraceError refuses this change and no other. */
  event(loaded: LoadedGroup, state: GroupState): GroupEvent | null;
  /** Of one that joins, which also makes the group. */
  readonly subscription?: Subscription;
}

/**
 * Applies changes one after another to what was loaded. Gives the new state, and of each change what refused it. Called again, with the
 * group as it is then, when the transaction has to go again.
 */
export function applyChanges(
  loaded: LoadedGroup,
  changes: readonly GroupChange[],
): { readonly state: GroupState; readonly refusals: readonly (Error | null)[] } {
  let state = loaded.state;
  const refusals = changes.map((change) => {
    try {
      const event = change.event(loaded, state);
      if (event) state = transition(state, event, loaded);
      return null;
    } catch (error) {
      if (!isMillraceError(error)) throw error;
      return error;
    }
  });
  return { state: withoutUnseen(loaded, state), refusals };
}

/**
 * Whoever got a unit and was to give it up again within the same transaction has never heard of it: there is nothing to wait for.
 * So many members that join together are given their units at once, and not by way of the first of them.
 */
function withoutUnseen(loaded: LoadedGroup, state: GroupState): GroupState {
  const units = new Map(state.units);
  let some = false;
  for (const unit of state.units.values()) {
    const { holding } = unit;
    if (holding.state !== 'revoking') continue;
    const row = loaded.rows.get(unit.partitionIds[0] as number);
    if (row?.owner === holding.owner && row.ownerGeneration === holding.generation) continue;
    units.set(unit.key, { ...unit, holding: { state: 'free' } });
    some = true;
  }
  const world: GroupWorld = loaded;
  return some ? transition({ ...state, units }, { type: 'LOOKED' }, world) : state;
}
