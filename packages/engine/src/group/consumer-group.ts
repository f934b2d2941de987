import type { TopicPartition } from '../consumer/consumer.ts';
import type { Subscription } from './group-state.ts';

/** EMPTY: no member. RECONCILING: partitions are on their way. STABLE: everybody has what they shall have. */
export type ConsumerGroupState = 'EMPTY' | 'RECONCILING' | 'STABLE';

export interface GroupMemberInfo {
  readonly id: string;
  readonly clientId: string;
  readonly instanceId: string | null;
  readonly nodeId: string;
  readonly subscription: Subscription;
  /** A static member that left and may come back. */
  readonly away: boolean;
  readonly joinedAt: Date;
  readonly partitions: readonly TopicPartition[];
}

/** A partition that a group reads or has committed in. */
export interface GroupPartitionInfo extends TopicPartition {
  readonly memberId: string | null;
  /** While it is being revoked: when it moves at the latest, ms since 1970. */
  readonly revokeDeadline: number | null;
  readonly committedOffset: number | null;
  readonly metadata: string | null;
  readonly committedAt: Date | null;
  readonly logStartOffset: number;
  readonly endOffset: number;
  /** Records from the committed offset (without one: from the log's start) to the end. */
  readonly lag: number;
  /** How long the first record that is not committed has been there, in ms; 0 without lag. */
  readonly lagMs: number;
}

export interface ConsumerGroupSummary {
  readonly id: number;
  readonly name: string;
  readonly state: ConsumerGroupState;
  readonly generation: number;
  readonly memberCount: number;
  /** That it reads or has committed in, by name. */
  readonly topics: readonly string[];
  /** Over all partitions. */
  readonly lag: number;
  /** Of the partition that is furthest behind. */
  readonly lagMs: number;
  readonly createdAt: Date;
}

export interface ConsumerGroup extends ConsumerGroupSummary {
  readonly members: readonly GroupMemberInfo[];
  /** By topic and number. */
  readonly partitions: readonly GroupPartitionInfo[];
}

export interface ConsumerGroupPage {
  readonly groups: readonly ConsumerGroupSummary[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
}

/** Where committed offsets are reset to. `shiftBy` is from what is committed; both are bounded by the log. */
export type ResetTarget =
  | { readonly edge: 'EARLIEST' | 'LATEST' }
  | { readonly offset: number }
  | { readonly timestamp: number }
  | { readonly shiftBy: number }
  /** What another group has committed; partitions without are left as they are. */
  | { readonly group: string };

export interface OffsetReset extends TopicPartition {
  readonly committedOffset: number | null;
  /** null: the target has none, it stays as it is. */
  readonly newOffset: number | null;
  readonly logStartOffset: number;
  readonly endOffset: number;
}

/** Looks after groups, from any node. GROUP_NOT_FOUND where a name is unknown, unless said otherwise. */
export interface GroupAdmin {
  /** By name; `after` is the name of the last group of the page before. `topic`: only groups that read it or committed in it. */
  list(input: {
    readonly search?: string | undefined;
    readonly topic?: string | undefined;
    readonly first: number;
    readonly after?: string | undefined;
  }): Promise<ConsumerGroupPage>;
  /** null when there is none of that name. */
  describe(name: string): Promise<ConsumerGroup | null>;
  /** Commits for a member that lives in any node; all or nothing. UNKNOWN_MEMBER, and the errors of `Consumer.commit`. */
  commitOffsets(input: {
    readonly group: string;
    readonly memberId: string;
    readonly generation: number;
    readonly offsets: readonly (TopicPartition & {
      readonly nextOffset: number;
      readonly logEpoch?: number | undefined;
      readonly metadata?: string | null | undefined;
    })[];
    readonly release?: boolean | undefined;
  }): Promise<void>;
  /**
   * Only while the group has no member (GROUP_NOT_EMPTY); makes the group if there is none. Tells what it does, or with
   * `dryRun` would do (also for a group that has members). Default: all partitions of the topic.
   */
  resetOffsets(input: {
    readonly group: string;
    readonly topic: string;
    readonly partitions?: readonly number[] | undefined;
    readonly to: ResetTarget;
    readonly dryRun?: boolean | undefined;
  }): Promise<readonly OffsetReset[]>;
  /** GROUP_NOT_EMPTY. */
  delete(name: string): Promise<void>;
  /** Forgets what was committed in a topic. GROUP_NOT_EMPTY while a member reads it. */
  deleteOffsets(input: {
    readonly group: string;
    readonly topic: string;
    readonly partitions?: readonly number[] | undefined;
  }): Promise<void>;
  /** Takes everything from a member at once; its consumer, if it lives, joins anew. UNKNOWN_MEMBER. */
  removeMember(input: { readonly group: string; readonly memberId: string }): Promise<void>;
  /** Names of groups whose members or assignments change, on any node; a hint may be lost with the connection. */
  changes(): AsyncIterableIterator<string>;
}
