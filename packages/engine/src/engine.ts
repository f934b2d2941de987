import type { Consumer, ConsumerInput } from './consumer/consumer.ts';
import type { GroupAdmin } from './group/consumer-group.ts';
import type { MaxTimestamp } from './position/max-timestamps.ts';
import type { InitProducerInput, Producer, ProducerSequence } from './producer/producer.ts';
import type { Record, RecordToAppend } from './record/record.ts';
import type { RecordBatch } from './record/record-batch.ts';
import type { RecordFilter } from './search/record-filter.ts';
import type { TopicStatistics } from './statistics/topic-statistics.ts';
import type { LogStorage } from './topic/read-storage.ts';
import type { CreateTopicInput, Topic, TopicPage, UpdateTopicInput } from './topic/topic.ts';
import type { SqlResult, TransactionOptions, TransactionWork } from './transaction/transaction.ts';

/** What `append` takes: records of one topic, appended all or not at all. */
export interface AppendInput {
  readonly topic: string;
  /** 1 to `limits.maxRecordsPerCall` records. */
  readonly records: readonly RecordToAppend[];
  /**
   * Makes the call safe to send again, to any node: one that was appended already is not appended again and gets what the first
   * one got. Calls of a producer to a topic are appended in the order of their sequences.
   */
  readonly producer?: ProducerSequence | undefined;
}

/** Records that went to one partition, contiguous from `baseOffset`. */
export interface AppendedBatch {
  readonly partition: number;
  readonly baseOffset: number;
  readonly count: number;
  /** The database's time of the append, ms since 1970. */
  readonly appendTime: number;
}

export interface AppendResult {
  readonly topic: string;
  /** One of each partition touched, or more where the call was cut into several batch rows; by partition. */
  readonly batches: readonly AppendedBatch[];
  /** Whether it was appended before, by the same call of the same producer; what is here is what that one got. */
  readonly duplicate: boolean;
  /** Number of records of the call. */
  readonly count: number;
  /** Of the i-th record as given. */
  partition(i: number): number;
  offset(i: number): number;
  /** Milliseconds since 1970, as stored. */
  timestamp(i: number): number;
}

export interface FetchInput {
  readonly topic: string;
  readonly partition: number;
  /**
   * The first offset wanted; where it was compacted away, the next one that is there. OFFSET_OUT_OF_RANGE when it lies before the
   * log's start or beyond its end.
   */
  readonly offset: number;
  /** At which the offset was remembered; OFFSET_OUT_OF_RANGE when the log has lost it since. Omitted: what is there now. */
  readonly logEpoch?: number | undefined;
  /** Stops behind the batch that reaches it; at least one batch comes. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Default 1,000. */
  readonly maxRecords?: number;
}

export interface PartitionOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** As the batch said that the offset is from: OFFSET_OUT_OF_RANGE when the log has lost it since. Omitted: what is there now. */
  readonly logEpoch?: number | undefined;
}

/**
 * Where reading starts. `offset` is for a single partition. `offsets` are per partition, each named once; partitions not named start at
 * EARLIEST. `timestamp` (ms) is the first record of each partition with that time or a later one, else its end.
 * `last`: the newest n over all partitions, by (timestamp, partition, offset).
 */
export type Position =
  | { readonly edge: 'EARLIEST' | 'LATEST' }
  | { readonly offset: number; readonly logEpoch?: number | undefined }
  | { readonly offsets: readonly PartitionOffset[] }
  | { readonly timestamp: number }
  | { readonly last: number };

