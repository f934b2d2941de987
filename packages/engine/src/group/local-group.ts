import type { GroupState, Subscription } from './group-state.ts';
import type { LoadedGroup } from './load-group.ts';
import type { MemberAssignment } from './membership.ts';
import { subscribesTo } from './subscription.ts';

/** A member that lives in this node. */
export interface LocalMember {
  readonly id: string;
  readonly subscription: Subscription;
  readonly listener: (assignment: MemberAssignment | null) => void;
  /** Whether the group knows it: before that it is not missed there. */
  joined: boolean;
  /** What the listener was told last, as text. */
  told: string | undefined;
}

/** A topic as far as a look at a group depends on it. */
export interface TopicShape {
  readonly id: number;
  readonly partitionCount: number;
}

/** A group as this node knows it: its members here, and what the node has last seen of it. */
export class LocalGroup {
  readonly name: string;
  readonly members = new Map<string, LocalMember>();
  id = 0;
  /** As of the assignments that were read last. */
  revision = -1;
  /** As of this node's last transaction, of the topics that members here subscribe to. What the group has seen since is newer still. */
  #topics = new Map<string, TopicShape>();

  constructor(name: string) {
    this.name = name;
  }

  /** Whether members here want to read a topic of that name, or did when the group was last looked at. */
  reads(topic: string): boolean {
    if (this.#topics.has(topic)) return true;
    for (const { subscription } of this.members.values()) if (subscribesTo(subscription, topic)) return true;
    return false;
  }

  /** Takes note of a transaction of this node's. */
  saw(loaded: Pick<LoadedGroup, 'id' | 'topics'>, state: Pick<GroupState, 'members'>): void {
    this.id = loaded.id;
    this.#topics.clear();
    for (const { id, name, partitionIds } of loaded.topics) {
      if (this.reads(name)) this.#topics.set(name, { id, partitionCount: partitionIds.length });
    }
    for (const member of this.members.values()) member.joined ||= state.members.has(member.id);
  }

  /** Whether a topic is another one than when the group was last looked at; undefined: there is none. */
  differs(topic: string, shape: TopicShape | undefined): boolean {
    const seen = this.#topics.get(topic);
    return seen?.id !== shape?.id || seen?.partitionCount !== shape?.partitionCount;
  }

  /** Whether members here name it: a pattern does not mean internal topics. */
  names(topic: string): boolean {
    for (const { subscription } of this.members.values()) {
      if ('topics' in subscription && subscription.topics.includes(topic)) return true;
      if (subscription.units?.some((unit) => unit.topics.includes(topic))) return true;
    }
    return false;
  }

  /** Those that were there. One that was not, and is not now, is no change. */
  get topicsSeen(): Iterable<string> {
    return this.#topics.keys();
  }
}
