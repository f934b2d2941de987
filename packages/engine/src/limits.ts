/** What the engine holds at most; every name ends in its unit. */
export interface EngineLimits {
  readonly maxRecordsPerCall: number;
  /** Keys, values and headers of one `append`. */
  readonly maxCallBytes: number;
  /** Bytes that may wait in one append lane, 64 more a record, before calls are refused with QUEUE_FULL. */
  readonly maxLaneQueueBytes: number;
  /** Bytes one transaction of a lane takes at most (a single call may be larger). */
  readonly maxFlushBytes: number;
  /** Partitions one transaction of a lane locks at most: locks live in Postgres's shared memory. */
  readonly maxFlushPartitions: number;
  /** Producers' topics one transaction of a lane takes calls with sequences of at most: two locks each. */
  readonly maxFlushProducers: number;
  /** Bytes of a batch row; a record larger than that has a row of its own. */
  readonly maxBatchBytes: number;
  /** Append lanes, each with a connection; a topic belongs to one. */
  readonly appendLanes: number;
  /** How long a call may wait for a busy partition or for Postgres to come back before it fails. Nothing was written then. */
  readonly deliveryTimeoutMs: number;
  /** How long a call waits in a node for the calls of its producer whose sequences come before its own. */
  readonly sequenceWaitMs: number;
  /** A table of producers' calls is rolled once it has this many bytes. */
  readonly producerTableBytes: number;
  /** A producer that appends nothing for so long is forgotten; Kafka's producer.id.expiration.ms. */
  readonly producerExpirationMs: number;
  /** The same for one with a transactional id; Kafka's transactional.id.expiration.ms. */
  readonly transactionalIdExpirationMs: number;
  readonly maxPartitionsPerTopic: number;
  /** Newest batches of a partition that is being read, kept in memory. */
  readonly maxRingBytes: number;
  /** All rings of a node together. */
  readonly maxRingsBytes: number;
  /** Batch rows a single read from the database takes at most. */
  readonly maxFetchBatches: number;
  readonly maxFetchBytes: number;
  /** What all readers of a node may hold of reads from the database; each gets its share, but never less than `minFetchBytes`. */
  readonly maxReadersBytes: number;
  readonly minFetchBytes: number;
  /** Keys, values and headers that a page of records holds at most, but for a single larger record; Kafka's fetch.max.bytes. */
  readonly maxPageBytes: number;
  /** How long a reader rides out an outage of Postgres before it ends with POSTGRES_UNAVAILABLE. */
  readonly readerRetryMs: number;
  /** At most one hint to other nodes in this time. */
  readonly notifyIntervalMs: number;
  /** Safety net behind the hints: how often the ends of partitions with readers are looked up. */
  readonly pollIntervalMs: number;
  readonly heartbeatIntervalMs: number;
  /** How long a node may be silent before its members lose their partitions; a consumer may choose another. */
  readonly sessionTimeoutMs: number;
  /** How often a node looks for members whose session is over and revocations whose deadline has passed. */
  readonly groupCheckIntervalMs: number;
  readonly maxMembersPerGroup: number;
  /** Topics one subscription may name. */
  readonly maxTopicsPerSubscription: number;
  readonly maxPartitionsPerCommit: number;
  /** Partitions' commits that may wait in a node before further ones are refused with QUEUE_FULL. */
  readonly maxQueuedCommits: number;
  /** A table of committed offsets is rolled once it has this many bytes. */
  readonly offsetTableBytes: number;
  /** Transactions under way at a time; more are refused with QUEUE_FULL. */
  readonly maxTransactions: number;
  /** Sessions that transactions run in: one in its commit, or from the first statement of its caller on. Others wait for them. */
  readonly transactionSessions: number;
  /** From a transaction's begin to its commit; a caller may choose less. */
  readonly transactionTimeoutMs: number;
  /** How long the idempotency key of a transaction is remembered. */
  readonly transactionKeyMs: number;
  readonly maxTransactionRecords: number;
  /** Keys, values and headers that one transaction appends. */
  readonly maxTransactionBytes: number;
  /** The same of all transactions of a node together. */
  readonly maxTransactionsBytes: number;
  /** Partitions one transaction appends to: locks live in Postgres's shared memory. */
  readonly maxTransactionPartitions: number;
  /**
   * How often the node that relays the outbox looks whether there is something in it: most of how long a record is on its way. Below
   * 5,000: a session that is silent for longer counts as one of a frozen process.
   */
  readonly outboxPollIntervalMs: number;
  /** A table of the outbox is rolled once it has this many bytes. */
  readonly outboxTableBytes: number;
  /** How often a topic that is written to is looked at for rolling, and dropped tables are tried again. */
  readonly maintenanceIntervalMs: number;
  /** How often one of the nodes looks for segments that are to leave the log. Infinity: this node never does. */
  readonly retentionIntervalMs: number;
  /** How often sealed segments are looked at for compaction and merging; a roll on this node is looked at at once. */
  readonly compactionIntervalMs: number;
  /** What compaction and merging read and write at most, and key indexes are written. */
  readonly maxRewriteBytesPerSecond: number;
  /** Compaction and merging, and the making of key indexes, work this part of the time each, and rest for the others. */
  readonly maxRewritePercent: number;
  /** Keys compaction remembers at once: some 40 bytes and the key itself, each. More keys take several passes. */
  readonly maxCompactionMapBytes: number;
  /** How often one of the nodes looks for key indexes that are to be made or dropped. */
  readonly keyIndexIntervalMs: number;
  /** How long a page with a filter looks for records before it ends with what it has. */
  readonly searchBudgetMs: number;
  /** How long Postgres may work on one step of a search; a single batch of records that takes longer is SEARCH_TIMEOUT. */
  readonly searchStatementTimeoutMs: number;
  /** Connections of the pool that searches of a node use at a time, in turns. */
  readonly searchConnections: number;
  /** Searches of a node at a time, with those that wait for their turn; more are refused with QUEUE_FULL. */
  readonly maxSearches: number;
}

