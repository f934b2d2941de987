import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Context } from '../execution/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string | number; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Bytes in base64 (RFC 4648, with padding). */
  Base64: { input: string; output: Uint8Array; }
  /** RFC 3339 with milliseconds, UTC: 2026-01-31T12:00:00.000Z. A given time may have another offset; it is converted. */
  DateTime: { input: number; output: number | Date; }
  /**
   * Any JSON value. Stored integers beyond 2^53 arrive as strings, digit by digit; a given number from 2^53 to 1e21 is refused,
   * because it was rounded on its way.
   */
  JSON: { input: unknown; output: unknown; }
  /** A 64-bit integer as a JSON number, exact to 2^53: byte sizes, counts and durations. */
  Long: { input: number; output: number; }
  /** A 64-bit position in a partition: a JSON number, exact to 2^53. */
  Offset: { input: number; output: number; }
};

export type AppendedBatch = {
  baseOffset: Scalars['Offset']['output'];
  count: Scalars['Int']['output'];
  partition: Scalars['Int']['output'];
};

export type AppendedRecord = {
  offset: Scalars['Offset']['output'];
  partition: Scalars['Int']['output'];
  timestamp: Scalars['DateTime']['output'];
};

/** How Postgres compresses stored records. Grows: accept unknown members. */
export type CompressionType =
  /** Only on a Postgres that was built with it. */
  | 'LZ4'
  | 'NONE'
  | 'PGLZ';

export type CreateTopicInput = {
  config?: InputMaybe<TopicConfigInput>;
  /** 1 to 249 of a-z A-Z 0-9 . _ -, neither . nor .. */
  name: Scalars['String']['input'];
  partitionCount?: Scalars['Int']['input'];
};

export type CreateTopicPayload = {
  topic: Topic;
};

export type DeleteRecordsInput = {
  /** Omitted: all records of all partitions. */
  partitions?: InputMaybe<Array<DeleteRecordsPartitionInput>>;
  topic: Scalars['String']['input'];
};

export type DeleteRecordsPartitionInput = {
  /** The first offset to stay. Omitted: the partition's end, so that nothing stays. */
  before?: InputMaybe<Scalars['Offset']['input']>;
  partition: Scalars['Int']['input'];
};

export type DeleteRecordsPayload = {
  partitions: Array<Partition>;
};

export type DeleteTopicInput = {
  name: Scalars['String']['input'];
};

export type DeleteTopicPayload = {
  /** Of the topic that was deleted. */
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
};

/** How a topic's keys or values are encoded. Grows: accept unknown members. */
export type Format =
  /** Any bytes, base64 in this API. */
  | 'BYTES'
  /** JSON: canonical (RFC 8785) for keys, JSON text for values. */
  | 'JSON'
  /** UTF-8 text. Anything but a string is stored as its canonical JSON text and read back as a string. */
  | 'STRING';

export type Header = {
  key: Scalars['String']['output'];
  /** As text; null where it is null or not UTF-8 (valueBytes). */
  value?: Maybe<Scalars['String']['output']>;
  valueBytes?: Maybe<Scalars['Base64']['output']>;
};

/** value or valueBytes; neither: a null value. */
export type HeaderInput = {
  key: Scalars['String']['input'];
  value?: InputMaybe<Scalars['String']['input']>;
  valueBytes?: InputMaybe<Scalars['Base64']['input']>;
};

export type LogEdge =
  /** The oldest record there is. */
  | 'EARLIEST'
  /** Behind the newest: only what comes from now on. */
  | 'LATEST';

export type Mutation = {
  createTopic: CreateTopicPayload;
  /** Moves the start of the log: records before it can no longer be read. */
  deleteRecords: DeleteRecordsPayload;
  /** Gone at once, with its records. A topic made later under the same name is another one. */
  deleteTopic: DeleteTopicPayload;
  /** Appends records to one topic, all or none of them; returns once they are fsynced. 1 to 10,000 records. */
  produce: ProducePayload;
  /** Changes the configuration and adds partitions. Added partitions change where keys go from then on, as in Kafka. */
  updateTopic: UpdateTopicPayload;
};


export type MutationCreateTopicArgs = {
  input: CreateTopicInput;
};


export type MutationDeleteRecordsArgs = {
  input: DeleteRecordsInput;
};


