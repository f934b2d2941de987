import type { ClientBase } from 'pg';

/** The next offset to read in one partition of a group. */
export interface PartitionCommit {
  readonly partitionId: number;
  /** For messages. */
  readonly topic: string;
  readonly partition: number;
  /** The generation of the group as the member knew it when it got the records. */
  readonly generation: number;
  readonly nextOffset: number;
  readonly logEpoch: number;
  readonly metadata: string | null;
}

/** All of it is accepted, or none. */
export interface CommitRequest {
  readonly groupId: number;
  readonly memberId: string;
  readonly partitions: readonly PartitionCommit[];
}

export interface CommittedOffset {
  readonly partitionId: number;
  readonly nextOffset: number;
  readonly logEpoch: number;
  readonly metadata: string | null;
  /** Database time, ms since 1970. */
  readonly committedAt: number;
}

/** Fenced commits of a node, many calls in one transaction. The port between consumers and the offset tables. */
export interface OffsetCommitter {
  /**
   * Resolves once it is fsynced. FENCED_MEMBER when another member owns a partition, or nobody; ILLEGAL_GENERATION when the
   * member lost and regained it since. One refused request does not fail the others of its batch. QUEUE_FULL.
   * POSTGRES_UNAVAILABLE after `deliveryTimeoutMs`; UNKNOWN_OUTCOME is tried again, because a commit may be repeated.
   */
  commit(request: CommitRequest): Promise<void>;
  /**
   * The same inside the caller's transaction, which must be READ COMMITTED: it takes effect with the caller's commit. The last
   * statement before it, because it holds the rows that ownership moves by.
   */
  commitIn(client: ClientBase, request: CommitRequest): Promise<void>;
  /** The newest committed offsets of a group; partitions without one are left out. */
  committed(groupId: number, partitionIds: readonly number[]): Promise<readonly CommittedOffset[]>;
  /**
   * Writes offsets whoever owns the partitions: for resets, inside the transaction that holds the group's row and has seen
   * that it is empty. A null nextOffset deletes.
   */
  overwriteIn(
    client: ClientBase,
    groupId: number,
    offsets: readonly { readonly partitionId: number; readonly nextOffset: number | null; readonly logEpoch: number }[],
  ): Promise<void>;
  /** Stops taking commits (SHUTTING_DOWN), finishes those it took. */
  close(): Promise<void>;
}
