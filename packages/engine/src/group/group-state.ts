/**
 * A consumer group as the coordinator sees it: what the pure functions of this folder work on. No I/O and no clock here; the
 * rules are in docs/specs/consumer-group.md.
 */

/** Topics of which partition i belongs together with partition i of the others: unit `<name>/<i>`. */
export interface UnitOfTopics {
  readonly name: string;
  readonly topics: readonly string[];
}

/** What a member wants to read: topics by name, or all whose whole name matches an RE2 pattern (internal ones never do). */
export type Subscription = { readonly units?: readonly UnitOfTopics[] } & (
  | { readonly topics: readonly string[] }
  | { readonly pattern: string }
);

/** A topic as far as groups care. */
export interface SubscribableTopic {
  readonly id: number;
  readonly name: string;
  readonly internal: boolean;
  /** Ids of its partitions: the n-th is of partition n. */
  readonly partitionIds: readonly number[];
}

export interface MemberState {
  readonly id: string;
  readonly nodeId: string;
  readonly clientId: string;
  /** Of a static member. */
  readonly instanceId: string | null;
  readonly subscription: Subscription;
  readonly sessionTimeoutMs: number;
  readonly revocationTimeoutMs: number;
  /** When a static member left (database time, ms since 1970); it keeps its units until its session timeout is over. */
  readonly awaySince: number | null;
}

/** Who has a unit now. It goes free → owned → (revoking →) free, and to nobody else on the way. */
export type Holding =
  | { readonly state: 'free' }
  | { readonly state: 'owned'; readonly owner: string; readonly generation: number }
  /** The owner has been told to stop and to commit; it is still the only one whose commits count. */
  | { readonly state: 'revoking'; readonly owner: string; readonly generation: number; readonly deadline: number };

/** A unit of assignment: partitions that one member reads together. By default one partition: unit `<topic>/<index>`. */
export interface UnitState {
  readonly key: string;
  /** Topics the owner must subscribe to. */
  readonly topics: readonly string[];
  /** Ids, ascending. A unit whose partitions change (a topic made again) is another unit. */
  readonly partitionIds: readonly number[];
  readonly holding: Holding;
  /** Who shall have it; null: nobody can. */
  readonly target: string | null;
}

export interface GroupState {
  /** Rises by one with every change of members, subscriptions or units. */
  readonly generation: number;
  readonly members: ReadonlyMap<string, MemberState>;
  readonly units: ReadonlyMap<string, UnitState>;
}

export type GroupEvent =
  /** A static member that comes back (same instanceId) takes over the units of its former self, without a new generation. */
  | { readonly type: 'JOINED'; readonly member: MemberState }
  /** Says goodbye: a static one is only away. */
  | { readonly type: 'LEFT'; readonly memberId: string }
  /** Thrown out: session expired, held records for too long, or by an operator. */
  | { readonly type: 'REMOVED'; readonly memberId: string }
  | { readonly type: 'SUBSCRIBED'; readonly memberId: string; readonly subscription: Subscription }
  /** The owner has committed what was delivered of these units, or gives them up. What it does not own is left as it is. */
  | { readonly type: 'RELEASED'; readonly memberId: string; readonly units: readonly string[] }
  /** Look at topics and deadlines anew. */
  | { readonly type: 'LOOKED' };

/** What a transition needs to know of the world, all of it read in the same transaction. */
export interface GroupWorld {
  /** Database time, ms since 1970. */
  readonly now: number;
  /** At least those that anybody subscribes to and those that there are units of; one that is missing does not exist. */
  readonly topics: readonly SubscribableTopic[];
}