export type MutationDeleteTopicArgs = {
  input: DeleteTopicInput;
};


export type MutationProduceArgs = {
  input: ProduceInput;
};


export type MutationUpdateTopicArgs = {
  input: UpdateTopicInput;
};

export type PageInfo = {
  /** Pass as `after` for the next page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
};

export type Partition = {
  /** The next offset to be written. */
  endOffset: Scalars['Offset']['output'];
  /** The first offset that can be read. */
  logStartOffset: Scalars['Offset']['output'];
  /** From 0. */
  partition: Scalars['Int']['output'];
  recordCount: Scalars['Long']['output'];
};

export type PartitionOffsetInput = {
  logEpoch?: InputMaybe<Scalars['Int']['input']>;
  offset: Scalars['Offset']['input'];
  partition: Scalars['Int']['input'];
  topic: Scalars['String']['input'];
};

/** Where reading starts: exactly one of these. */
export type Position =
  /** Where a page of `records` ended; not for `tail`. */
  { cursor: Scalars['String']['input']; edge?: never; last?: never; offset?: never; offsets?: never; timestamp?: never; }
  |  { cursor?: never; edge: LogEdge; last?: never; offset?: never; offsets?: never; timestamp?: never; }
  |  /** The newest n over all partitions, by (timestamp, partition, offset). 1 to 10,000. */
  { cursor?: never; edge?: never; last: Scalars['Int']['input']; offset?: never; offsets?: never; timestamp?: never; }
  |  /** Of one partition: needs one topic, and `partitions` with exactly one unless the topic has only one. */
  { cursor?: never; edge?: never; last?: never; offset: Scalars['Offset']['input']; offsets?: never; timestamp?: never; }
  |  /** Per partition, others from EARLIEST: what a client passes back after a reconnect. */
  { cursor?: never; edge?: never; last?: never; offset?: never; offsets: Array<PartitionOffsetInput>; timestamp?: never; }
  |  /** The first record of each partition with this time or a later one. */
  { cursor?: never; edge?: never; last?: never; offset?: never; offsets?: never; timestamp: Scalars['DateTime']['input']; };

export type ProduceInput = {
  records: Array<RecordInput>;
  topic: Scalars['String']['input'];
};

export type ProducePayload = {
  /** Where the records went, by partition. */
  batches: Array<AppendedBatch>;
  /** Each record, in the order given. */
  records: Array<AppendedRecord>;
};

export type Query = {
  /** Reads once. from omitted: the newest. limit: 1 to 10,000. */
  records: RecordPage;
  serverNodes: Array<ServerNode>;
  /** null when there is none of that name. */
  topic?: Maybe<Topic>;
  /** By name. search: names that contain it, whatever the case. */
  topics: TopicConnection;
};


export type QueryRecordsArgs = {
  from?: InputMaybe<Position>;
  limit?: Scalars['Int']['input'];
  partitions?: InputMaybe<Array<Scalars['Int']['input']>>;
  topic: Scalars['String']['input'];
};


export type QueryTopicArgs = {
  name: Scalars['String']['input'];
};


export type QueryTopicsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  internal?: Scalars['Boolean']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
};

/** A record as read. It has no id: read with a fetch policy that does not cache. */
export type Record = {
  headers: Array<Header>;
  /** Decoded by the topic's keyFormat; BYTES as base64. null: no key, or not decodable (keyError). */
  key?: Maybe<Scalars['JSON']['output']>;
  /** As stored. */
  keyBytes?: Maybe<Scalars['Base64']['output']>;
  /** Why the key could not be decoded; its bytes are in keyBytes. */
  keyError?: Maybe<Scalars['String']['output']>;
  offset: Scalars['Offset']['output'];
  partition: Scalars['Int']['output'];
  timestamp: Scalars['DateTime']['output'];
  /** Whether the value is null, as opposed to JSON null. */
  tombstone: Scalars['Boolean']['output'];
  topic: Scalars['String']['output'];
  /** Decoded by the topic's valueFormat; BYTES as base64. null: a tombstone, JSON null, or not decodable (valueError). */
  value?: Maybe<Scalars['JSON']['output']>;
  valueBytes?: Maybe<Scalars['Base64']['output']>;
  valueError?: Maybe<Scalars['String']['output']>;
};

