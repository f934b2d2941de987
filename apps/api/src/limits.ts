const mebibyte = 1024 * 1024;

/** What one client may ask of this process; on by default. Every name ends in its unit or says what it counts. */
export interface ApiLimits {
  /** Of an HTTP request, and of one WebSocket message. */
  readonly maxBodyBytes: number;
  /** How long a client may take to send one request. */
  readonly requestTimeoutMs: number;
  /** Lexical tokens of a query text. Long lists belong in variables, which do not count. */
  readonly maxQueryTokens: number;
  /** Levels of nested fields. Introspection as GraphiQL does it needs 15. */
  readonly maxQueryDepth: number;
  /** Selected fields, fragments expanded. */
  readonly maxQueryFields: number;
  readonly maxQueryAliases: number;
  readonly maxQueryDirectives: number;
  /** Fields of Query or Mutation in one operation, those in fragments included. */
  readonly maxRootFields: number;
  /** Fields times the sizes of the lists they are in, as the arguments `first`, `limit`, `maxRecords` and `segments` or their defaults give them. */
  readonly maxQueryCost: number;
  /** Of memory, for the operations that were used last: their text, their nodes and their compiled code. */
  readonly maxOperationCacheBytes: number;
  readonly maxRecordsPerCall: number;
  readonly maxRecordsPerPage: number;
  /** Of one message of a tail or of a consumer. */
  readonly maxRecordsPerBatch: number;
  /** Longest `maxWaitMs` of a tail or of a consumer. */
  readonly maxBatchWaitMs: number;
  /** That one `tail` or `consume` names. */
  readonly maxTopicsPerTail: number;
  readonly maxTopicsPerPage: number;
  /** Of one topic's statistics. */
  readonly maxListedSegments: number;
  readonly maxGroupsPerPage: number;
  /** Of stream processing, and of errors of one of them. */
  readonly maxApplicationsPerPage: number;
  readonly maxTableEntriesPerPage: number;
  /** That one `tableChanged` names. */
  readonly maxKeysPerTableWatch: number;
  readonly maxSocketsPerAddress: number;
  /** Queries and mutations in flight on one socket. */
  readonly maxOperationsPerSocket: number;
  readonly maxSubscriptionsPerSocket: number;
  readonly connectionInitTimeoutMs: number;
  /** A ping every so often; a socket that neither answers, nor takes data, nor sends any for as long is ended. */
  readonly keepAliveMs: number;
  /**
   * Bytes that wait for a client to read them before its subscriptions stop reading. With as much again of answers, what it sends
   * is not read either until it has taken them.
   */
  readonly maxSocketBufferBytes: number;
  /** How long Postgres may be away when the process starts before it gives up. */
  readonly connectTimeoutMs: number;
  /** How long a graceful stop waits for what is in flight. */
  readonly stopTimeoutMs: number;
}

/** `details` of a LIMIT_EXCEEDED: which limit it was. */
export interface ExceededLimit {
  readonly limit: keyof ApiLimits;
  readonly value: number;
}

export const defaultLimits: ApiLimits = {
  maxBodyBytes: 16 * mebibyte,
  requestTimeoutMs: 60_000,
  maxQueryTokens: 10_000,
  maxQueryDepth: 20,
  maxQueryFields: 1_000,
  maxQueryAliases: 50,
  maxQueryDirectives: 50,
  maxRootFields: 20,
  maxQueryCost: 300_000,
  maxOperationCacheBytes: 16 * mebibyte,
  maxRecordsPerCall: 10_000,
  maxRecordsPerPage: 10_000,
  maxRecordsPerBatch: 10_000,
  maxBatchWaitMs: 60_000,
  maxTopicsPerTail: 100,
  maxTopicsPerPage: 200,
  maxListedSegments: 1_000,
  maxGroupsPerPage: 200,
  maxApplicationsPerPage: 200,
  maxTableEntriesPerPage: 1_000,
  maxKeysPerTableWatch: 1_000,
  maxSocketsPerAddress: 1_000,
  maxOperationsPerSocket: 1_000,
  maxSubscriptionsPerSocket: 100,
  connectionInitTimeoutMs: 5_000,
  keepAliveMs: 12_000,
  maxSocketBufferBytes: mebibyte,
  connectTimeoutMs: 300_000,
  stopTimeoutMs: 10_000,
};