export interface ReadInput {
  /** At least one; TOPIC_NOT_FOUND for one that does not exist. */
  readonly topics: readonly string[];
  /** Only these partitions of every topic, at least one; PARTITION_NOT_FOUND for one that does not exist. */
  readonly partitions?: readonly number[] | undefined;
  /** Default LATEST. */
  readonly from?: Position | undefined;
  /** Most records a batch. Default 1,000. */
  readonly maxRecords?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PartitionTimestamp {
  readonly partition: number;
  /** ms since 1970. */
  readonly timestamp: number;
}

export interface PartitionBounds {
  readonly topic: string;
  readonly partition: number;
  readonly logStartOffset: number;
  /** The next offset to be written. */
  readonly endOffset: number;
  /** The log's epoch: remembered with an offset it tells whether the log has lost it since. */
  readonly logEpoch: number;
}

/** A page of records over partitions, ascending by (timestamp, partition, offset), offset order kept within a partition. */
export interface RecordPage {
  /** Offset each of the partitions is read from, in their order: those of the page, or where they stand. */
  readonly starts: readonly number[];
  readonly records: readonly Record[];
  /** Pass as `cursor` to go on behind this page. */
  readonly next: string;
  /** Pass as `cursor` for the page before this one; null when there is none. */
  readonly previous: string | null;
  /** Whether every partition was read to its end. */
  readonly atEnd: boolean;
  /** Of a page with a filter: how far it looked. */
  readonly search?: SearchProgress;
}

/** How far a page with a filter looked. It goes on from `next`, or from `previous` where it went backward. */
export interface SearchProgress {
  /** LIMIT: as many were found as wanted, or as a page holds; TIME: the budget was used up; DONE: there is nothing left to look at. */
  readonly ended: 'LIMIT' | 'TIME' | 'DONE';
  /** Records that were looked at: those that bounds or the key index ruled out are not among them. */
  readonly scannedRecords: number;
  /** What is behind it: offsets from `fromOffset` to `toOffset - 1` of each partition. */
  readonly partitions: readonly {
    readonly partition: number;
    readonly fromOffset: number;
    readonly toOffset: number;
  }[];
}

export interface PageInput {
  readonly topic: string;
  /** Only these, at least one; beside a cursor those it is of, or INVALID_POSITION. */
  readonly partitions?: readonly number[] | undefined;
  /** Omitted: the newest `limit`. */
  readonly from?: Position | { readonly cursor: string } | undefined;
  /** 1 to 10,000. Fewer come where `limits.maxPageBytes` are full before: `atEnd` and `previous` tell whether there are others. */
  readonly limit: number;
  /**
   * Only records that match: forward from a position, backward where none is given or `last`, which counts matches. Between
   * partitions records come in the order of time as far as rows of one segment tell.
   */
  readonly filter?: RecordFilter | undefined;
  /** With a filter: milliseconds after which the page ends with what was found. Default `limits.searchBudgetMs`. */
  readonly budgetMs?: number | undefined;
  /** With a filter: an abort ends the search in Postgres too, and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface TopicAdmin {
  /** TOPIC_ALREADY_EXISTS, INVALID_TOPIC_NAME, INVALID_PARTITIONS, INVALID_CONFIG. */
  create(input: CreateTopicInput): Promise<Topic>;
  /** null when there is none of that name. */
  describe(name: string): Promise<Topic | null>;
  /** By name; `after` is the name of the last topic of the page before. INVALID_INPUT for U+0000 in either text. */
  list(input: { search?: string; internal?: boolean; first: number; after?: string }): Promise<TopicPage>;
  /** Changes configuration (a null value goes back to the default) and adds partitions; never removes any. */
  update(input: UpdateTopicInput): Promise<Topic>;
  /** Gone at once for readers and writers; its tables are dropped as soon as nobody reads them. */
  delete(name: string): Promise<Topic>;
  /**
   * Moves the log's start: records before it can no longer be read, and segments that hold no others are dropped, for which the open one
   * is sealed when nine tenths of its records are deleted. Without `before`, all there is. A `before` beyond the partition's end is OFFSET_OUT_OF_RANGE, a partition that is named twice and a list of
   * none INVALID_INPUT; one before the start changes nothing.
   */
  deleteRecords(input: {
    topic: string;
    partitions: readonly { partition: number; before?: number | undefined }[];
  }): Promise<readonly PartitionBounds[]>;
  /** Bounds of a topic's partitions, all of them by default. */
  bounds(topic: string, partitions?: readonly number[]): Promise<readonly PartitionBounds[]>;
  /**
   * Of each partition the first offset whose record has the given time (ms) or a later one, in the order of what was asked; null: the
   * partition ends before it. All that is asked in one turn is one statement. PARTITION_NOT_FOUND, INVALID_POSITION. Kafka's
   * `offsetsForTimes`.
   */
  offsetsForTimes(topic: string, times: readonly PartitionTimestamp[]): Promise<readonly (number | null)[]>;
  /**
   * The record with the latest time of each partition, all of them by default, in their order; null: no records. Looks at the rows of
   * the open segment, so not for every second. One statement a turn. Kafka's `OffsetSpec.maxTimestamp`.
   */
  maxTimestamps(topic: string, partitions?: readonly number[]): Promise<readonly (MaxTimestamp | null)[]>;
  /** Bytes on disk of a topic's segments, with indexes. All partitions of a topic share them, so a partition has no size of its own. */
  sizeBytes(topic: string): Promise<number>;
  /** What a topic comes to, cheaply: nothing is counted. `maxSegments` of the newest are listed, 50 by default. */
  statistics(topic: string, maxSegments?: number): Promise<TopicStatistics>;
  /** What the first `first` topics by name have on disk, and what waits to be dropped. For metrics: sealed segments as last measured. */
  storage(input: { first: number }): Promise<LogStorage>;
}

/** A process of the platform, as every node sees it. */
export interface NodeInfo {
  readonly id: string;
  readonly role: string;
  readonly hostname: string;
  readonly processId: number;
  readonly version: string;
  readonly address: string | null;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  /** Whether its heartbeat is recent. */
  readonly alive: boolean;
}

/** What a transaction gave once it was committed. */
export interface TransactionResult<T> {
  /** What the callback gave. */
  readonly value: T;
  /** What each `append` appended, in the order they were called. */
  readonly appends: readonly AppendResult[];
}

/**
 * What not every store can do; what can live without it does. SQL_IN_TRANSACTIONS: `query` in a transaction, on the database that the log
 * is in.
 */
export type EngineCapability = 'SQL_IN_TRANSACTIONS';

/** The engine's door. Offsets, times (ms) and sizes are numbers, exact to 2^53. */
export interface Engine {
  readonly nodeId: string;
  readonly capabilities: ReadonlySet<EngineCapability>;
  /** The log's epoch, as this node knows it: it rises when the log may have lost its end. Kafka's leader epoch (KIP-320). */
  readonly logEpoch: number;
  readonly topics: TopicAdmin;
  readonly groups: GroupAdmin;
  /**
   * Appends the records of one call, all or none, and resolves once they are fsynced. An abort before they are on their
   * way takes them back; later it is too late and the call settles by what happened.
   * UNKNOWN_OUTCOME: the connection was lost during the commit, they may or may not be there. With `producer` it goes again by
   * itself, and is retriable where time was out. PRODUCER_FENCED, UNKNOWN_PRODUCER_ID, OUT_OF_ORDER_SEQUENCE: nothing was appended;
   * DUPLICATE_SEQUENCE: it was appended long ago.
   */
  append(input: AppendInput, options?: { signal?: AbortSignal | undefined }): Promise<AppendResult>;
  /**
   * Makes a producer, whose calls can be sent again without being appended twice; for a transactional id the same one with the
   * next epoch, once nothing of an older epoch can be appended any more. INVALID_INPUT, PARTITION_BUSY.
   */
  initProducer(input?: InitProducerInput): Promise<Producer>;
  /**
   * Many appends, offsets of consumers and the caller's own SQL in one commit: all of it or nothing. What `work` appends and commits
   * is done behind it, so a slow one keeps no partition from others; it runs once, and when it throws nothing ever was. What may be
   * tried again is: a roll, a partition that somebody holds. A transaction within it is one of its own.
   * TRANSACTION_TIMEOUT; TRANSACTION_ENDED when its SQL failed or ended it; PARTITION_BUSY; FENCED_MEMBER, ILLEGAL_GENERATION;
   * PRODUCER_FENCED; QUEUE_FULL; UNKNOWN_OUTCOME: the connection was lost during the commit, all of it is there or nothing; with an
   * `idempotencyKey` it can be done again, DUPLICATE_TRANSACTION when it is there. Kafka's transactions, without its coordinator; in a transaction that somebody else commits, use the outbox.
   *
   * @example
   * await engine.transaction(async (tx) => {
   *   await tx.append({ topic: 'invoices', records: event.batch.map(invoiceOf) });
   *   await tx.query('update totals set amount = amount + $1', [amountOf(event.batch)]);
   *   await tx.commit(consumer, event);
   * });
   */
  transaction<T>(work: TransactionWork<T>, options?: TransactionOptions): Promise<TransactionResult<T>>;
  /**
   * One statement of the caller's own, in a transaction of its own: committed once it resolves. Each may run in another session. What keeps
   * Postgres from answering is POSTGRES_UNAVAILABLE or STORAGE_FULL; other errors are those of `pg`. Only where the engine has the
   * capability SQL_IN_TRANSACTIONS.
   */
  query<R extends object = { [column: string]: unknown }>(
    sql: string,
    parameters?: readonly unknown[],
  ): Promise<SqlResult<R>>;
  /** Records of one partition from an offset, as many as there are within the bounds, possibly none. Does not wait. */
  fetch(input: FetchInput): Promise<RecordBatch>;
  /**
   * Reads on for ever: what is there, then what comes. Batches of one partition come in offset order, without gaps
   * but those that compaction has made.
   * `return()` takes effect at once, also while waiting. Ends by error when a topic is deleted, and with
   * OFFSET_OUT_OF_RANGE when records are deleted that it has not read yet, or the log has lost some that it has read (a restore, a
   * failover): the details say where the log ended.
   */
  read(input: ReadInput): AsyncIterableIterator<RecordBatch>;
  /** A member of a consumer group. INVALID_INPUT and the like for what can be told without asking; all else comes with `next()`. */
  consumer(input: ConsumerInput): Consumer;
  /**
   * Reads once over a topic's partitions. INVALID_POSITION for a cursor of another topic; with a filter also INVALID_FILTER, and
   * SEARCH_TIMEOUT when a single batch of records takes too long to look at.
   */
  page(input: PageInput): Promise<RecordPage>;
  nodes(): Promise<readonly NodeInfo[]>;
  /** Resolves when the database answers; for health checks. */
  ping(): Promise<void>;
  /** Stops taking calls (SHUTTING_DOWN), finishes those it took, ends readers with SHUTTING_DOWN. */
  close(): Promise<void>;
}