/** Records of one partition, in offset order. */
export type RecordBatch = {
  /** The partition's end as known when the batch was read; minus nextOffset it is the lag. */
  highWatermark: Scalars['Offset']['output'];
  logEpoch: Scalars['Int']['output'];
  /** Where to read on: pass it back as Position.offsets after a reconnect. */
  nextOffset: Scalars['Offset']['output'];
  partition: Scalars['Int']['output'];
  records: Array<Record>;
  /** Records of this partition that maxRecordsPerSecond left out before this batch. */
  skipped: Scalars['Long']['output'];
  topic: Scalars['String']['output'];
};

/**
 * Omitted or null key: no key. Omitted or null value: a tombstone (JSON null is sent as valueBytes). key and value are encoded by
 * the topic's formats. A key decides the partition as Kafka's Java client does (murmur2).
 */
export type RecordInput = {
  headers?: InputMaybe<Array<HeaderInput>>;
  key?: InputMaybe<Scalars['JSON']['input']>;
  /** The bytes themselves, instead of key. */
  keyBytes?: InputMaybe<Scalars['Base64']['input']>;
  partition?: InputMaybe<Scalars['Int']['input']>;
  /** Omitted: now. */
  timestamp?: InputMaybe<Scalars['DateTime']['input']>;
  value?: InputMaybe<Scalars['JSON']['input']>;
  /** The bytes themselves, instead of value. */
  valueBytes?: InputMaybe<Scalars['Base64']['input']>;
};

/** Ascending by (timestamp, partition, offset), offset order kept within a partition. */
export type RecordPage = {
  /** Whether every partition was read to its end. */
  atEnd: Scalars['Boolean']['output'];
  /** Position.cursor of the page behind this one; pass it again later for what came since. */
  cursor: Scalars['String']['output'];
  /** Position.cursor of the page before this one; null when there is none. */
  previousCursor?: Maybe<Scalars['String']['output']>;
  records: Array<Record>;
};

/** A process of the platform. */
export type ServerNode = {
  address?: Maybe<Scalars['String']['output']>;
  /** Whether its heartbeat is recent. */
  alive: Scalars['Boolean']['output'];
  heartbeatAt: Scalars['DateTime']['output'];
  hostname: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  processId: Scalars['Int']['output'];
  role: Scalars['String']['output'];
  startedAt: Scalars['DateTime']['output'];
  version: Scalars['String']['output'];
};

export type Subscription = {
  /**
   * Records of topics as they come: a reader with a position of its own, no group, nothing committed. from omitted: LATEST.
   * maxRecords: most records a batch, 1 to 10,000. maxWaitMs: how long a batch may wait to fill up, 0 to 60,000.
   * Over maxRecordsPerSecond (1 to 1,000,000) it skips, and says how many.
   */
  tail: RecordBatch;
};


export type SubscriptionTailArgs = {
  from?: InputMaybe<Position>;
  maxRecords?: Scalars['Int']['input'];
  maxRecordsPerSecond?: InputMaybe<Scalars['Int']['input']>;
  maxWaitMs?: Scalars['Int']['input'];
  partitions?: InputMaybe<Array<Scalars['Int']['input']>>;
  topics: Array<Scalars['String']['input']>;
};

/** Whose time a record carries. */
export type TimestampType =
  /** The producer's, or the server's where the producer gives none. */
  | 'CREATE_TIME'
  /** The time of the append, whatever the producer says. */
  | 'LOG_APPEND_TIME';

/** An ordered set of partitions of records under one name. */
export type Topic = {
  config: TopicConfig;
  /** Every configuration with what is in force, its default, unit, bounds and whether it was set. */
  configEntries: Array<TopicConfigEntry>;
  createdAt: Scalars['DateTime']['output'];
  /** A re-created topic has a new id. */
  id: Scalars['ID']['output'];
  internal: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  partitionCount: Scalars['Int']['output'];
  partitions: Array<Partition>;
  /** Records that can be read, over all partitions. */
  recordCount: Scalars['Long']['output'];
  /** Bytes on disk, with indexes. */
  sizeBytes: Scalars['Long']['output'];
};

