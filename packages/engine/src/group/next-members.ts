import type { GroupEvent, MemberState } from './group-state.ts';
import { subscriptionKey } from './subscription.ts';

export interface NextMembers {
  /** The very same map if the event changes no member. */
  readonly members: ReadonlyMap<string, MemberState>;
  /** Whether who is a member, or what one subscribes to, has changed: a new generation (G2). */
  readonly changed: boolean;
  /** A static member that came back: its units are the new one's (G19). */
  readonly takenOver: { readonly from: string; readonly to: string } | null;
}

/** What an event does to the members. One of a member that is not known does nothing. */
export function nextMembers(members: ReadonlyMap<string, MemberState>, event: GroupEvent, now: number): NextMembers {
  const same: NextMembers = { members, changed: false, takenOver: null };
  switch (event.type) {
    case 'JOINED':
      return joined(members, event.member);
    case 'LEFT': {
      const member = members.get(event.memberId);
      if (member === undefined || member.awaySince !== null) return same;
      if (member.instanceId === null) return { ...same, members: without(members, member.id), changed: true };
      return { ...same, members: new Map(members).set(member.id, { ...member, awaySince: now }) };
    }
    case 'REMOVED':
      if (!members.has(event.memberId)) return same;
      return { ...same, members: without(members, event.memberId), changed: true };
    case 'SUBSCRIBED': {
      const member = members.get(event.memberId);
      if (member === undefined || subscriptionKey(member.subscription) === subscriptionKey(event.subscription))
        return same;
      return {
        ...same,
        members: new Map(members).set(member.id, { ...member, subscription: event.subscription }),
        changed: true,
      };
    }
    case 'RELEASED':
    case 'LOOKED':
      return same;
  }
}

function joined(members: ReadonlyMap<string, MemberState>, member: MemberState): NextMembers {
  const known = members.get(member.id);
  const former = known === undefined ? formerSelf(members, member) : undefined;
  const before = known ?? former;
  const changed = before === undefined || subscriptionKey(before.subscription) !== subscriptionKey(member.subscription);
  // A join that is repeated, because nobody heard how the first one ended, does nothing.
  if (known !== undefined && !changed && known.awaySince === member.awaySince)
    return { members, changed, takenOver: null };
  return {
    members: (former === undefined ? new Map(members) : without(members, former.id)).set(member.id, member),
    changed,
    takenOver: former === undefined ? null : { from: former.id, to: member.id },
  };
}

function formerSelf(members: ReadonlyMap<string, MemberState>, member: MemberState): MemberState | undefined {
  if (member.instanceId === null) return undefined;
  for (const other of members.values()) if (other.instanceId === member.instanceId) return other;
  return undefined;
}

function without(members: ReadonlyMap<string, MemberState>, id: string): Map<string, MemberState> {
  const rest = new Map(members);
  rest.delete(id);
  return rest;
}
