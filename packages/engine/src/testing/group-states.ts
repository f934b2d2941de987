import type { GroupState, MemberState, SubscribableTopic, Subscription } from '../group/group-state.ts';

export const emptyGroup: GroupState = { generation: 0, members: new Map(), units: new Map() };

/** Reads the topics, or as the subscription says. */
export function memberOf(
  id: string,
  subscription: Subscription | readonly string[],
  rest: Partial<MemberState> = {},
): MemberState {
  return {
    id,
    nodeId: 'node',
    clientId: 'test',
    instanceId: null,
    subscription: Array.isArray(subscription) ? { topics: subscription } : (subscription as Subscription),
    sessionTimeoutMs: 10_000,
    revocationTimeoutMs: 10_000,
    awaySince: null,
    ...rest,
  };
}

/** Its n-th partition has the id 1,000 × id + n. */
export function topicOf(id: number, name: string, partitions: number, internal = false): SubscribableTopic {
  return { id, name, internal, partitionIds: Array.from({ length: partitions }, (_, n) => id * 1_000 + n) };
}

/** Keys of its units by member, in order: for comparing at a glance. */
export function ownersOf(state: GroupState): Record<string, string[]> {
  const owners: Record<string, string[]> = {};
  for (const { key, holding } of state.units.values()) {
    const owner = holding.state === 'free' ? 'nobody' : holding.owner;
    owners[owner] ??= [];
    owners[owner].push(key);
  }
  for (const keys of Object.values(owners)) keys.sort();
  return owners;
}