/** What is in force: what was set, else the default. */
export type TopicConfig = {
  /** From the next segment on. Default NONE. */
  compressionType: CompressionType;
  /** Default STRING. */
  keyFormat: Format;
  /** Largest record in bytes: key, value and headers. Default 1048588. */
  maxMessageBytes: Scalars['Long']['output'];
  /** Default CREATE_TIME. */
  messageTimestampType: TimestampType;
  /** A segment is rolled once its table holds this many bytes on disk. Default 1 GiB. */
  segmentBytes: Scalars['Long']['output'];
  /** A segment that holds records is rolled once it has been open this long, in milliseconds. Default 7 days. */
  segmentMs: Scalars['Long']['output'];
  /** Default JSON. */
  valueFormat: Format;
};

export type TopicConfigEntry = {
  choices?: Maybe<Array<Scalars['String']['output']>>;
  default: Scalars['JSON']['output'];
  description: Scalars['String']['output'];
  /** Whether it was set for this topic. */
  isSet: Scalars['Boolean']['output'];
  max?: Maybe<Scalars['Long']['output']>;
  min?: Maybe<Scalars['Long']['output']>;
  name: Scalars['String']['output'];
  /** bytes or ms; null for a choice. */
  unit?: Maybe<Scalars['String']['output']>;
  /** In force now: a number or the name of an enum member. */
  value: Scalars['JSON']['output'];
};

/** Omitted: as it is. null: back to the default. */
export type TopicConfigInput = {
  compressionType?: InputMaybe<CompressionType>;
  keyFormat?: InputMaybe<Format>;
  maxMessageBytes?: InputMaybe<Scalars['Long']['input']>;
  messageTimestampType?: InputMaybe<TimestampType>;
  segmentBytes?: InputMaybe<Scalars['Long']['input']>;
  segmentMs?: InputMaybe<Scalars['Long']['input']>;
  valueFormat?: InputMaybe<Format>;
};

