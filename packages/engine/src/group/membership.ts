import type { Subscription } from './group-state.ts';

/** A partition of a group, by all its names. */
export interface GroupPartitionRef {
  readonly partitionId: number;
  readonly topic: string;
  readonly partition: number;
}

export interface HeldUnit {
  readonly unit: string;
  /** The generation at which the member got it. */
  readonly generation: number;
  /** Set while it is being revoked: stop reading, commit, release. Database time, ms since 1970. */
  readonly revokeDeadline: number | null;
  readonly partitions: readonly GroupPartitionRef[];
}

/** What a member owns as of the last look at the database. */
export interface MemberAssignment {
  readonly groupId: number;
  readonly generation: number;
  readonly units: readonly HeldUnit[];
}

export interface JoinRequest {
  readonly group: string;
  readonly memberId: string;
  readonly clientId: string;
  readonly instanceId: string | null;
  readonly subscription: Subscription;
  readonly sessionTimeoutMs: number;
  readonly revocationTimeoutMs: number;
}

/** The members that live in this node, and the groups they are in. The port between consumers and the coordinator. */
export interface Membership {
  /**
   * Joins, making the group if need be, and tells `listener` of the member's assignment: once before this resolves, then
   * whenever it changes (in order, the newest wins), and `null` once the group no longer knows the member. INCONSISTENT_GROUP.
   */
  join(request: JoinRequest, listener: (assignment: MemberAssignment | null) => void): Promise<MemberHandle>;
}

export interface MemberHandle {
  readonly groupId: number;
  /** Gives units up; those that it does not own are left as they are. Others may read on from what is committed. */
  release(units: readonly string[]): Promise<void>;
  /** A static member is only away, until its session timeout. After this the listener hears nothing more. */
  leave(): Promise<void>;
  /** Out at once, static or not: for a member that held records for too long. */
  remove(): Promise<void>;
}
