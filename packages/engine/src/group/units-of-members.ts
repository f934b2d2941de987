import type { MemberState, SubscribableTopic } from './group-state.ts';
import { subscribedTopics, subscriptionKey } from './subscription.ts';

/** What can be assigned: some member subscribes to all of it. */
interface SubscribedUnit {
  readonly key: string;
  /** By name. */
  readonly topics: readonly string[];
  /** Ascending. */
  readonly partitionIds: readonly number[];
}

export interface SubscribedUnits {
  readonly units: ReadonlyMap<string, SubscribedUnit>;
  /** What each member may read, by member id; one set for all members that subscribe to the same. */
  readonly readable: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The units of all members' subscriptions. A partition is in one unit only: units of topics come first, what is in none is a unit
 * by itself. `assertConsistent` sees to it that members agree; if they do not, the first by id is right and nothing goes unread.
 */
export function unitsOfMembers(
  members: ReadonlyMap<string, MemberState>,
  topics: readonly SubscribableTopic[],
): SubscribedUnits {
  const units = new Map<string, SubscribedUnit>();
  const taken = new Set<number>();
  const add = (key: string, parts: readonly { readonly topic: string; readonly partitionId: number }[]): void => {
    if (units.has(key) || parts.some((part) => taken.has(part.partitionId))) return;
    for (const part of parts) taken.add(part.partitionId);
    units.set(key, {
      key,
      topics: parts.map((part) => part.topic).sort(),
      partitionIds: parts.map((part) => part.partitionId).sort((a, b) => a - b),
    });
  };

  const bySubscription = new Map<
    string,
    { readonly member: MemberState; readonly topics: readonly SubscribableTopic[] }
  >();
  const readable = new Map<string, ReadonlySet<string>>();
  const sets = new Map<string, ReadonlySet<string>>();
  for (const member of [...members.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const key = subscriptionKey(member.subscription);
    if (!sets.has(key)) {
      const meant = subscribedTopics(member.subscription, topics);
      bySubscription.set(key, { member, topics: meant });
      sets.set(key, new Set(meant.map((topic) => topic.name)));
    }
    readable.set(member.id, sets.get(key)!);
  }

  for (const { member, topics: meant } of bySubscription.values()) {
    for (const unit of member.subscription.units ?? []) {
      const together = meant.filter((topic) => unit.topics.includes(topic.name));
      const count = Math.max(0, ...together.map((topic) => topic.partitionIds.length));
      for (let index = 0; index < count; index++) {
        const having = together.filter((topic) => index < topic.partitionIds.length);
        add(
          unitKey(unit.name, index),
          having.map((topic) => ({ topic: topic.name, partitionId: topic.partitionIds[index]! })),
        );
      }
    }
  }
  for (const { topics: meant } of bySubscription.values()) {
    for (const topic of meant) {
      topic.partitionIds.forEach((partitionId, index) => {
        add(unitKey(topic.name, index), [{ topic: topic.name, partitionId }]);
      });
    }
  }
  return { units, readable };
}

function unitKey(name: string, index: number): string {
  return `${name}/${index}`;
}