export type TopicConnection = {
  nodes: Array<Topic>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type UpdateTopicInput = {
  config?: InputMaybe<TopicConfigInput>;
  name: Scalars['String']['input'];
  /** A new total, larger than the present one. */
  partitionCount?: InputMaybe<Scalars['Int']['input']>;
};

export type UpdateTopicPayload = {
  topic: Topic;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AppendedBatch: ResolverTypeWrapper<AppendedBatch>;
  AppendedRecord: ResolverTypeWrapper<AppendedRecord>;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CompressionType: CompressionType;
  CreateTopicInput: CreateTopicInput;
  CreateTopicPayload: ResolverTypeWrapper<CreateTopicPayload>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteRecordsInput: DeleteRecordsInput;
  DeleteRecordsPartitionInput: DeleteRecordsPartitionInput;
  DeleteRecordsPayload: ResolverTypeWrapper<DeleteRecordsPayload>;
  DeleteTopicInput: DeleteTopicInput;
  DeleteTopicPayload: ResolverTypeWrapper<DeleteTopicPayload>;
  Format: Format;
  Header: ResolverTypeWrapper<Header>;
  HeaderInput: HeaderInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LogEdge: LogEdge;
  Long: ResolverTypeWrapper<Scalars['Long']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Offset: ResolverTypeWrapper<Scalars['Offset']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Partition: ResolverTypeWrapper<Partition>;
  PartitionOffsetInput: PartitionOffsetInput;
  Position: Position;
  ProduceInput: ProduceInput;
  ProducePayload: ResolverTypeWrapper<ProducePayload>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Record: ResolverTypeWrapper<Record>;
  RecordBatch: ResolverTypeWrapper<RecordBatch>;
  RecordInput: RecordInput;
  RecordPage: ResolverTypeWrapper<RecordPage>;
  ServerNode: ResolverTypeWrapper<ServerNode>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TimestampType: TimestampType;
  Topic: ResolverTypeWrapper<Topic>;
  TopicConfig: ResolverTypeWrapper<TopicConfig>;
  TopicConfigEntry: ResolverTypeWrapper<TopicConfigEntry>;
  TopicConfigInput: TopicConfigInput;
  TopicConnection: ResolverTypeWrapper<TopicConnection>;
  UpdateTopicInput: UpdateTopicInput;
  UpdateTopicPayload: ResolverTypeWrapper<UpdateTopicPayload>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AppendedBatch: AppendedBatch;
  AppendedRecord: AppendedRecord;
  Base64: Scalars['Base64']['output'];
  Boolean: Scalars['Boolean']['output'];
  CreateTopicInput: CreateTopicInput;
  CreateTopicPayload: CreateTopicPayload;
  DateTime: Scalars['DateTime']['output'];
  DeleteRecordsInput: DeleteRecordsInput;
  DeleteRecordsPartitionInput: DeleteRecordsPartitionInput;
  DeleteRecordsPayload: DeleteRecordsPayload;
  DeleteTopicInput: DeleteTopicInput;
  DeleteTopicPayload: DeleteTopicPayload;
  Header: Header;
  HeaderInput: HeaderInput;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Long: Scalars['Long']['output'];
  Mutation: Record<PropertyKey, never>;
  Offset: Scalars['Offset']['output'];
  PageInfo: PageInfo;
  Partition: Partition;
  PartitionOffsetInput: PartitionOffsetInput;
  Position: Position;
  ProduceInput: ProduceInput;
  ProducePayload: ProducePayload;
  Query: Record<PropertyKey, never>;
  Record: Record;
  RecordBatch: RecordBatch;
  RecordInput: RecordInput;
  RecordPage: RecordPage;
  ServerNode: ServerNode;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  Topic: Topic;
  TopicConfig: TopicConfig;
  TopicConfigEntry: TopicConfigEntry;
  TopicConfigInput: TopicConfigInput;
  TopicConnection: TopicConnection;
  UpdateTopicInput: UpdateTopicInput;
  UpdateTopicPayload: UpdateTopicPayload;
};

export type AppendedBatchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppendedBatch'] = ResolversParentTypes['AppendedBatch']> = {
  baseOffset?: Resolver<ResolversTypes['Offset'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  partition?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AppendedRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppendedRecord'] = ResolversParentTypes['AppendedRecord']> = {
  offset?: Resolver<ResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type CreateTopicPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateTopicPayload'] = ResolversParentTypes['CreateTopicPayload']> = {
  topic?: Resolver<ResolversTypes['Topic'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteRecordsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteRecordsPayload'] = ResolversParentTypes['DeleteRecordsPayload']> = {
  partitions?: Resolver<Array<ResolversTypes['Partition']>, ParentType, ContextType>;
};

export type DeleteTopicPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteTopicPayload'] = ResolversParentTypes['DeleteTopicPayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type HeaderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Header'] = ResolversParentTypes['Header']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  valueBytes?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export interface LongScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Long'], any> {
  name: 'Long';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createTopic?: Resolver<ResolversTypes['CreateTopicPayload'], ParentType, ContextType, RequireFields<MutationCreateTopicArgs, 'input'>>;
  deleteRecords?: Resolver<ResolversTypes['DeleteRecordsPayload'], ParentType, ContextType, RequireFields<MutationDeleteRecordsArgs, 'input'>>;
  deleteTopic?: Resolver<ResolversTypes['DeleteTopicPayload'], ParentType, ContextType, RequireFields<MutationDeleteTopicArgs, 'input'>>;
  produce?: Resolver<ResolversTypes['ProducePayload'], ParentType, ContextType, RequireFields<MutationProduceArgs, 'input'>>;
  updateTopic?: Resolver<ResolversTypes['UpdateTopicPayload'], ParentType, ContextType, RequireFields<MutationUpdateTopicArgs, 'input'>>;
};

export interface OffsetScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Offset'], any> {
  name: 'Offset';
}

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PartitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Partition'] = ResolversParentTypes['Partition']> = {
  endOffset?: Resolver<ResolversTypes['Offset'], ParentType, ContextType>;
  logStartOffset?: Resolver<ResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  recordCount?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
};

export type ProducePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProducePayload'] = ResolversParentTypes['ProducePayload']> = {
  batches?: Resolver<Array<ResolversTypes['AppendedBatch']>, ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['AppendedRecord']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  records?: Resolver<ResolversTypes['RecordPage'], ParentType, ContextType, RequireFields<QueryRecordsArgs, 'limit' | 'topic'>>;
  serverNodes?: Resolver<Array<ResolversTypes['ServerNode']>, ParentType, ContextType>;
  topic?: Resolver<Maybe<ResolversTypes['Topic']>, ParentType, ContextType, RequireFields<QueryTopicArgs, 'name'>>;
  topics?: Resolver<ResolversTypes['TopicConnection'], ParentType, ContextType, RequireFields<QueryTopicsArgs, 'first' | 'internal'>>;
};

