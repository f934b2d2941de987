import { isMillraceError } from '@millrace/core';
import type { GroupEvent, GroupState, MemberState, Subscription } from './group-state.ts';
import type { LoadedGroup } from './load-group.ts';
import { nextMembers } from './next-members.ts';
import { transitionAtOnce } from './transition.ts';

/** Something that shall happen to a group as soon as it is locked. */
export interface GroupChange {
  /**
   * What it is by then; null: there is nothing to do any more. A MillraceError refuses this change and no other. `members` are those
   * behind the changes in front of it.
   */
  event(loaded: LoadedGroup, members: ReadonlyMap<string, MemberState>): GroupEvent | null;
  /** Of one that joins, which also makes the group. */
  readonly subscription?: Subscription;
}

/**
 * Applies changes to what was loaded, all at once. Gives the new state, and of each change what refused it. Changes
 * may be applied again, to the group as it is then, when the transaction has failed or nobody heard of its end.
 */
export function applyChanges(
  loaded: LoadedGroup,
  changes: readonly GroupChange[],
): { readonly state: GroupState; readonly refusals: readonly (Error | null)[] } {
  let members = loaded.state.members;
  const events: GroupEvent[] = [];
  const refusals = changes.map((change) => {
    try {
      const event = change.event(loaded, members);
      if (!event) return null;
      members = nextMembers(members, event, loaded.now).members;
      events.push(event);
      return null;
    } catch (error) {
      if (!isMillraceError(error)) throw error;
      return error;
    }
  });
  return { state: events.length > 0 ? transitionAtOnce(loaded.state, events, loaded) : loaded.state, refusals };
}
