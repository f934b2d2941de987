import type { ClientBase } from 'pg';
import type { UnitOfTopics } from '../group/group-state.ts';
import type { RecordBatch } from '../record/record-batch.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Where a group without a committed offset starts in a partition. NONE: NO_COMMITTED_OFFSET. */
export type ResetPolicy = 'EARLIEST' | 'LATEST' | 'NONE';

/**
 * MANUAL: by `commit`. ON_DELIVERY: a batch is committed when the next event is asked for, before that is handed out, and the last one
 * as the consumer leaves: at most once.
 */
export type CommitMode = 'MANUAL' | 'ON_DELIVERY';

export interface ConsumerInput {
  /** 1 to 249 of a-z A-Z 0-9 . _ -, neither . nor ..; made by its first member. INVALID_GROUP_ID. */
  readonly group: string;
  /** Topics by name, or `topicPattern`. TOPIC_NOT_FOUND for one that does not exist. */
  readonly topics?: readonly string[] | undefined;
  /** RE2 over whole names; topics made later join by themselves, internal ones never. INVALID_PATTERN. */
  readonly topicPattern?: string | undefined;
  /** Topics whose partitions of one number go to one member. Default: every partition by itself. INCONSISTENT_GROUP. */
  readonly units?: readonly UnitOfTopics[] | undefined;
  /** For people. Default `consumer`. */
  readonly clientId?: string | undefined;
  /** Makes it a static member: back within the session timeout it has its partitions again, without a rebalance. */
  readonly instanceId?: string | undefined;
  /** Default EARLIEST. LATEST starts behind what is there when the group first gets a partition, and commits that at once. */
  readonly resetPolicy?: ResetPolicy | undefined;
  /** Of topics that have another one, by name. */
  readonly resetPolicies?: { readonly [topic: string]: ResetPolicy } | undefined;
  readonly commitMode?: CommitMode | undefined;
  /** Records handed out and not committed before reading pauses: never more. 1 to 1,000,000, default 5,000. */
  readonly maxUncommitted?: number | undefined;
  /** Most records a batch. 1 to 100,000, default 500. */
  readonly maxRecords?: number | undefined;
  /**
   * How long records may be held without a commit before the member loses everything: from the first that is held, and anew from
   * every commit that covers some. Up to 7 days, default 300,000. Who holds nothing may take its time.
   */
  readonly maxProcessingMs?: number | undefined;
  /** How long it may go on committing what is being taken from it. Up to a day, default 10,000. */
  readonly revocationTimeoutMs?: number | undefined;
  /** How long its node may be silent: two heartbeats to 30 minutes. Default 10,000 (the engine's `sessionTimeoutMs`). */
  readonly sessionTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface AssignedPartition extends TopicPartition {
  /** Where reading starts, or goes on. */
  readonly offset: number;
}

/** All that the member owns now. The first event, and again whenever it changes; what is not in it is not its own any more. */
export interface AssignmentEvent {
  readonly kind: 'ASSIGNMENT';
  /** Another one after the member was thought dead and joined anew. */
  readonly memberId: string;
  readonly generation: number;
  readonly partitions: readonly AssignedPartition[];
}

/**
 * Nothing more is read of these. They move once what was handed out of them is committed, or at the deadline. Left out where they
 * have moved before it was asked for: the assignment says so.
 */
export interface RevocationEvent {
  readonly kind: 'REVOCATION';
  readonly partitions: readonly TopicPartition[];
  /** Database time, ms since 1970. */
  readonly deadline: number;
}

export interface RecordsEvent {
  readonly kind: 'RECORDS';
  readonly memberId: string;
  /** What a commit of it is fenced by. */
  readonly generation: number;
  readonly batch: RecordBatch;
}

export type ConsumerEvent = AssignmentEvent | RevocationEvent | RecordsEvent;

export interface OffsetToCommit extends TopicPartition {
  /** The next offset to read: one more than the last that is done. May lie before what is committed. */
  readonly nextOffset: number;
  readonly logEpoch?: number | undefined;
  /** Up to 4,096 characters. */
  readonly metadata?: string | null | undefined;
}

/**
 * One member of a consumer group. It joins with the first `next()` and leaves with `return()`, an aborted signal or an error; one that
 * was thought dead (its node was frozen or cut off) joins anew by itself. `next` ends with PROCESSING_TIMEOUT, NO_COMMITTED_OFFSET,
 * FENCED_INSTANCE (another one took its instanceId), TOPIC_NOT_FOUND and INCONSISTENT_GROUP while joining, SHUTTING_DOWN.
 * Kafka's KafkaConsumer; its poll loop is the iteration.
 *
 * @example
 * for await (const event of engine.consumer({ group: 'billing', topics: ['orders'] })) {
 *   if (event.kind !== 'RECORDS') continue;
 *   for (const record of event.batch) await bill(record);
 *   await consumer.commit(event);
 * }
 */
export interface Consumer extends AsyncIterableIterator<ConsumerEvent> {
  /** null before it has joined. */
  readonly memberId: string | null;
  readonly assignment: readonly AssignedPartition[];
  /**
   * All records of a batch, or any offsets of owned partitions; all or nothing. FENCED_MEMBER, ILLEGAL_GENERATION,
   * OFFSET_OUT_OF_RANGE beyond the end. `release`: gives the partitions up if they are being revoked, done or not. `metadata` is
   * that of a batch's commit. `generation` fences offsets as an event's does: that of the assignment under which somebody far away
   * (a client of the API) got the records; omitted: that at which each partition was got.
   */
  commit(
    what: RecordsEvent | readonly OffsetToCommit[],
    options?: { readonly release?: boolean; readonly metadata?: string | null; readonly generation?: number },
  ): Promise<void>;
  /**
   * The same inside the caller's transaction (READ COMMITTED, on the engine's database). Call the result once it has
   * committed, so that the consumer counts it; when it is rolled back, nothing was committed.
   */
  commitIn(client: ClientBase, what: RecordsEvent | readonly OffsetToCommit[]): Promise<() => void>;
  /**
   * Reads on from elsewhere in owned partitions; nothing is committed by it, and what was handed out of them is not waited for any
   * more. OFFSET_OUT_OF_RANGE, INVALID_POSITION, FENCED_MEMBER.
   */
  seek(
    partitions: readonly TopicPartition[],
    to: { readonly edge: 'EARLIEST' | 'LATEST' } | { readonly offset: number } | { readonly timestamp: number },
  ): Promise<void>;
  /** Keeps partitions, reading nothing of them. Forgotten for those that move; those that are not owned are left out. */
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
}