export type RecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Record'] = ResolversParentTypes['Record']> = {
  headers?: Resolver<Array<ResolversTypes['Header']>, ParentType, ContextType>;
  key?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  keyBytes?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  keyError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  offset?: Resolver<ResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  tombstone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  topic?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  valueBytes?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  valueError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RecordBatchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordBatch'] = ResolversParentTypes['RecordBatch']> = {
  highWatermark?: Resolver<ResolversTypes['Offset'], ParentType, ContextType>;
  logEpoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nextOffset?: Resolver<ResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['Record']>, ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
  topic?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RecordPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordPage'] = ResolversParentTypes['RecordPage']> = {
  atEnd?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  previousCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['Record']>, ParentType, ContextType>;
};

export type ServerNodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ServerNode'] = ResolversParentTypes['ServerNode']> = {
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  alive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  heartbeatAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  hostname?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  processId?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  tail?: SubscriptionResolver<ResolversTypes['RecordBatch'], "tail", ParentType, ContextType, RequireFields<SubscriptionTailArgs, 'maxRecords' | 'maxWaitMs' | 'topics'>>;
};

export type TopicResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Topic'] = ResolversParentTypes['Topic']> = {
  config?: Resolver<ResolversTypes['TopicConfig'], ParentType, ContextType>;
  configEntries?: Resolver<Array<ResolversTypes['TopicConfigEntry']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  internal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partitionCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  partitions?: Resolver<Array<ResolversTypes['Partition']>, ParentType, ContextType>;
  recordCount?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
  sizeBytes?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
};

export type TopicConfigResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TopicConfig'] = ResolversParentTypes['TopicConfig']> = {
  compressionType?: Resolver<ResolversTypes['CompressionType'], ParentType, ContextType>;
  keyFormat?: Resolver<ResolversTypes['Format'], ParentType, ContextType>;
  maxMessageBytes?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
  messageTimestampType?: Resolver<ResolversTypes['TimestampType'], ParentType, ContextType>;
  segmentBytes?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
  segmentMs?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
  valueFormat?: Resolver<ResolversTypes['Format'], ParentType, ContextType>;
};

export type TopicConfigEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TopicConfigEntry'] = ResolversParentTypes['TopicConfigEntry']> = {
  choices?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  default?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isSet?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  max?: Resolver<Maybe<ResolversTypes['Long']>, ParentType, ContextType>;
  min?: Resolver<Maybe<ResolversTypes['Long']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type TopicConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TopicConnection'] = ResolversParentTypes['TopicConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Topic']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UpdateTopicPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateTopicPayload'] = ResolversParentTypes['UpdateTopicPayload']> = {
  topic?: Resolver<ResolversTypes['Topic'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AppendedBatch?: AppendedBatchResolvers<ContextType>;
  AppendedRecord?: AppendedRecordResolvers<ContextType>;
  Base64?: GraphQLScalarType;
  CreateTopicPayload?: CreateTopicPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteRecordsPayload?: DeleteRecordsPayloadResolvers<ContextType>;
  DeleteTopicPayload?: DeleteTopicPayloadResolvers<ContextType>;
  Header?: HeaderResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Long?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Offset?: GraphQLScalarType;
  PageInfo?: PageInfoResolvers<ContextType>;
  Partition?: PartitionResolvers<ContextType>;
  ProducePayload?: ProducePayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Record?: RecordResolvers<ContextType>;
  RecordBatch?: RecordBatchResolvers<ContextType>;
  RecordPage?: RecordPageResolvers<ContextType>;
  ServerNode?: ServerNodeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Topic?: TopicResolvers<ContextType>;
  TopicConfig?: TopicConfigResolvers<ContextType>;
  TopicConfigEntry?: TopicConfigEntryResolvers<ContextType>;
  TopicConnection?: TopicConnectionResolvers<ContextType>;
  UpdateTopicPayload?: UpdateTopicPayloadResolvers<ContextType>;
};