const mebibyte = 1024 * 1024;
const hourMs = 3_600_000;

export const defaultLimits: EngineLimits = {
  maxRecordsPerCall: 10_000,
  maxCallBytes: 64 * mebibyte,
  maxLaneQueueBytes: 64 * mebibyte,
  maxFlushBytes: 4 * mebibyte,
  maxFlushPartitions: 256,
  maxFlushProducers: 256,
  maxBatchBytes: mebibyte,
  appendLanes: 2,
  deliveryTimeoutMs: 30_000,
  sequenceWaitMs: 1_000,
  producerTableBytes: 32 * mebibyte,
  producerExpirationMs: 24 * hourMs,
  transactionalIdExpirationMs: 7 * 24 * hourMs,
  maxPartitionsPerTopic: 1_000,
  maxRingBytes: mebibyte,
  maxRingsBytes: 32 * mebibyte,
  maxFetchBatches: 1_000,
  maxFetchBytes: 4 * mebibyte,
  maxReadersBytes: 48 * mebibyte,
  minFetchBytes: mebibyte / 4,
  maxPageBytes: 8 * mebibyte,
  readerRetryMs: 60_000,
  notifyIntervalMs: 5,
  pollIntervalMs: 1_000,
  heartbeatIntervalMs: 3_000,
  sessionTimeoutMs: 10_000,
  groupCheckIntervalMs: 500,
  maxMembersPerGroup: 1_000,
  maxTopicsPerSubscription: 1_000,
  maxPartitionsPerCommit: 10_000,
  maxQueuedCommits: 100_000,
  offsetTableBytes: 8 * mebibyte,
  maxTransactions: 1_000,
  transactionSessions: 8,
  transactionTimeoutMs: 60_000,
  transactionKeyMs: 7 * 86_400_000,
  maxTransactionRecords: 100_000,
  maxTransactionBytes: 64 * mebibyte,
  maxTransactionsBytes: 128 * mebibyte,
  maxTransactionPartitions: 1_000,
  outboxPollIntervalMs: 25,
  outboxTableBytes: 32 * mebibyte,
  maintenanceIntervalMs: 1_000,
  retentionIntervalMs: 5_000,
  compactionIntervalMs: 15_000,
  maxRewriteBytesPerSecond: 64 * mebibyte,
  maxRewritePercent: 25,
  maxCompactionMapBytes: 64 * mebibyte,
  keyIndexIntervalMs: 5_000,
  searchBudgetMs: 1_000,
  searchStatementTimeoutMs: 3_000,
  searchConnections: 3,
  maxSearches: 100,
};
