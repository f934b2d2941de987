import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { PartitionView } from '../modules/topic/partition-view.ts';
import type { TopicView } from '../modules/topic/topic-view.ts';
import type { GroupView, MemberView } from '../modules/group/group-view.ts';
import type { ApplicationView } from '../modules/streams/application-view.ts';
import type { InstanceView, TaskView } from '../modules/streams/instance-view.ts';
import type { ErrorView } from '../modules/streams/error-view.ts';
import type { TableView } from '../modules/streams/table-view.ts';
import type { TableEntryView } from '../modules/streams/table-entry-view.ts';
import type { TableChangeView } from '../modules/streams/table-change-view.ts';
import type { RecordView } from '../modules/record/record-view.ts';
import type { Context } from '../execution/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
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

export type GqlAppendedBatch = {
  readonly baseOffset: Scalars['Offset']['output'];
  readonly count: Scalars['Int']['output'];
  readonly partition: Scalars['Int']['output'];
};

export type GqlAppendedRecord = {
  readonly offset: Scalars['Offset']['output'];
  readonly partition: Scalars['Int']['output'];
  readonly timestamp: Scalars['DateTime']['output'];
};

export type GqlAssignedPartition = {
  /** Where reading starts, or goes on. */
  readonly offset: Scalars['Offset']['output'];
  readonly partition: Scalars['Int']['output'];
  readonly topic: Scalars['String']['output'];
};

/**
 * All that the member owns now: sent first, and again whenever that changes. What is not in it any more is somebody else's: drop what
 * of it is not processed. What is in it and was before goes on without a break.
 */
export type GqlAssignment = {
  /** Pass it to `commitOffsets` with the records that come after this Assignment and before the next. */
  readonly generation: Scalars['Int']['output'];
  /** Pass it to `commitOffsets`. It is another one after the member was thought dead and joined anew. */
  readonly memberId: Scalars['ID']['output'];
  /** Empty for a member that stands by. */
  readonly partitions: ReadonlyArray<GqlAssignedPartition>;
};

/** Batches of minRecords to maxRecords records. */
export type GqlBatchSizes = {
  /** In the sample. */
  readonly batches: Scalars['Long']['output'];
  /** null: any more. */
  readonly maxRecords?: Maybe<Scalars['Int']['output']>;
  readonly minRecords: Scalars['Int']['output'];
  readonly records: Scalars['Long']['output'];
};

/** What becomes of old records. */
export type GqlCleanupPolicy =
  /** Compacted: of every key the newest record stays, with its offset. Records need a key. */
  | 'COMPACT'
  /** Both. */
  | 'COMPACT_DELETE'
  /** Deleted by age and size, a segment at a time. */
  | 'DELETE';

/** Who commits what was delivered. */
export type GqlCommitMode =
  /**
   * The client, with `commitOffsets`, when it has processed records: at least once. With `maxUncommitted` records delivered and not
   * committed the server stops reading for this member until a commit comes.
   */
  | 'MANUAL'
  /**
   * The server, once the socket has taken a batch, before it sends the next: at most once. What the network still buffered when the
   * socket died is lost to the group. Only when the server itself dies, or Postgres is away for long, may the very last batch come again.
   */
  | 'ON_DELIVERY';

export type GqlCommitOffsetsInput = {
  /** Of the newest Assignment that came before the records that are committed. */
  readonly generation: Scalars['Int']['input'];
  readonly group: Scalars['ID']['input'];
  /** Of the Assignment. */
  readonly memberId: Scalars['ID']['input'];
  /** 1 to 10,000, each partition once. */
  readonly offsets: ReadonlyArray<GqlOffsetToCommitInput>;
  /** Gives these partitions up if they are being revoked, whether or not all that was delivered of them is committed. */
  readonly release?: Scalars['Boolean']['input'];
};

export type GqlCommitOffsetsPayload = {
  /** What is committed now, in the order given. */
  readonly offsets: ReadonlyArray<GqlCommittedOffset>;
};

export type GqlCommittedOffset = {
  readonly nextOffset: Scalars['Offset']['output'];
  readonly partition: Scalars['Int']['output'];
  readonly topic: Scalars['String']['output'];
};

/** How Postgres compresses stored records. Grows: accept unknown members. */
export type GqlCompressionType =
  /** Only on a Postgres that was built with it. */
  | 'LZ4'
  | 'NONE'
  | 'PGLZ';

/** The first event is always an Assignment. Grows: accept unknown members. */
export type GqlConsumeEvent = GqlAssignment | GqlRecordBatch | GqlRevocation;

/**
 * One member of a group. It lives as long as its subscription: `complete`, a closed socket and a stopped server leave the group at
 * once, a socket that dies without a word leaves when the keep-alive notices (12 to 24 s). topics or topicPattern: exactly one of them.
 */
export type GqlConsumeInput = {
  /** For people: shown by ConsumerGroupMember. 1 to 255 characters. Default `consumer`. */
  readonly clientId?: InputMaybe<Scalars['String']['input']>;
  readonly commit?: GqlCommitMode;
  /** 1 to 249 of a-z A-Z 0-9 . _ -. Its first member makes it. One name means one group: whoever uses it shares its partitions. */
  readonly group: Scalars['ID']['input'];
  /**
   * Makes it a static member: one that comes back with the same instanceId within the session timeout (10 s) has its partitions
   * again, and no others move meanwhile. A second one takes over, and the first ends with FENCED_INSTANCE. 1 to 255 characters.
   */
  readonly instanceId?: InputMaybe<Scalars['String']['input']>;
  /**
   * How long records may be held without any commit, in milliseconds, 1 to 604,800,000, from when the server has read them. Over it the
   * member loses its partitions and the subscription ends with PROCESSING_TIMEOUT.
   */
  readonly maxProcessingMs?: Scalars['Int']['input'];
  /** Most records a batch, 1 to 10,000. */
  readonly maxRecords?: Scalars['Int']['input'];
  /** Records that may be delivered and not committed, 1 to 1,000,000: at that many the server stops reading for this member. */
  readonly maxUncommitted?: Scalars['Int']['input'];
  /**
   * How long a batch may wait to fill up, in milliseconds, 0 to 60,000, and less than maxProcessingMs. Assignments and revocations never wait,
   * nor does anything where `maxUncommitted` records do.
   */
  readonly maxWaitMs?: Scalars['Int']['input'];
  readonly resetPolicy?: GqlResetPolicy;
  /** How long it may go on committing what is taken from it, in milliseconds, 0 to 86,400,000. */
  readonly revocationTimeoutMs?: Scalars['Int']['input'];
  /** RE2, for the whole name: `orders\..*`. Topics made later join by themselves, internal ones never. */
  readonly topicPattern?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 names. Members of one group may name different topics. */
  readonly topics?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** Members that share the partitions of topics, and what they have committed. */
export type GqlConsumerGroup = {
  readonly createdAt: Scalars['DateTime']['output'];
  /** Rises by one with every change of members, subscriptions or partitions. */
  readonly generation: Scalars['Int']['output'];
  /** Its name, as ConsumeInput.group takes it. */
  readonly id: Scalars['ID']['output'];
  /** Records that are not committed, over all partitions. */
  readonly lag: Scalars['Long']['output'];
  /** Of the partition that is furthest behind, in milliseconds: how long its first record that is not committed has been there. */
  readonly lagMs: Scalars['Long']['output'];
  readonly memberCount: Scalars['Int']['output'];
  readonly members: ReadonlyArray<GqlConsumerGroupMember>;
  /** By topic and number. */
  readonly partitions: ReadonlyArray<GqlConsumerGroupPartition>;
  readonly state: GqlConsumerGroupState;
  /** Names of the topics it reads or has committed in. */
  readonly topics: ReadonlyArray<Scalars['String']['output']>;
};

export type GqlConsumerGroupConnection = {
  readonly nodes: ReadonlyArray<GqlConsumerGroup>;
  readonly pageInfo: GqlPageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type GqlConsumerGroupMember = {
  /** A static member that has left and keeps its partitions for its session timeout. */
  readonly away: Scalars['Boolean']['output'];
  readonly clientId: Scalars['String']['output'];
  /** That node's hostname; null when the node is forgotten. */
  readonly host?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  /** Of a static member. */
  readonly instanceId?: Maybe<Scalars['String']['output']>;
  readonly joinedAt: Scalars['DateTime']['output'];
  /** The ServerNode it is connected to. */
  readonly nodeId: Scalars['ID']['output'];
  /** What it owns, those that are being taken from it included. */
  readonly partitions: ReadonlyArray<GqlTopicPartition>;
  readonly topicPattern?: Maybe<Scalars['String']['output']>;
  /** As it subscribed; null when by pattern. */
  readonly topics?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** A partition that the group reads or has committed in. */
export type GqlConsumerGroupPartition = {
  readonly committedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The next offset to read; null: nothing is committed. */
  readonly committedOffset?: Maybe<Scalars['Offset']['output']>;
  /** The next offset to be written. */
  readonly endOffset: Scalars['Offset']['output'];
  /** Records from committedOffset (without one: from logStartOffset) to endOffset. */
  readonly lag: Scalars['Long']['output'];
  /** How long the first record that is not committed has been there, in milliseconds; 0 without lag. */
  readonly lagMs: Scalars['Long']['output'];
  readonly logStartOffset: Scalars['Offset']['output'];
  /** Its owner; null: nobody reads it now. */
  readonly memberId?: Maybe<Scalars['ID']['output']>;
  /** As the client gave it with the commit. */
  readonly metadata?: Maybe<Scalars['String']['output']>;
  readonly partition: Scalars['Int']['output'];
  /** While it is being taken from its owner: when it moves at the latest. */
  readonly revocationDeadline?: Maybe<Scalars['DateTime']['output']>;
  readonly topic: Scalars['String']['output'];
};

/** EMPTY: no member. RECONCILING: partitions are on their way from member to member. STABLE: everybody has what they shall have. */
export type GqlConsumerGroupState =
  | 'EMPTY'
  | 'RECONCILING'
  | 'STABLE';

export type GqlCreateTopicInput = {
  readonly config?: InputMaybe<GqlTopicConfigInput>;
  /** 1 to 249 of a-z A-Z 0-9 . _ -, neither . nor .. */
  readonly name: Scalars['String']['input'];
  readonly partitionCount?: Scalars['Int']['input'];
};

export type GqlCreateTopicPayload = {
  readonly topic: GqlTopic;
};

export type GqlDeleteConsumerGroupInput = {
  readonly id: Scalars['ID']['input'];
};

export type GqlDeleteConsumerGroupPayload = {
  readonly id: Scalars['ID']['output'];
};

export type GqlDeleteGroupOffsetsInput = {
  readonly group: Scalars['ID']['input'];
  /** Omitted: all of the topic. */
  readonly partitions?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>;
  readonly topic: Scalars['String']['input'];
};

export type GqlDeleteGroupOffsetsPayload = {
  readonly group: GqlConsumerGroup;
};

export type GqlDeleteRecordsInput = {
  /** Each partition once, at least one. Omitted: all records of all partitions. */
  readonly partitions?: InputMaybe<ReadonlyArray<GqlDeleteRecordsPartitionInput>>;
  readonly topic: Scalars['String']['input'];
};

export type GqlDeleteRecordsPartitionInput = {
  /** The first offset to stay. Omitted: the partition's end, so that nothing stays. */
  readonly before?: InputMaybe<Scalars['Offset']['input']>;
  readonly partition: Scalars['Int']['input'];
};

export type GqlDeleteRecordsPayload = {
  readonly partitions: ReadonlyArray<GqlPartition>;
};

export type GqlDeleteTopicInput = {
  readonly name: Scalars['String']['input'];
};

export type GqlDeleteTopicPayload = {
  /** Of the topic that was deleted. */
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
};

/** How a topic's keys or values are encoded. Grows: accept unknown members. */
export type GqlFormat =
  /** Any bytes, base64 in this API. */
  | 'BYTES'
  /** JSON: canonical (RFC 8785) for keys, JSON text for values. */
  | 'JSON'
  /** UTF-8 text. Anything but a string is stored as its canonical JSON text and read back as a string. */
  | 'STRING';

export type GqlHeader = {
  readonly key: Scalars['String']['output'];
  /** As text; null where it is null or not UTF-8 (valueBytes). */
  readonly value?: Maybe<Scalars['String']['output']>;
  readonly valueBytes?: Maybe<Scalars['Base64']['output']>;
};

/** A header of this name; where value or valueBytes is given, of that value. */
export type GqlHeaderFilter = {
  readonly key: Scalars['String']['input'];
  readonly value?: InputMaybe<Scalars['String']['input']>;
  readonly valueBytes?: InputMaybe<Scalars['Base64']['input']>;
};

/** value or valueBytes; neither: a null value. */
export type GqlHeaderInput = {
  readonly key: Scalars['String']['input'];
  readonly value?: InputMaybe<Scalars['String']['input']>;
  readonly valueBytes?: InputMaybe<Scalars['Base64']['input']>;
};

export type GqlInitProducerInput = {
  /** What a program calls itself over its restarts, 1 to 249 characters. Omitted: a producer of its own. */
  readonly transactionalId?: InputMaybe<Scalars['String']['input']>;
};

export type GqlInitProducerPayload = {
  readonly epoch: Scalars['Int']['output'];
  readonly producerId: Scalars['Int']['output'];
};

/** Of which segments an index finds records by key. Grows: accept unknown members. */
export type GqlKeyIndex =
  | 'NONE'
  /** Of those that were sealed, made in the background. The open one is scanned. */
  | 'SEALED';

export type GqlLogEdge =
  /** The oldest record there is. */
  | 'EARLIEST'
  /** Behind the newest: only what comes from now on. */
  | 'LATEST';

/** The first record of a partition that has its latest time. */
export type GqlMaxTimestamp = {
  readonly offset: Scalars['Offset']['output'];
  readonly timestamp: Scalars['DateTime']['output'];
};

export type GqlMutation = {
  /**
   * Commits what a member has processed, all of the offsets or none; returns once they are fsynced. Over the member's own socket, over another
   * one, or over HTTP at any node alike. Refused for partitions that the member does not own: FENCED_MEMBER when it has lost one,
   * ILLEGAL_GENERATION when it has lost one and got it again since, UNKNOWN_MEMBER when the group no longer knows it.
   */
  readonly commitOffsets: GqlCommitOffsetsPayload;
  readonly createTopic: GqlCreateTopicPayload;
  /** Forgets a group and all it has committed. Only while it has no members (GROUP_NOT_EMPTY). */
  readonly deleteConsumerGroup: GqlDeleteConsumerGroupPayload;
  /** Forgets what a group has committed in a topic. Only while no member reads that topic (GROUP_NOT_EMPTY). */
  readonly deleteGroupOffsets: GqlDeleteGroupOffsetsPayload;
  /**
   * Moves the start of the log: records before it can no longer be read. Segments that hold no others are dropped within seconds; the
   * open one is sealed for it when nine tenths of its records are deleted.
   */
  readonly deleteRecords: GqlDeleteRecordsPayload;
  /** Gone at once, with its records. A topic made later under the same name is another one. */
  readonly deleteTopic: GqlDeleteTopicPayload;
  /**
   * Makes a producer, whose calls of produce can be sent again without being appended twice. With a transactionalId: the same
   * producer each time, with the next epoch; what appended for it before is fenced.
   */
  readonly initProducer: GqlInitProducerPayload;
  /** Appends records to one topic, all or none of them; returns once they are fsynced. 1 to 10,000 records. */
  readonly produce: GqlProducePayload;
  /** Takes everything from a member at once. If its client lives it joins anew, under another id: end the client to keep it out. */
  readonly removeGroupMember: GqlRemoveGroupMemberPayload;
  /**
   * Moves what a group has committed in a topic. Only while the group has no members (GROUP_NOT_EMPTY); makes the group if there is none. With
   * dryRun it only tells what it would do, also for a group that has members.
   */
  readonly resetOffsets: GqlResetOffsetsPayload;
  /**
   * Makes an application begin from scratch: forgets its committed offsets, its state, its errors and dead instances, and deletes its internal
   * topics. Its output topics keep what they have. Refused while an instance is alive (APPLICATION_RUNNING). With dryRun it only tells what it
   * would do, also while instances are alive.
   */
  readonly resetStreamsApplication: GqlResetStreamsApplicationPayload;
  /**
   * Appends to many topics and commits a member's offsets in one commit: all of it is there, or nothing. So what a program makes of
   * the records it consumed is there exactly once. Returns once it is fsynced. Refused as produce and commitOffsets refuse, for
   * any part of it. UNKNOWN_OUTCOME: what the group has committed tells whether it took effect, or a call with the same
   * idempotencyKey.
   */
  readonly transact: GqlTransactPayload;
  /** Changes the configuration and adds partitions. Added partitions change where keys go from then on, as in Kafka. */
  readonly updateTopic: GqlUpdateTopicPayload;
};


export type GqlMutationCommitOffsetsArgs = {
  input: GqlCommitOffsetsInput;
};


export type GqlMutationCreateTopicArgs = {
  input: GqlCreateTopicInput;
};


export type GqlMutationDeleteConsumerGroupArgs = {
  input: GqlDeleteConsumerGroupInput;
};


export type GqlMutationDeleteGroupOffsetsArgs = {
  input: GqlDeleteGroupOffsetsInput;
};


export type GqlMutationDeleteRecordsArgs = {
  input: GqlDeleteRecordsInput;
};


export type GqlMutationDeleteTopicArgs = {
  input: GqlDeleteTopicInput;
};


export type GqlMutationInitProducerArgs = {
  input?: GqlInitProducerInput;
};


export type GqlMutationProduceArgs = {
  input: GqlProduceInput;
};


export type GqlMutationRemoveGroupMemberArgs = {
  input: GqlRemoveGroupMemberInput;
};


export type GqlMutationResetOffsetsArgs = {
  input: GqlResetOffsetsInput;
};


export type GqlMutationResetStreamsApplicationArgs = {
  input: GqlResetStreamsApplicationInput;
};


export type GqlMutationTransactArgs = {
  input: GqlTransactInput;
};


export type GqlMutationUpdateTopicArgs = {
  input: GqlUpdateTopicInput;
};

export type GqlOffsetReset = {
  /** Before the reset; null: nothing was committed. */
  readonly committedOffset?: Maybe<Scalars['Offset']['output']>;
  readonly endOffset: Scalars['Offset']['output'];
  readonly logStartOffset: Scalars['Offset']['output'];
  /** null: it stays as it is. */
  readonly newOffset?: Maybe<Scalars['Offset']['output']>;
  readonly partition: Scalars['Int']['output'];
  readonly topic: Scalars['String']['output'];
};

export type GqlOffsetToCommitInput = {
  /** As RecordBatch.logEpoch says: OFFSET_OUT_OF_RANGE when the log has lost what was processed. Omitted: the epoch now. */
  readonly logEpoch?: InputMaybe<Scalars['Int']['input']>;
  /** For people, shown by ConsumerGroupPartition. Up to 4,096 characters. */
  readonly metadata?: InputMaybe<Scalars['String']['input']>;
  /**
   * The next offset to read: one more than that of the last record that is processed, or RecordBatch.nextOffset. It may lie before what
   * is committed (records come again after a restart); beyond the partition's end it is OFFSET_OUT_OF_RANGE.
   */
  readonly nextOffset: Scalars['Offset']['input'];
  readonly partition: Scalars['Int']['input'];
  readonly topic: Scalars['String']['input'];
};

export type GqlPageInfo = {
  /** Pass as `after` for the next page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
};

export type GqlPartition = {
  /** The next offset to be written. */
  readonly endOffset: Scalars['Offset']['output'];
  /** The log's epoch now: remembered with an offset (PartitionOffsetInput.logEpoch) it tells whether the log has lost it since. */
  readonly logEpoch: Scalars['Int']['output'];
  /** The first offset that can be read. */
  readonly logStartOffset: Scalars['Offset']['output'];
  /** The record with the latest time; null: no records. Looks at every row of the open segment: not for every second. */
  readonly maxTimestamp?: Maybe<GqlMaxTimestamp>;
  /**
   * In the order of offsets the first whose record has this time or a later one; null: the partition ends before it. All partitions that
   * are asked for together are one look.
   */
  readonly offsetAt?: Maybe<Scalars['Offset']['output']>;
  /** From 0. */
  readonly partition: Scalars['Int']['output'];
  /** Records that can be read; where the topic is compacted, some of these are gone. */
  readonly recordCount: Scalars['Long']['output'];
};


export type GqlPartitionOffsetAtArgs = {
  timestamp: Scalars['DateTime']['input'];
};

export type GqlPartitionOffsetInput = {
  /**
   * As RecordBatch.logEpoch says: OFFSET_OUT_OF_RANGE when the log has lost what was read (a restore, a failover), where the same offset is
   * another record by now. Omitted: whatever is there now.
   */
  readonly logEpoch?: InputMaybe<Scalars['Int']['input']>;
  readonly offset: Scalars['Offset']['input'];
  readonly partition: Scalars['Int']['input'];
  readonly topic: Scalars['String']['input'];
};

/** Where reading starts: exactly one of these. */
export type GqlPosition =
  /** Where a page of `records` ended; partitions named beside it are those of that page. Not for `tail`. */
  { readonly cursor: Scalars['String']['input']; readonly edge?: never; readonly last?: never; readonly offset?: never; readonly offsets?: never; readonly timestamp?: never; }
  |  { readonly cursor?: never; readonly edge: GqlLogEdge; readonly last?: never; readonly offset?: never; readonly offsets?: never; readonly timestamp?: never; }
  |  /** The newest n over all partitions, by (timestamp, partition, offset). 1 to 10,000. */
  { readonly cursor?: never; readonly edge?: never; readonly last: Scalars['Int']['input']; readonly offset?: never; readonly offsets?: never; readonly timestamp?: never; }
  |  /** Of one partition: needs one topic, and `partitions` with exactly one unless the topic has only one. */
  { readonly cursor?: never; readonly edge?: never; readonly last?: never; readonly offset: Scalars['Offset']['input']; readonly offsets?: never; readonly timestamp?: never; }
  |  /** Per partition, each named once, others from EARLIEST: what a client passes back after a reconnect. */
  { readonly cursor?: never; readonly edge?: never; readonly last?: never; readonly offset?: never; readonly offsets: ReadonlyArray<GqlPartitionOffsetInput>; readonly timestamp?: never; }
  |  /** The first record of each partition with this time or a later one. */
  { readonly cursor?: never; readonly edge?: never; readonly last?: never; readonly offset?: never; readonly offsets?: never; readonly timestamp: Scalars['DateTime']['input']; };

export type GqlProduceInput = {
  /**
   * Makes the call safe to send again, to any node: if it was appended already, it is not appended again and the payload is what the
   * first one got, with duplicate true.
   */
  readonly producer?: InputMaybe<GqlProducerInput>;
  readonly records: ReadonlyArray<GqlRecordInput>;
  readonly topic: Scalars['String']['input'];
};

export type GqlProducePayload = {
  /** Where the records went, by partition. */
  readonly batches: ReadonlyArray<GqlAppendedBatch>;
  /** Whether this call of the producer was appended before; the rest is what that one got. */
  readonly duplicate: Scalars['Boolean']['output'];
  /** Each record, in the order given. */
  readonly records: ReadonlyArray<GqlAppendedRecord>;
};

/**
 * Which call of a producer this is. Send it again with the same three and the same records after any error that is retriable, or no
 * answer. PRODUCER_FENCED: another program has taken over. OUT_OF_ORDER_SEQUENCE: calls before it are missing.
 * UNKNOWN_PRODUCER_ID: not used for a day; call initProducer.
 */
export type GqlProducerInput = {
  readonly epoch: Scalars['Int']['input'];
  /** As initProducer gave it. */
  readonly producerId: Scalars['Int']['input'];
  /** Of the producer's calls to this topic: 0, 1, 2 and so on. */
  readonly sequence: Scalars['Long']['input'];
};

export type GqlQuery = {
  /** null when there is none of that name. */
  readonly consumerGroup?: Maybe<GqlConsumerGroup>;
  /** By name. search: names that contain it, whatever the case. topic: only groups that read it or have committed in it. first: 1 to 200. */
  readonly consumerGroups: GqlConsumerGroupConnection;
  /**
   * Reads once. partitions: at least one; omitted: all. from omitted: the newest. limit: 1 to 10,000; a page has fewer where they would hold more
   * than 8 MiB (maxPageBytes), and goes on from its cursors all the same. With a filter: the records that match, from a position on, or the newest
   * where none is given, or `last`, which counts those that match. It ends after some seconds at the latest, with what it found by
   * then, and goes on from `cursor`, or from `previousCursor` where it looks for the newest, with the same filter. A request that the
   * client gives up ends the search.
   */
  readonly records: GqlRecordPage;
  readonly serverNodes: ReadonlyArray<GqlServerNode>;
  /** null when there is none of that name. */
  readonly streamsApplication?: Maybe<GqlStreamsApplication>;
  /** Those with an instance that is known, or with state. By name. search: names that contain it, whatever the case. first: 1 to 200. */
  readonly streamsApplications: GqlStreamsApplicationConnection;
  /** APPLICATION_NOT_FOUND, STORE_NOT_FOUND; INVALID_INPUT for a store that is an operator's own. */
  readonly table: GqlStreamsTable;
  /** null when there is none of that name. */
  readonly topic?: Maybe<GqlTopic>;
  /** By name. search: names that contain it, whatever the case. */
  readonly topics: GqlTopicConnection;
};


export type GqlQueryConsumerGroupArgs = {
  id: Scalars['ID']['input'];
};


export type GqlQueryConsumerGroupsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
  topic?: InputMaybe<Scalars['String']['input']>;
};


export type GqlQueryRecordsArgs = {
  filter?: InputMaybe<GqlRecordFilter>;
  from?: InputMaybe<GqlPosition>;
  limit?: Scalars['Int']['input'];
  partitions?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>;
  topic: Scalars['String']['input'];
};


export type GqlQueryStreamsApplicationArgs = {
  id: Scalars['ID']['input'];
};


export type GqlQueryStreamsApplicationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
};


export type GqlQueryTableArgs = {
  application: Scalars['ID']['input'];
  store: Scalars['String']['input'];
};


export type GqlQueryTopicArgs = {
  name: Scalars['String']['input'];
};


export type GqlQueryTopicsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  internal?: Scalars['Boolean']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
};

/** A record as read. It has no id: read with a fetch policy that does not cache. */
export type GqlRecord = {
  readonly headers: ReadonlyArray<GqlHeader>;
  /** Decoded by the topic's keyFormat; BYTES as base64. null: no key, or not decodable (keyError). */
  readonly key?: Maybe<Scalars['JSON']['output']>;
  /** As stored. */
  readonly keyBytes?: Maybe<Scalars['Base64']['output']>;
  /** Why the key could not be decoded, as JSON nested deeper than 1,000 levels cannot; its bytes are in keyBytes. */
  readonly keyError?: Maybe<Scalars['String']['output']>;
  readonly offset: Scalars['Offset']['output'];
  readonly partition: Scalars['Int']['output'];
  readonly timestamp: Scalars['DateTime']['output'];
  /** Whether the value is null, as opposed to JSON null. */
  readonly tombstone: Scalars['Boolean']['output'];
  readonly topic: Scalars['String']['output'];
  /** Decoded by the topic's valueFormat; BYTES as base64. null: a tombstone, JSON null, or not decodable (valueError). */
  readonly value?: Maybe<Scalars['JSON']['output']>;
  readonly valueBytes?: Maybe<Scalars['Base64']['output']>;
  readonly valueError?: Maybe<Scalars['String']['output']>;
};

/** Records of one partition, in offset order. */
export type GqlRecordBatch = {
  /** The partition's end as known when the batch was read; minus nextOffset it is the lag. */
  readonly highWatermark: Scalars['Offset']['output'];
  /** The log's epoch of these records, to be passed back with nextOffset. It rises when the log may have lost its end. */
  readonly logEpoch: Scalars['Int']['output'];
  /** Where to read on: pass it back as Position.offsets after a reconnect. */
  readonly nextOffset: Scalars['Offset']['output'];
  readonly partition: Scalars['Int']['output'];
  readonly records: ReadonlyArray<GqlRecord>;
  /** Records of this partition that maxRecordsPerSecond left out before this batch. */
  readonly skipped: Scalars['Long']['output'];
  readonly topic: Scalars['String']['output'];
};

/**
 * What records have to be like: all that is given, at least one thing. Text is compared as its UTF-8 bytes, so case counts.
 * INVALID_FILTER names what is wrong in `details.field`.
 */
export type GqlRecordFilter = {
  /** This time or a later one. */
  readonly fromTime?: InputMaybe<Scalars['DateTime']['input']>;
  /** Each of them the record has to have. */
  readonly headers?: InputMaybe<ReadonlyArray<GqlHeaderFilter>>;
  /**
   * A Postgres JSON path over the value. A condition ($.temp > 20) has to be true, any other path ($.items[*] ? (@.qty > 3)) has to
   * select something. A value that is not JSON does not match.
   */
  readonly jsonPath?: InputMaybe<Scalars['String']['input']>;
  /** Exactly this key, encoded by the topic's keyFormat as `produce` does. Found at once in segments with a key index (TopicConfig.keyIndex). */
  readonly key?: InputMaybe<Scalars['JSON']['input']>;
  /** The bytes of the key themselves, instead of key. */
  readonly keyBytes?: InputMaybe<Scalars['Base64']['input']>;
  readonly keyContains?: InputMaybe<Scalars['String']['input']>;
  readonly keyPrefix?: InputMaybe<Scalars['String']['input']>;
  /** An earlier time than this. */
  readonly toTime?: InputMaybe<Scalars['DateTime']['input']>;
  readonly valueContains?: InputMaybe<Scalars['String']['input']>;
};

/**
 * Omitted or null key: no key. Omitted or null value: a tombstone (JSON null is sent as valueBytes). key and value are encoded by
 * the topic's formats. A key decides the partition as Kafka's Java client does (murmur2).
 */
export type GqlRecordInput = {
  readonly headers?: InputMaybe<ReadonlyArray<GqlHeaderInput>>;
  readonly key?: InputMaybe<Scalars['JSON']['input']>;
  /** The bytes themselves, instead of key. */
  readonly keyBytes?: InputMaybe<Scalars['Base64']['input']>;
  readonly partition?: InputMaybe<Scalars['Int']['input']>;
  /** Omitted: now. */
  readonly timestamp?: InputMaybe<Scalars['DateTime']['input']>;
  readonly value?: InputMaybe<Scalars['JSON']['input']>;
  /** The bytes themselves, instead of value. */
  readonly valueBytes?: InputMaybe<Scalars['Base64']['input']>;
};

/** Ascending by (timestamp, partition, offset), offset order kept within a partition. */
export type GqlRecordPage = {
  /** Whether every partition was read to its end. */
  readonly atEnd: Scalars['Boolean']['output'];
  /** Position.cursor of the page behind this one; pass it again later for what came since. */
  readonly cursor: Scalars['String']['output'];
  /** Position.cursor of the page before this one; null when there is none. */
  readonly previousCursor?: Maybe<Scalars['String']['output']>;
  readonly records: ReadonlyArray<GqlRecord>;
  /** How far a page with a filter looked; null without one. */
  readonly search?: Maybe<GqlSearchProgress>;
};

export type GqlRemoveGroupMemberInput = {
  readonly group: Scalars['ID']['input'];
  readonly memberId: Scalars['ID']['input'];
};

export type GqlRemoveGroupMemberPayload = {
  readonly group: GqlConsumerGroup;
};

export type GqlResetOffsetsInput = {
  readonly dryRun?: Scalars['Boolean']['input'];
  readonly group: Scalars['ID']['input'];
  /** Omitted: all of the topic. */
  readonly partitions?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>;
  readonly to: GqlResetTarget;
  readonly topic: Scalars['String']['input'];
};

export type GqlResetOffsetsPayload = {
  /** By number. */
  readonly partitions: ReadonlyArray<GqlOffsetReset>;
};

/** Where a group starts in a partition in which it has committed nothing, or in which what it has committed is no longer in the log. */
export type GqlResetPolicy =
  /** The oldest record there is, so that a group that starts late misses nothing. (Kafka's default is LATEST.) */
  | 'EARLIEST'
  /** Behind what is there when the group first gets the partition; that place is committed at once. */
  | 'LATEST'
  /** Nowhere: the subscription ends with NO_COMMITTED_OFFSET. */
  | 'NONE';

export type GqlResetStreamsApplicationInput = {
  readonly application: Scalars['ID']['input'];
  readonly dryRun?: Scalars['Boolean']['input'];
};

/** What was done, or with dryRun would be. */
export type GqlResetStreamsApplicationPayload = {
  /** Instances that are alive. */
  readonly aliveInstances: Scalars['Int']['output'];
  readonly application: Scalars['ID']['output'];
  /** Names of the internal topics that are deleted. */
  readonly deletedTopics: ReadonlyArray<Scalars['String']['output']>;
  readonly dryRun: Scalars['Boolean']['output'];
  /** Topics in which committed offsets are forgotten; where the next start begins is said by the application. */
  readonly offsetTopics: ReadonlyArray<Scalars['String']['output']>;
  /** Names of the stores whose state is cleared. */
  readonly stores: ReadonlyArray<Scalars['String']['output']>;
};

/** Where committed offsets are moved to, exactly one of these. offset and shiftBy are bounded by the log's start and end. */
export type GqlResetTarget =
  { readonly edge: GqlLogEdge; readonly group?: never; readonly offset?: never; readonly shiftBy?: never; readonly timestamp?: never; }
  |  /** What that other group has committed; partitions in which it has committed nothing stay as they are. */
  { readonly edge?: never; readonly group: Scalars['ID']['input']; readonly offset?: never; readonly shiftBy?: never; readonly timestamp?: never; }
  |  { readonly edge?: never; readonly group?: never; readonly offset: Scalars['Offset']['input']; readonly shiftBy?: never; readonly timestamp?: never; }
  |  /** Records forward, or with a negative number back, from what is committed. */
  { readonly edge?: never; readonly group?: never; readonly offset?: never; readonly shiftBy: Scalars['Long']['input']; readonly timestamp?: never; }
  |  /** The first record of each partition with this time or a later one; its end when there is none. */
  { readonly edge?: never; readonly group?: never; readonly offset?: never; readonly shiftBy?: never; readonly timestamp: Scalars['DateTime']['input']; };

/**
 * Nothing more is read of these. Commit what is processed: they move as soon as all that was delivered of them is committed, when a commit
 * says `release`, or at the deadline. From then on a commit for them is refused (FENCED_MEMBER), and the next owner reads on from what
 * was committed before. An Assignment without them follows.
 */
export type GqlRevocation = {
  /** By the server's clock. */
  readonly deadline: Scalars['DateTime']['output'];
  readonly partitions: ReadonlyArray<GqlTopicPartition>;
};

/** Why a search ended. Grows: accept unknown members. */
export type GqlSearchEnd =
  /** There is nothing left to look at. */
  | 'DONE'
  /** The page is full: it has `limit` records, or as many as it holds in bytes. Go on from the cursor. */
  | 'LIMIT'
  /** Its time was over: go on from the cursor. */
  | 'TIME';

export type GqlSearchProgress = {
  readonly ended: GqlSearchEnd;
  /** What is behind it, records that were ruled out included. */
  readonly partitions: ReadonlyArray<GqlSearchedPartition>;
  /** Records that were looked at for this page. What bounds of time or a key index ruled out is not among them. */
  readonly scannedRecords: Scalars['Long']['output'];
};

/** Offsets from fromOffset to toOffset - 1 of one partition. */
export type GqlSearchedPartition = {
  readonly fromOffset: Scalars['Offset']['output'];
  readonly partition: Scalars['Int']['output'];
  readonly toOffset: Scalars['Offset']['output'];
};

/** One table of Postgres that holds the records of some time. */
export type GqlSegmentStatistics = {
  readonly batchCount?: Maybe<Scalars['Long']['output']>;
  readonly compacted: Scalars['Boolean']['output'];
  readonly id: Scalars['ID']['output'];
  readonly keyIndexBytes: Scalars['Long']['output'];
  /** Of its newest record; null: not looked up yet, or none. */
  readonly maxTimestamp?: Maybe<Scalars['DateTime']['output']>;
  readonly openedAt: Scalars['DateTime']['output'];
  /** null: not looked up yet. */
  readonly recordCount?: Maybe<Scalars['Long']['output']>;
  readonly removedBytes: Scalars['Long']['output'];
  readonly removedRecords: Scalars['Long']['output'];
  /** null: it is open. */
  readonly sealedAt?: Maybe<Scalars['DateTime']['output']>;
  /** On disk, with indexes. */
  readonly sizeBytes: Scalars['Long']['output'];
};

/** A process of the platform. */
export type GqlServerNode = {
  readonly address?: Maybe<Scalars['String']['output']>;
  /** Whether its heartbeat is recent. */
  readonly alive: Scalars['Boolean']['output'];
  readonly heartbeatAt: Scalars['DateTime']['output'];
  readonly hostname: Scalars['String']['output'];
  readonly id: Scalars['ID']['output'];
  readonly processId: Scalars['Int']['output'];
  readonly role: Scalars['String']['output'];
  readonly startedAt: Scalars['DateTime']['output'];
  readonly version: Scalars['String']['output'];
};

/** A program that processes streams: a topology and the instances that share its tasks. Its consumer group has its name. */
export type GqlStreamsApplication = {
  /** What policies dealt with, and what stopped it: the newest first, the newest 1,000 are kept. first: 1 to 200. */
  readonly errors: GqlStreamsErrorConnection;
  /** As `createStreams` was given it. */
  readonly id: Scalars['ID']['output'];
  /** Those that are alive first, then the newest first. Dead ones are forgotten after a day. */
  readonly instances: ReadonlyArray<GqlStreamsInstance>;
  /** Records that are not processed and committed, over all its partitions. */
  readonly lag: Scalars['Long']['output'];
  /** Of the partition that is furthest behind, in milliseconds: how long its first record that is not committed has been there. */
  readonly lagMs: Scalars['Long']['output'];
  /** Read from topics by all live instances, over the last few seconds. */
  readonly recordsInPerSecond: Scalars['Float']['output'];
  /** Written to topics by all live instances, over the last few seconds. */
  readonly recordsOutPerSecond: Scalars['Float']['output'];
  readonly state: GqlStreamsApplicationState;
  /** State stores, by name: those of the topology, and others that hold state. */
  readonly stores: ReadonlyArray<GqlStreamsStore>;
  /** By sub-topology and partition, with those that nobody runs: while an instance lives all there are, else those in which something is committed. */
  readonly tasks: ReadonlyArray<GqlStreamsTask>;
  /** That of the newest live instance, else of the newest one; null: no instance is known any more. */
  readonly topology?: Maybe<GqlStreamsTopology>;
  /** Whether live instances have different topologies: two versions of the program run at once. */
  readonly topologyDiffers: Scalars['Boolean']['output'];
  /** Sums over all instances that are known, since each one's start. */
  readonly totals: GqlStreamsTotals;
};


/** A program that processes streams: a topology and the instances that share its tasks. Its consumer group has its name. */
export type GqlStreamsApplicationErrorsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

export type GqlStreamsApplicationConnection = {
  readonly nodes: ReadonlyArray<GqlStreamsApplication>;
  readonly pageInfo: GqlPageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/**
 * What an application does, by its live instances: the first of these that is true. STOPPED: none is alive. RUNNING: one runs. STARTING: one
 * starts. STOPPING: one is on its way out. FAILED: an error has stopped all that are alive. Grows: accept unknown members.
 */
export type GqlStreamsApplicationState =
  | 'FAILED'
  | 'RUNNING'
  | 'STARTING'
  | 'STOPPED'
  | 'STOPPING';

/** Records flow from one node to the other. */
export type GqlStreamsEdge = {
  readonly from: Scalars['ID']['output'];
  readonly to: Scalars['ID']['output'];
};

/** A record that an error policy has dealt with, or that stopped an instance. */
export type GqlStreamsError = {
  /**
   * As errors of this API have it; of an error of the program's own its `code` or the name of its class, as in a dead letter. null: registered by a
   * version that did not tell it.
   */
  readonly code?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  /** null: it is forgotten. */
  readonly instance?: Maybe<GqlStreamsInstance>;
  readonly instanceId: Scalars['ID']['output'];
  readonly kind: GqlStreamsErrorKind;
  readonly message: Scalars['String']['output'];
  readonly occurredAt: Scalars['DateTime']['output'];
  readonly offset: Scalars['Offset']['output'];
  readonly outcome: GqlStreamsErrorOutcome;
  readonly partition: Scalars['Int']['output'];
  readonly stack?: Maybe<Scalars['String']['output']>;
  /** As StreamsTask.id. */
  readonly task: Scalars['ID']['output'];
  /** Of the record that caused it. */
  readonly topic: Scalars['String']['output'];
};

export type GqlStreamsErrorConnection = {
  readonly nodes: ReadonlyArray<GqlStreamsError>;
  readonly pageInfo: GqlPageInfo;
  /** Of those that are kept. */
  readonly totalCount: Scalars['Int']['output'];
};

/** Grows: accept unknown members. */
export type GqlStreamsErrorKind =
  /** A key or value could not be decoded. */
  | 'DECODE'
  /** A function of the program threw, rejected or took too long. */
  | 'PROCESS'
  /** A result could not be written. */
  | 'PRODUCE';

/** What became of the record. Grows: accept unknown members. */
export type GqlStreamsErrorOutcome =
  | 'DEAD_LETTERED'
  /** It stopped the instance. */
  | 'FAILED'
  | 'SKIPPED';

export type GqlStreamsFailure = {
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** A process that runs an application, or part of it. */
export type GqlStreamsInstance = {
  /** Whether its heartbeat is recent and it has not said goodbye. */
  readonly alive: Scalars['Boolean']['output'];
  /** Why it is FAILED. */
  readonly error?: Maybe<GqlStreamsFailure>;
  readonly heartbeatAt: Scalars['DateTime']['output'];
  readonly hostname: Scalars['String']['output'];
  /** New with every start. */
  readonly id: Scalars['ID']['output'];
  /** The ServerNode it is. */
  readonly nodeId: Scalars['ID']['output'];
  readonly processId: Scalars['Int']['output'];
  readonly startedAt: Scalars['DateTime']['output'];
  readonly state: GqlStreamsInstanceState;
  /** What it runs, as of its last heartbeat; empty where it is not alive. */
  readonly tasks: ReadonlyArray<GqlStreamsTask>;
  /** StreamsTopology.hash of what it runs. */
  readonly topologyHash: Scalars['String']['output'];
  /** Since its start. */
  readonly totals: GqlStreamsTotals;
  /** Of the program, as it told; null: it told none. */
  readonly version?: Maybe<Scalars['String']['output']>;
};

/** What an instance told last of itself. Grows: accept unknown members. */
export type GqlStreamsInstanceState =
  /** Stopped by an error, which it tells. */
  | 'FAILED'
  | 'RUNNING'
  /** Makes topics and joins the group. */
  | 'STARTING'
  /** Said goodbye. */
  | 'STOPPED'
  | 'STOPPING';

export type GqlStreamsNode = {
  /** As `rxjs-0003`, or the name that the program has given it. */
  readonly id: Scalars['ID']['output'];
  readonly kind: GqlStreamsNodeKind;
  /** What it does: `source`, `rxjs`, `countRecords`, `joinTable`, `to`. */
  readonly operator: Scalars['String']['output'];
  /** Of all live instances, over the last few seconds. */
  readonly recordsPerSecond: Scalars['Float']['output'];
  /** Names of the stores it works on. */
  readonly stores: ReadonlyArray<Scalars['String']['output']>;
  /** Of the StreamsSubTopology it runs in. */
  readonly subTopology: Scalars['ID']['output'];
  /** Of a source, a sink or a global one. */
  readonly topic?: Maybe<Scalars['String']['output']>;
};

/** SOURCE and SINK stand for topics, GLOBAL for a topic that every instance reads whole. Grows: accept unknown members. */
export type GqlStreamsNodeKind =
  | 'GLOBAL'
  | 'OPERATOR'
  | 'SINK'
  | 'SOURCE';

export type GqlStreamsStore = {
  /** On disk, with indexes, over all partitions. */
  readonly bytes: Scalars['Long']['output'];
  /** Estimated, over all partitions. */
  readonly entries: Scalars['Long']['output'];
  /** Whether Query.table reads it; else it is an operator's own. */
  readonly isTable: Scalars['Boolean']['output'];
  /** How its keys are written; null: nothing was written yet. */
  readonly keyFormat?: Maybe<Scalars['String']['output']>;
  readonly kind: GqlStreamsStoreKind;
  readonly name: Scalars['String']['output'];
  /** Entries whose time is older than the stream time less this, in milliseconds, are gone; null: never. */
  readonly retentionMs?: Maybe<Scalars['Long']['output']>;
  /** null: the topology that it belonged to is not known any more. */
  readonly subTopology?: Maybe<Scalars['ID']['output']>;
  /** How its values are written; null: nothing was written yet. */
  readonly valueFormat?: Maybe<Scalars['String']['output']>;
  /** How long the windows of a WINDOW store are, in milliseconds. */
  readonly windowSizeMs?: Maybe<Scalars['Long']['output']>;
};

/** What the keys of a store are made of. Grows: accept unknown members. */
export type GqlStreamsStoreKind =
  /** An operator's own: records that wait. */
  | 'BUFFER'
  /** The record's key. */
  | 'KEY_VALUE'
  /** The record's key and the start and end of a session. */
  | 'SESSION'
  /** The record's key and the start of a window. */
  | 'WINDOW';

export type GqlStreamsSubTopology = {
  readonly id: Scalars['ID']['output'];
  readonly sinkTopics: ReadonlyArray<Scalars['String']['output']>;
  /** Partition i of each is task `<id>/i`. */
  readonly sourceTopics: ReadonlyArray<Scalars['String']['output']>;
};

/**
 * A state store read as a table, as its last committed epochs left it. Keys are compared as bytes: numbers written as text are not in the
 * order of numbers. first: 1 to 1,000. windowFrom: only windows that start then or later, sessions that end then or later. windowTo: only
 * windows and sessions that start earlier. They are looked for among the entries: a page ends behind some 10,000, however few of them it has.
 */
export type GqlStreamsTable = {
  readonly application: Scalars['ID']['output'];
  /** What the table has of a key: one entry or none, or where it has windows those of the key, by start (sessions: by end). */
  readonly get: GqlTableEntryConnection;
  /** How its keys are written: as of topics, or the name of a serde of the program's. */
  readonly keyFormat: Scalars['String']['output'];
  readonly kind: GqlStreamsStoreKind;
  /** Entries of keys between two, both included, by key and window; omitted: from the first, to the last. */
  readonly range: GqlTableEntryConnection;
  /** All entries, partition after partition, each by key and window: cheaper than `range` where there are many partitions. */
  readonly scan: GqlTableEntryConnection;
  readonly store: Scalars['String']['output'];
  readonly valueFormat: Scalars['String']['output'];
};


/**
 * A state store read as a table, as its last committed epochs left it. Keys are compared as bytes: numbers written as text are not in the
 * order of numbers. first: 1 to 1,000. windowFrom: only windows that start then or later, sessions that end then or later. windowTo: only
 * windows and sessions that start earlier. They are looked for among the entries: a page ends behind some 10,000, however few of them it has.
 */
export type GqlStreamsTableGetArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  key?: InputMaybe<Scalars['JSON']['input']>;
  keyBytes?: InputMaybe<Scalars['Base64']['input']>;
  windowFrom?: InputMaybe<Scalars['DateTime']['input']>;
  windowTo?: InputMaybe<Scalars['DateTime']['input']>;
};


/**
 * A state store read as a table, as its last committed epochs left it. Keys are compared as bytes: numbers written as text are not in the
 * order of numbers. first: 1 to 1,000. windowFrom: only windows that start then or later, sessions that end then or later. windowTo: only
 * windows and sessions that start earlier. They are looked for among the entries: a page ends behind some 10,000, however few of them it has.
 */
export type GqlStreamsTableRangeArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  from?: InputMaybe<Scalars['JSON']['input']>;
  fromBytes?: InputMaybe<Scalars['Base64']['input']>;
  reverse?: Scalars['Boolean']['input'];
  to?: InputMaybe<Scalars['JSON']['input']>;
  toBytes?: InputMaybe<Scalars['Base64']['input']>;
  windowFrom?: InputMaybe<Scalars['DateTime']['input']>;
  windowTo?: InputMaybe<Scalars['DateTime']['input']>;
};


/**
 * A state store read as a table, as its last committed epochs left it. Keys are compared as bytes: numbers written as text are not in the
 * order of numbers. first: 1 to 1,000. windowFrom: only windows that start then or later, sessions that end then or later. windowTo: only
 * windows and sessions that start earlier. They are looked for among the entries: a page ends behind some 10,000, however few of them it has.
 */
export type GqlStreamsTableScanArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  windowFrom?: InputMaybe<Scalars['DateTime']['input']>;
  windowTo?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Partition `partition` of all topics of a sub-topology: what moves between instances as a whole. */
export type GqlStreamsTask = {
  /** Read and not processed yet. */
  readonly bufferedRecords: Scalars['Long']['output'];
  /** Of the last epochs: how long one took from its first record to its commit, in milliseconds. */
  readonly epochMs: Scalars['Float']['output'];
  /** `<subTopology>/<partition>` */
  readonly id: Scalars['ID']['output'];
  /** Who runs it; null: nobody. */
  readonly instance?: Maybe<GqlStreamsInstance>;
  /** Records that are not processed and committed, over the task's partitions. */
  readonly lag: Scalars['Long']['output'];
  readonly partition: Scalars['Int']['output'];
  /** Over the last few seconds. */
  readonly recordsPerSecond: Scalars['Float']['output'];
  readonly state: GqlStreamsTaskState;
  /** The greatest record time it has seen; null before the first record, or when nobody runs it. */
  readonly streamTime?: Maybe<Scalars['DateTime']['output']>;
  readonly subTopology: Scalars['ID']['output'];
};

/** Grows: accept unknown members. */
export type GqlStreamsTaskState =
  /** Waits before it tries an epoch again. */
  | 'RETRYING'
  | 'RUNNING'
  /** No live instance runs it. */
  | 'UNASSIGNED';

/** A topology as data. Its nodes and edges make a graph; those of one sub-topology run together. */
export type GqlStreamsTopology = {
  readonly edges: ReadonlyArray<GqlStreamsEdge>;
  /** Of all of it: the same program has the same one. */
  readonly hash: Scalars['String']['output'];
  readonly nodes: ReadonlyArray<GqlStreamsNode>;
  readonly subTopologies: ReadonlyArray<GqlStreamsSubTopology>;
};

export type GqlStreamsTotals = {
  /** Sent to a dead-letter topic by an error policy. */
  readonly deadLetteredRecords: Scalars['Long']['output'];
  /** Committed ones. */
  readonly epochs: Scalars['Long']['output'];
  /** Epochs that were rolled back. */
  readonly failedEpochs: Scalars['Long']['output'];
  /** Left out because they came after their window's grace. */
  readonly lateRecords: Scalars['Long']['output'];
  readonly recordsIn: Scalars['Long']['output'];
  readonly recordsOut: Scalars['Long']['output'];
  /** Left out by an error policy, or by a grouping, a join or a table that wants a key and a value: records without a key, tombstones. */
  readonly skippedRecords: Scalars['Long']['output'];
};

export type GqlSubscription = {
  /**
   * One member of a consumer group, for as long as the subscription lives: partitions are assigned to it, and their records come. MANUAL: call
   * `commitOffsets` over the same socket, which does not queue behind this. A socket that is not read stops the server's
   * reading for it, and nobody else's. When the socket ends, connect again: what was not committed comes again, to whoever owns it
   * then. Errors end it; `extensions.retriable` says whether to subscribe again unchanged.
   */
  readonly consume: GqlConsumeEvent;
  /**
   * The group at once, then anew whenever its members, assignments, committed offsets or the ends of its partitions have changed, at most once a
   * second; while it lags that is every second, because lagMs grows. Ends with GROUP_NOT_FOUND when there is none of that name, or not any more.
   */
  readonly consumerGroupChanged: GqlConsumerGroup;
  /**
   * The application at once, then anew whenever something of it has changed, at most once a second. Ends with APPLICATION_NOT_FOUND when there is
   * none of that name, or not any more.
   */
  readonly streamsApplicationChanged: GqlStreamsApplication;
  /**
   * What changes in a table, as its epochs are committed: one event without changes at once, and from then on all that is committed, within some
   * tenths of a second. Who reads the table behind the first event misses nothing. keys: only these, as `get` takes them, 1 to 1,000. A
   * client that falls behind is told so (`skipped`). APPLICATION_NOT_FOUND, STORE_NOT_FOUND, also when they are reset.
   */
  readonly tableChanged: GqlTableChanges;
  /**
   * Records of topics as they come: a reader with a position of its own, no group, nothing committed. from omitted: LATEST.
   * maxRecords: most records a batch, 1 to 10,000. maxWaitMs: how long a batch may wait to fill up, 0 to 60,000.
   * Over maxRecordsPerSecond (1 to 1,000,000) it skips, and says how many.
   */
  readonly tail: GqlRecordBatch;
};


export type GqlSubscriptionConsumeArgs = {
  input: GqlConsumeInput;
};


export type GqlSubscriptionConsumerGroupChangedArgs = {
  id: Scalars['ID']['input'];
};


export type GqlSubscriptionStreamsApplicationChangedArgs = {
  id: Scalars['ID']['input'];
};


export type GqlSubscriptionTableChangedArgs = {
  application: Scalars['ID']['input'];
  keys?: InputMaybe<ReadonlyArray<Scalars['JSON']['input']>>;
  store: Scalars['String']['input'];
};


export type GqlSubscriptionTailArgs = {
  from?: InputMaybe<GqlPosition>;
  maxRecords?: Scalars['Int']['input'];
  maxRecordsPerSecond?: InputMaybe<Scalars['Int']['input']>;
  maxWaitMs?: Scalars['Int']['input'];
  partitions?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>;
  topics: ReadonlyArray<Scalars['String']['input']>;
};

export type GqlTableChange = {
  /** Whether the entry is gone. */
  readonly deleted: Scalars['Boolean']['output'];
  /** As TableEntry.key. */
  readonly key?: Maybe<Scalars['JSON']['output']>;
  readonly keyBytes: Scalars['Base64']['output'];
  readonly keyError?: Maybe<Scalars['String']['output']>;
  readonly partition: Scalars['Int']['output'];
  /** As TableEntry.value; null as well where the entry is gone (deleted). */
  readonly value?: Maybe<Scalars['JSON']['output']>;
  /** null: the entry is gone. */
  readonly valueBytes?: Maybe<Scalars['Base64']['output']>;
  readonly valueError?: Maybe<Scalars['String']['output']>;
  /** Of a store of windows or sessions. */
  readonly window?: Maybe<GqlTableWindow>;
};

/** Changes of a table, each key's in order; up to 1,000 of them. The first event of a subscription has none. */
export type GqlTableChanges = {
  readonly changes: ReadonlyArray<GqlTableChange>;
  /** Whether changes before these were left out because there were too many of them: read the table anew where that matters. */
  readonly skipped: Scalars['Boolean']['output'];
};

export type GqlTableEntry = {
  /** Decoded by the store's keyFormat; what is not JSON or text as base64. null: not decodable (keyError). */
  readonly key?: Maybe<Scalars['JSON']['output']>;
  /** As stored. */
  readonly keyBytes: Scalars['Base64']['output'];
  /** Why the key could not be decoded; its bytes are in keyBytes. */
  readonly keyError?: Maybe<Scalars['String']['output']>;
  readonly partition: Scalars['Int']['output'];
  /** Decoded by the store's valueFormat; what is not JSON or text as base64. null: JSON null, or not decodable (valueError). */
  readonly value?: Maybe<Scalars['JSON']['output']>;
  readonly valueBytes: Scalars['Base64']['output'];
  readonly valueError?: Maybe<Scalars['String']['output']>;
  /** Of a store of windows or sessions. */
  readonly window?: Maybe<GqlTableWindow>;
};

/** A page of entries. Without a total: it would have to be counted. */
export type GqlTableEntryConnection = {
  readonly nodes: ReadonlyArray<GqlTableEntry>;
  readonly pageInfo: GqlPageInfo;
};

/** From start to end, which is not in it; of a session: the times of its first and its last record, both in it. */
export type GqlTableWindow = {
  /** null: the application did not tell how long its windows are. */
  readonly end?: Maybe<Scalars['DateTime']['output']>;
  readonly start: Scalars['DateTime']['output'];
};

/** Whose time a record carries. */
export type GqlTimestampType =
  /** The producer's, or the server's where the producer gives none. */
  | 'CREATE_TIME'
  /** The time of the append, whatever the producer says. */
  | 'LOG_APPEND_TIME';

/** An ordered set of partitions of records under one name. */
export type GqlTopic = {
  readonly config: GqlTopicConfig;
  /** Every configuration with what is in force, its default, unit, bounds and whether it was set. */
  readonly configEntries: ReadonlyArray<GqlTopicConfigEntry>;
  /** The groups that read it or have committed in it, by name. first: 1 to 200; for more there is Query.consumerGroups with `topic`. */
  readonly consumerGroups: ReadonlyArray<GqlConsumerGroup>;
  readonly createdAt: Scalars['DateTime']['output'];
  /** A re-created topic has a new id. */
  readonly id: Scalars['ID']['output'];
  readonly internal: Scalars['Boolean']['output'];
  readonly name: Scalars['String']['output'];
  readonly partitionCount: Scalars['Int']['output'];
  readonly partitions: ReadonlyArray<GqlPartition>;
  /** Records that can be read, over all partitions; where a topic is compacted, some of these are gone. */
  readonly recordCount: Scalars['Long']['output'];
  /** Bytes on disk, with indexes. The partitions of a topic share its tables, so a partition has no size of its own. */
  readonly sizeBytes: Scalars['Long']['output'];
  /** What it comes to: from the catalogue, sizes of files and a sample of rows, never by counting. segments: 1 to 1,000. */
  readonly statistics: GqlTopicStatistics;
};


/** An ordered set of partitions of records under one name. */
export type GqlTopicConsumerGroupsArgs = {
  first?: Scalars['Int']['input'];
};


/** An ordered set of partitions of records under one name. */
export type GqlTopicStatisticsArgs = {
  segments?: Scalars['Int']['input'];
};

/** What is in force: what was set, else the default. */
export type GqlTopicConfig = {
  /** Default DELETE. */
  readonly cleanupPolicy: GqlCleanupPolicy;
  /** From the next segment on. Default NONE. */
  readonly compressionType: GqlCompressionType;
  /** How long a tombstone stays once it was compacted past, in milliseconds: who reads from the start has this long to see it. Default 1 day. */
  readonly deleteRetentionMs: Scalars['Long']['output'];
  /** Default STRING. */
  readonly keyFormat: GqlFormat;
  /** Finds records by key (RecordFilter.key) at once, for up to 40 bytes on disk a key. Default NONE. */
  readonly keyIndex: GqlKeyIndex;
  /** A segment is rolled, and compacted however little there is to gain, once it is this old, in milliseconds; -1: no need to. Default -1. */
  readonly maxCompactionLagMs: Scalars['Long']['output'];
  /**
   * Largest record in bytes: key, value and headers. Default 1048588. Over this API a request holds it as JSON, bytes as base64, and has
   * `maxBodyBytes` at most, 16 MiB by default.
   */
  readonly maxMessageBytes: Scalars['Long']['output'];
  /** The same for one that lies ahead. A record of the far future keeps its segment from ever being too old. Default -1; Kafka's is an hour. */
  readonly messageTimestampAfterMaxMs: Scalars['Long']['output'];
  /** Under CREATE_TIME: how far a record's own timestamp may lie back when it is appended, in milliseconds; -1: however far. Default -1. */
  readonly messageTimestampBeforeMaxMs: Scalars['Long']['output'];
  /** Default CREATE_TIME. */
  readonly messageTimestampType: GqlTimestampType;
  /** A segment is not compacted before its newest record is this old, in milliseconds. Default 0. */
  readonly minCompactionLagMs: Scalars['Long']['output'];
  /** The oldest segments are deleted while the others hold this many bytes on disk for each partition; -1: never. Default -1. */
  readonly retentionBytes: Scalars['Long']['output'];
  /** Records are deleted, a segment at a time, once the newest of the segment is this old, in milliseconds; -1: never. Default 7 days. */
  readonly retentionMs: Scalars['Long']['output'];
  /** A segment is rolled once its table holds this many bytes on disk. Default 1 GiB. */
  readonly segmentBytes: Scalars['Long']['output'];
  /** A segment that holds records is rolled once it has been open this long, in milliseconds. Default 7 days. */
  readonly segmentMs: Scalars['Long']['output'];
  /** Default JSON. */
  readonly valueFormat: GqlFormat;
};

export type GqlTopicConfigEntry = {
  readonly choices?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly default: Scalars['JSON']['output'];
  readonly description: Scalars['String']['output'];
  /** Whether it was set for this topic. */
  readonly isSet: Scalars['Boolean']['output'];
  readonly max?: Maybe<Scalars['Long']['output']>;
  readonly min?: Maybe<Scalars['Long']['output']>;
  readonly name: Scalars['String']['output'];
  /** bytes or ms; null for a choice. */
  readonly unit?: Maybe<Scalars['String']['output']>;
  /** In force now: a number or the name of an enum member. */
  readonly value: Scalars['JSON']['output'];
};

/** Omitted: as it is. null: back to the default. */
export type GqlTopicConfigInput = {
  readonly cleanupPolicy?: InputMaybe<GqlCleanupPolicy>;
  readonly compressionType?: InputMaybe<GqlCompressionType>;
  readonly deleteRetentionMs?: InputMaybe<Scalars['Long']['input']>;
  readonly keyFormat?: InputMaybe<GqlFormat>;
  readonly keyIndex?: InputMaybe<GqlKeyIndex>;
  readonly maxCompactionLagMs?: InputMaybe<Scalars['Long']['input']>;
  readonly maxMessageBytes?: InputMaybe<Scalars['Long']['input']>;
  readonly messageTimestampAfterMaxMs?: InputMaybe<Scalars['Long']['input']>;
  readonly messageTimestampBeforeMaxMs?: InputMaybe<Scalars['Long']['input']>;
  readonly messageTimestampType?: InputMaybe<GqlTimestampType>;
  readonly minCompactionLagMs?: InputMaybe<Scalars['Long']['input']>;
  readonly retentionBytes?: InputMaybe<Scalars['Long']['input']>;
  readonly retentionMs?: InputMaybe<Scalars['Long']['input']>;
  readonly segmentBytes?: InputMaybe<Scalars['Long']['input']>;
  readonly segmentMs?: InputMaybe<Scalars['Long']['input']>;
  readonly valueFormat?: InputMaybe<GqlFormat>;
};

export type GqlTopicConnection = {
  readonly nodes: ReadonlyArray<GqlTopic>;
  readonly pageInfo: GqlPageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type GqlTopicPartition = {
  readonly partition: Scalars['Int']['output'];
  readonly topic: Scalars['String']['output'];
};

/** A second, over the last minute. */
export type GqlTopicRates = {
  readonly bytesIn: Scalars['Float']['output'];
  readonly bytesOut: Scalars['Float']['output'];
  readonly recordsIn: Scalars['Float']['output'];
  readonly recordsOut: Scalars['Float']['output'];
};

export type GqlTopicStatistics = {
  /** Rows of Postgres that hold the records. Estimated where the open segment is large. */
  readonly batchCount: Scalars['Long']['output'];
  /** Of a sample of the newest segments. */
  readonly batchSizes: ReadonlyArray<GqlBatchSizes>;
  readonly keyIndexBytes: Scalars['Long']['output'];
  /** Of keys, values and headers in an average batch of the sample; null: there is none. */
  readonly meanBatchBytes?: Maybe<Scalars['Float']['output']>;
  readonly meanBatchRecords?: Maybe<Scalars['Float']['output']>;
  readonly newestTimestamp?: Maybe<Scalars['DateTime']['output']>;
  /** Of the first batch of the oldest segment; null: no records. */
  readonly oldestTimestamp?: Maybe<Scalars['DateTime']['output']>;
  /** Of this node alone. */
  readonly rates: GqlTopicRates;
  /** Without what compaction has taken out. */
  readonly recordCount: Scalars['Long']['output'];
  readonly removedBytes: Scalars['Long']['output'];
  /** What compaction has taken out of the segments there are. */
  readonly removedRecords: Scalars['Long']['output'];
  readonly segmentCount: Scalars['Int']['output'];
  /** The newest ones first. */
  readonly segments: ReadonlyArray<GqlSegmentStatistics>;
  /** On disk, with indexes. */
  readonly sizeBytes: Scalars['Long']['output'];
};

export type GqlTransactAppendInput = {
  readonly records: ReadonlyArray<GqlRecordInput>;
  readonly topic: Scalars['String']['input'];
};

/** At least one append, or offsets. */
export type GqlTransactInput = {
  /** In the order in which they are done. 1 to 10,000 records together. */
  readonly appends?: ReadonlyArray<GqlTransactAppendInput>;
  /**
   * Makes the call safe to send again where its end was not heard (UNKNOWN_OUTCOME, a lost answer): once a transaction with this key is
   * committed, further ones are DUPLICATE_TRANSACTION. 1 to 249 characters, remembered for 7 days.
   */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What a member of a group has processed. */
  readonly offsets?: InputMaybe<GqlTransactOffsetsInput>;
  /** PRODUCER_FENCED once initProducer was called again with the same transactionalId: that one waits for a transaction in its commit. */
  readonly producer?: InputMaybe<GqlTransactProducerInput>;
};

/** As commitOffsets takes them, but release. */
export type GqlTransactOffsetsInput = {
  /** Of the newest Assignment that came before the records that are committed. */
  readonly generation: Scalars['Int']['input'];
  readonly group: Scalars['ID']['input'];
  /** Of the Assignment. */
  readonly memberId: Scalars['ID']['input'];
  /** 1 to 10,000, each partition once. */
  readonly offsets: ReadonlyArray<GqlOffsetToCommitInput>;
};

export type GqlTransactPayload = {
  /** In the order given. */
  readonly appends: ReadonlyArray<GqlTransactedAppend>;
  /** What is committed now, in the order given. */
  readonly offsets: ReadonlyArray<GqlCommittedOffset>;
};

/** As initProducer gave it. */
export type GqlTransactProducerInput = {
  readonly epoch: Scalars['Int']['input'];
  readonly producerId: Scalars['Int']['input'];
};

export type GqlTransactedAppend = {
  /** Where the records went, by partition. */
  readonly batches: ReadonlyArray<GqlAppendedBatch>;
  /** Each record, in the order given. */
  readonly records: ReadonlyArray<GqlAppendedRecord>;
  readonly topic: Scalars['String']['output'];
};

export type GqlUpdateTopicInput = {
  readonly config?: InputMaybe<GqlTopicConfigInput>;
  readonly name: Scalars['String']['input'];
  /** A new total, larger than the present one. */
  readonly partitionCount?: InputMaybe<Scalars['Int']['input']>;
};

export type GqlUpdateTopicPayload = {
  readonly topic: GqlTopic;
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



/** Mapping of union types */
export type GqlResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  ConsumeEvent:
    | ( GqlAssignment )
    | ( Omit<GqlRecordBatch, 'records'> & { records: ReadonlyArray<_RefType['Record']> } )
    | ( GqlRevocation )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type GqlResolversTypes = {
  AppendedBatch: ResolverTypeWrapper<GqlAppendedBatch>;
  AppendedRecord: ResolverTypeWrapper<GqlAppendedRecord>;
  AssignedPartition: ResolverTypeWrapper<GqlAssignedPartition>;
  Assignment: ResolverTypeWrapper<GqlAssignment>;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  BatchSizes: ResolverTypeWrapper<GqlBatchSizes>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CleanupPolicy: GqlCleanupPolicy;
  CommitMode: GqlCommitMode;
  CommitOffsetsInput: GqlCommitOffsetsInput;
  CommitOffsetsPayload: ResolverTypeWrapper<GqlCommitOffsetsPayload>;
  CommittedOffset: ResolverTypeWrapper<GqlCommittedOffset>;
  CompressionType: GqlCompressionType;
  ConsumeEvent: ResolverTypeWrapper<GqlResolversUnionTypes<GqlResolversTypes>['ConsumeEvent']>;
  ConsumeInput: GqlConsumeInput;
  ConsumerGroup: ResolverTypeWrapper<GroupView>;
  ConsumerGroupConnection: ResolverTypeWrapper<Omit<GqlConsumerGroupConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversTypes['ConsumerGroup']> }>;
  ConsumerGroupMember: ResolverTypeWrapper<MemberView>;
  ConsumerGroupPartition: ResolverTypeWrapper<GqlConsumerGroupPartition>;
  ConsumerGroupState: GqlConsumerGroupState;
  CreateTopicInput: GqlCreateTopicInput;
  CreateTopicPayload: ResolverTypeWrapper<Omit<GqlCreateTopicPayload, 'topic'> & { topic: GqlResolversTypes['Topic'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteConsumerGroupInput: GqlDeleteConsumerGroupInput;
  DeleteConsumerGroupPayload: ResolverTypeWrapper<GqlDeleteConsumerGroupPayload>;
  DeleteGroupOffsetsInput: GqlDeleteGroupOffsetsInput;
  DeleteGroupOffsetsPayload: ResolverTypeWrapper<Omit<GqlDeleteGroupOffsetsPayload, 'group'> & { group: GqlResolversTypes['ConsumerGroup'] }>;
  DeleteRecordsInput: GqlDeleteRecordsInput;
  DeleteRecordsPartitionInput: GqlDeleteRecordsPartitionInput;
  DeleteRecordsPayload: ResolverTypeWrapper<Omit<GqlDeleteRecordsPayload, 'partitions'> & { partitions: ReadonlyArray<GqlResolversTypes['Partition']> }>;
  DeleteTopicInput: GqlDeleteTopicInput;
  DeleteTopicPayload: ResolverTypeWrapper<GqlDeleteTopicPayload>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Format: GqlFormat;
  Header: ResolverTypeWrapper<GqlHeader>;
  HeaderFilter: GqlHeaderFilter;
  HeaderInput: GqlHeaderInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  InitProducerInput: GqlInitProducerInput;
  InitProducerPayload: ResolverTypeWrapper<GqlInitProducerPayload>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  KeyIndex: GqlKeyIndex;
  LogEdge: GqlLogEdge;
  Long: ResolverTypeWrapper<Scalars['Long']['output']>;
  MaxTimestamp: ResolverTypeWrapper<GqlMaxTimestamp>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Offset: ResolverTypeWrapper<Scalars['Offset']['output']>;
  OffsetReset: ResolverTypeWrapper<GqlOffsetReset>;
  OffsetToCommitInput: GqlOffsetToCommitInput;
  PageInfo: ResolverTypeWrapper<GqlPageInfo>;
  Partition: ResolverTypeWrapper<PartitionView>;
  PartitionOffsetInput: GqlPartitionOffsetInput;
  Position: GqlPosition;
  ProduceInput: GqlProduceInput;
  ProducePayload: ResolverTypeWrapper<GqlProducePayload>;
  ProducerInput: GqlProducerInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Record: ResolverTypeWrapper<RecordView>;
  RecordBatch: ResolverTypeWrapper<Omit<GqlRecordBatch, 'records'> & { records: ReadonlyArray<GqlResolversTypes['Record']> }>;
  RecordFilter: GqlRecordFilter;
  RecordInput: GqlRecordInput;
  RecordPage: ResolverTypeWrapper<Omit<GqlRecordPage, 'records'> & { records: ReadonlyArray<GqlResolversTypes['Record']> }>;
  RemoveGroupMemberInput: GqlRemoveGroupMemberInput;
  RemoveGroupMemberPayload: ResolverTypeWrapper<Omit<GqlRemoveGroupMemberPayload, 'group'> & { group: GqlResolversTypes['ConsumerGroup'] }>;
  ResetOffsetsInput: GqlResetOffsetsInput;
  ResetOffsetsPayload: ResolverTypeWrapper<GqlResetOffsetsPayload>;
  ResetPolicy: GqlResetPolicy;
  ResetStreamsApplicationInput: GqlResetStreamsApplicationInput;
  ResetStreamsApplicationPayload: ResolverTypeWrapper<GqlResetStreamsApplicationPayload>;
  ResetTarget: GqlResetTarget;
  Revocation: ResolverTypeWrapper<GqlRevocation>;
  SearchEnd: GqlSearchEnd;
  SearchProgress: ResolverTypeWrapper<GqlSearchProgress>;
  SearchedPartition: ResolverTypeWrapper<GqlSearchedPartition>;
  SegmentStatistics: ResolverTypeWrapper<GqlSegmentStatistics>;
  ServerNode: ResolverTypeWrapper<GqlServerNode>;
  StreamsApplication: ResolverTypeWrapper<ApplicationView>;
  StreamsApplicationConnection: ResolverTypeWrapper<Omit<GqlStreamsApplicationConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversTypes['StreamsApplication']> }>;
  StreamsApplicationState: GqlStreamsApplicationState;
  StreamsEdge: ResolverTypeWrapper<GqlStreamsEdge>;
  StreamsError: ResolverTypeWrapper<ErrorView>;
  StreamsErrorConnection: ResolverTypeWrapper<Omit<GqlStreamsErrorConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversTypes['StreamsError']> }>;
  StreamsErrorKind: GqlStreamsErrorKind;
  StreamsErrorOutcome: GqlStreamsErrorOutcome;
  StreamsFailure: ResolverTypeWrapper<GqlStreamsFailure>;
  StreamsInstance: ResolverTypeWrapper<InstanceView>;
  StreamsInstanceState: GqlStreamsInstanceState;
  StreamsNode: ResolverTypeWrapper<GqlStreamsNode>;
  StreamsNodeKind: GqlStreamsNodeKind;
  StreamsStore: ResolverTypeWrapper<GqlStreamsStore>;
  StreamsStoreKind: GqlStreamsStoreKind;
  StreamsSubTopology: ResolverTypeWrapper<GqlStreamsSubTopology>;
  StreamsTable: ResolverTypeWrapper<TableView>;
  StreamsTask: ResolverTypeWrapper<TaskView>;
  StreamsTaskState: GqlStreamsTaskState;
  StreamsTopology: ResolverTypeWrapper<GqlStreamsTopology>;
  StreamsTotals: ResolverTypeWrapper<GqlStreamsTotals>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TableChange: ResolverTypeWrapper<TableChangeView>;
  TableChanges: ResolverTypeWrapper<Omit<GqlTableChanges, 'changes'> & { changes: ReadonlyArray<GqlResolversTypes['TableChange']> }>;
  TableEntry: ResolverTypeWrapper<TableEntryView>;
  TableEntryConnection: ResolverTypeWrapper<Omit<GqlTableEntryConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversTypes['TableEntry']> }>;
  TableWindow: ResolverTypeWrapper<GqlTableWindow>;
  TimestampType: GqlTimestampType;
  Topic: ResolverTypeWrapper<TopicView>;
  TopicConfig: ResolverTypeWrapper<GqlTopicConfig>;
  TopicConfigEntry: ResolverTypeWrapper<GqlTopicConfigEntry>;
  TopicConfigInput: GqlTopicConfigInput;
  TopicConnection: ResolverTypeWrapper<Omit<GqlTopicConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversTypes['Topic']> }>;
  TopicPartition: ResolverTypeWrapper<GqlTopicPartition>;
  TopicRates: ResolverTypeWrapper<GqlTopicRates>;
  TopicStatistics: ResolverTypeWrapper<GqlTopicStatistics>;
  TransactAppendInput: GqlTransactAppendInput;
  TransactInput: GqlTransactInput;
  TransactOffsetsInput: GqlTransactOffsetsInput;
  TransactPayload: ResolverTypeWrapper<GqlTransactPayload>;
  TransactProducerInput: GqlTransactProducerInput;
  TransactedAppend: ResolverTypeWrapper<GqlTransactedAppend>;
  UpdateTopicInput: GqlUpdateTopicInput;
  UpdateTopicPayload: ResolverTypeWrapper<Omit<GqlUpdateTopicPayload, 'topic'> & { topic: GqlResolversTypes['Topic'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type GqlResolversParentTypes = {
  AppendedBatch: GqlAppendedBatch;
  AppendedRecord: GqlAppendedRecord;
  AssignedPartition: GqlAssignedPartition;
  Assignment: GqlAssignment;
  Base64: Scalars['Base64']['output'];
  BatchSizes: GqlBatchSizes;
  Boolean: Scalars['Boolean']['output'];
  CommitOffsetsInput: GqlCommitOffsetsInput;
  CommitOffsetsPayload: GqlCommitOffsetsPayload;
  CommittedOffset: GqlCommittedOffset;
  ConsumeEvent: GqlResolversUnionTypes<GqlResolversParentTypes>['ConsumeEvent'];
  ConsumeInput: GqlConsumeInput;
  ConsumerGroup: GroupView;
  ConsumerGroupConnection: Omit<GqlConsumerGroupConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversParentTypes['ConsumerGroup']> };
  ConsumerGroupMember: MemberView;
  ConsumerGroupPartition: GqlConsumerGroupPartition;
  CreateTopicInput: GqlCreateTopicInput;
  CreateTopicPayload: Omit<GqlCreateTopicPayload, 'topic'> & { topic: GqlResolversParentTypes['Topic'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteConsumerGroupInput: GqlDeleteConsumerGroupInput;
  DeleteConsumerGroupPayload: GqlDeleteConsumerGroupPayload;
  DeleteGroupOffsetsInput: GqlDeleteGroupOffsetsInput;
  DeleteGroupOffsetsPayload: Omit<GqlDeleteGroupOffsetsPayload, 'group'> & { group: GqlResolversParentTypes['ConsumerGroup'] };
  DeleteRecordsInput: GqlDeleteRecordsInput;
  DeleteRecordsPartitionInput: GqlDeleteRecordsPartitionInput;
  DeleteRecordsPayload: Omit<GqlDeleteRecordsPayload, 'partitions'> & { partitions: ReadonlyArray<GqlResolversParentTypes['Partition']> };
  DeleteTopicInput: GqlDeleteTopicInput;
  DeleteTopicPayload: GqlDeleteTopicPayload;
  Float: Scalars['Float']['output'];
  Header: GqlHeader;
  HeaderFilter: GqlHeaderFilter;
  HeaderInput: GqlHeaderInput;
  ID: Scalars['ID']['output'];
  InitProducerInput: GqlInitProducerInput;
  InitProducerPayload: GqlInitProducerPayload;
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Long: Scalars['Long']['output'];
  MaxTimestamp: GqlMaxTimestamp;
  Mutation: Record<PropertyKey, never>;
  Offset: Scalars['Offset']['output'];
  OffsetReset: GqlOffsetReset;
  OffsetToCommitInput: GqlOffsetToCommitInput;
  PageInfo: GqlPageInfo;
  Partition: PartitionView;
  PartitionOffsetInput: GqlPartitionOffsetInput;
  Position: GqlPosition;
  ProduceInput: GqlProduceInput;
  ProducePayload: GqlProducePayload;
  ProducerInput: GqlProducerInput;
  Query: Record<PropertyKey, never>;
  Record: RecordView;
  RecordBatch: Omit<GqlRecordBatch, 'records'> & { records: ReadonlyArray<GqlResolversParentTypes['Record']> };
  RecordFilter: GqlRecordFilter;
  RecordInput: GqlRecordInput;
  RecordPage: Omit<GqlRecordPage, 'records'> & { records: ReadonlyArray<GqlResolversParentTypes['Record']> };
  RemoveGroupMemberInput: GqlRemoveGroupMemberInput;
  RemoveGroupMemberPayload: Omit<GqlRemoveGroupMemberPayload, 'group'> & { group: GqlResolversParentTypes['ConsumerGroup'] };
  ResetOffsetsInput: GqlResetOffsetsInput;
  ResetOffsetsPayload: GqlResetOffsetsPayload;
  ResetStreamsApplicationInput: GqlResetStreamsApplicationInput;
  ResetStreamsApplicationPayload: GqlResetStreamsApplicationPayload;
  ResetTarget: GqlResetTarget;
  Revocation: GqlRevocation;
  SearchProgress: GqlSearchProgress;
  SearchedPartition: GqlSearchedPartition;
  SegmentStatistics: GqlSegmentStatistics;
  ServerNode: GqlServerNode;
  StreamsApplication: ApplicationView;
  StreamsApplicationConnection: Omit<GqlStreamsApplicationConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversParentTypes['StreamsApplication']> };
  StreamsEdge: GqlStreamsEdge;
  StreamsError: ErrorView;
  StreamsErrorConnection: Omit<GqlStreamsErrorConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversParentTypes['StreamsError']> };
  StreamsFailure: GqlStreamsFailure;
  StreamsInstance: InstanceView;
  StreamsNode: GqlStreamsNode;
  StreamsStore: GqlStreamsStore;
  StreamsSubTopology: GqlStreamsSubTopology;
  StreamsTable: TableView;
  StreamsTask: TaskView;
  StreamsTopology: GqlStreamsTopology;
  StreamsTotals: GqlStreamsTotals;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  TableChange: TableChangeView;
  TableChanges: Omit<GqlTableChanges, 'changes'> & { changes: ReadonlyArray<GqlResolversParentTypes['TableChange']> };
  TableEntry: TableEntryView;
  TableEntryConnection: Omit<GqlTableEntryConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversParentTypes['TableEntry']> };
  TableWindow: GqlTableWindow;
  Topic: TopicView;
  TopicConfig: GqlTopicConfig;
  TopicConfigEntry: GqlTopicConfigEntry;
  TopicConfigInput: GqlTopicConfigInput;
  TopicConnection: Omit<GqlTopicConnection, 'nodes'> & { nodes: ReadonlyArray<GqlResolversParentTypes['Topic']> };
  TopicPartition: GqlTopicPartition;
  TopicRates: GqlTopicRates;
  TopicStatistics: GqlTopicStatistics;
  TransactAppendInput: GqlTransactAppendInput;
  TransactInput: GqlTransactInput;
  TransactOffsetsInput: GqlTransactOffsetsInput;
  TransactPayload: GqlTransactPayload;
  TransactProducerInput: GqlTransactProducerInput;
  TransactedAppend: GqlTransactedAppend;
  UpdateTopicInput: GqlUpdateTopicInput;
  UpdateTopicPayload: Omit<GqlUpdateTopicPayload, 'topic'> & { topic: GqlResolversParentTypes['Topic'] };
};

export type GqlAppendedBatchResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['AppendedBatch'] = GqlResolversParentTypes['AppendedBatch']> = {
  baseOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  count?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
};

export type GqlAppendedRecordResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['AppendedRecord'] = GqlResolversParentTypes['AppendedRecord']> = {
  offset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  timestamp?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
};

export type GqlAssignedPartitionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['AssignedPartition'] = GqlResolversParentTypes['AssignedPartition']> = {
  offset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlAssignmentResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Assignment'] = GqlResolversParentTypes['Assignment']> = {
  generation?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  memberId?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  partitions?: Resolver<ReadonlyArray<GqlResolversTypes['AssignedPartition']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface GqlBase64ScalarConfig extends GraphQLScalarTypeConfig<GqlResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type GqlBatchSizesResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['BatchSizes'] = GqlResolversParentTypes['BatchSizes']> = {
  batches?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  maxRecords?: Resolver<Maybe<GqlResolversTypes['Int']>, ParentType, ContextType>;
  minRecords?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  records?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
};

export type GqlCommitOffsetsPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['CommitOffsetsPayload'] = GqlResolversParentTypes['CommitOffsetsPayload']> = {
  offsets?: Resolver<ReadonlyArray<GqlResolversTypes['CommittedOffset']>, ParentType, ContextType>;
};

export type GqlCommittedOffsetResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['CommittedOffset'] = GqlResolversParentTypes['CommittedOffset']> = {
  nextOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlConsumeEventResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ConsumeEvent'] = GqlResolversParentTypes['ConsumeEvent']> = {
  __resolveType: TypeResolveFn<'Assignment' | 'RecordBatch' | 'Revocation', ParentType, ContextType>;
};

export type GqlConsumerGroupResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ConsumerGroup'] = GqlResolversParentTypes['ConsumerGroup']> = {
  createdAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  generation?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  lag?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  lagMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  memberCount?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  members?: Resolver<ReadonlyArray<GqlResolversTypes['ConsumerGroupMember']>, ParentType, ContextType>;
  partitions?: Resolver<ReadonlyArray<GqlResolversTypes['ConsumerGroupPartition']>, ParentType, ContextType>;
  state?: Resolver<GqlResolversTypes['ConsumerGroupState'], ParentType, ContextType>;
  topics?: Resolver<ReadonlyArray<GqlResolversTypes['String']>, ParentType, ContextType>;
};

export type GqlConsumerGroupConnectionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ConsumerGroupConnection'] = GqlResolversParentTypes['ConsumerGroupConnection']> = {
  nodes?: Resolver<ReadonlyArray<GqlResolversTypes['ConsumerGroup']>, ParentType, ContextType>;
  pageInfo?: Resolver<GqlResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
};

export type GqlConsumerGroupMemberResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ConsumerGroupMember'] = GqlResolversParentTypes['ConsumerGroupMember']> = {
  away?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  clientId?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  host?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  instanceId?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  joinedAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  nodeId?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  partitions?: Resolver<ReadonlyArray<GqlResolversTypes['TopicPartition']>, ParentType, ContextType>;
  topicPattern?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  topics?: Resolver<Maybe<ReadonlyArray<GqlResolversTypes['String']>>, ParentType, ContextType>;
};

export type GqlConsumerGroupPartitionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ConsumerGroupPartition'] = GqlResolversParentTypes['ConsumerGroupPartition']> = {
  committedAt?: Resolver<Maybe<GqlResolversTypes['DateTime']>, ParentType, ContextType>;
  committedOffset?: Resolver<Maybe<GqlResolversTypes['Offset']>, ParentType, ContextType>;
  endOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  lag?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  lagMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  logStartOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  memberId?: Resolver<Maybe<GqlResolversTypes['ID']>, ParentType, ContextType>;
  metadata?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  revocationDeadline?: Resolver<Maybe<GqlResolversTypes['DateTime']>, ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlCreateTopicPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['CreateTopicPayload'] = GqlResolversParentTypes['CreateTopicPayload']> = {
  topic?: Resolver<GqlResolversTypes['Topic'], ParentType, ContextType>;
};

export interface GqlDateTimeScalarConfig extends GraphQLScalarTypeConfig<GqlResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type GqlDeleteConsumerGroupPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['DeleteConsumerGroupPayload'] = GqlResolversParentTypes['DeleteConsumerGroupPayload']> = {
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
};

export type GqlDeleteGroupOffsetsPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['DeleteGroupOffsetsPayload'] = GqlResolversParentTypes['DeleteGroupOffsetsPayload']> = {
  group?: Resolver<GqlResolversTypes['ConsumerGroup'], ParentType, ContextType>;
};

export type GqlDeleteRecordsPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['DeleteRecordsPayload'] = GqlResolversParentTypes['DeleteRecordsPayload']> = {
  partitions?: Resolver<ReadonlyArray<GqlResolversTypes['Partition']>, ParentType, ContextType>;
};

export type GqlDeleteTopicPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['DeleteTopicPayload'] = GqlResolversParentTypes['DeleteTopicPayload']> = {
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlHeaderResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Header'] = GqlResolversParentTypes['Header']> = {
  key?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  valueBytes?: Resolver<Maybe<GqlResolversTypes['Base64']>, ParentType, ContextType>;
};

export type GqlInitProducerPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['InitProducerPayload'] = GqlResolversParentTypes['InitProducerPayload']> = {
  epoch?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  producerId?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
};

export interface GqlJsonScalarConfig extends GraphQLScalarTypeConfig<GqlResolversTypes['JSON'], any> {
  name: 'JSON';
}

export interface GqlLongScalarConfig extends GraphQLScalarTypeConfig<GqlResolversTypes['Long'], any> {
  name: 'Long';
}

export type GqlMaxTimestampResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['MaxTimestamp'] = GqlResolversParentTypes['MaxTimestamp']> = {
  offset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  timestamp?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
};

export type GqlMutationResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Mutation'] = GqlResolversParentTypes['Mutation']> = {
  commitOffsets?: Resolver<GqlResolversTypes['CommitOffsetsPayload'], ParentType, ContextType, RequireFields<GqlMutationCommitOffsetsArgs, 'input'>>;
  createTopic?: Resolver<GqlResolversTypes['CreateTopicPayload'], ParentType, ContextType, RequireFields<GqlMutationCreateTopicArgs, 'input'>>;
  deleteConsumerGroup?: Resolver<GqlResolversTypes['DeleteConsumerGroupPayload'], ParentType, ContextType, RequireFields<GqlMutationDeleteConsumerGroupArgs, 'input'>>;
  deleteGroupOffsets?: Resolver<GqlResolversTypes['DeleteGroupOffsetsPayload'], ParentType, ContextType, RequireFields<GqlMutationDeleteGroupOffsetsArgs, 'input'>>;
  deleteRecords?: Resolver<GqlResolversTypes['DeleteRecordsPayload'], ParentType, ContextType, RequireFields<GqlMutationDeleteRecordsArgs, 'input'>>;
  deleteTopic?: Resolver<GqlResolversTypes['DeleteTopicPayload'], ParentType, ContextType, RequireFields<GqlMutationDeleteTopicArgs, 'input'>>;
  initProducer?: Resolver<GqlResolversTypes['InitProducerPayload'], ParentType, ContextType, RequireFields<GqlMutationInitProducerArgs, 'input'>>;
  produce?: Resolver<GqlResolversTypes['ProducePayload'], ParentType, ContextType, RequireFields<GqlMutationProduceArgs, 'input'>>;
  removeGroupMember?: Resolver<GqlResolversTypes['RemoveGroupMemberPayload'], ParentType, ContextType, RequireFields<GqlMutationRemoveGroupMemberArgs, 'input'>>;
  resetOffsets?: Resolver<GqlResolversTypes['ResetOffsetsPayload'], ParentType, ContextType, RequireFields<GqlMutationResetOffsetsArgs, 'input'>>;
  resetStreamsApplication?: Resolver<GqlResolversTypes['ResetStreamsApplicationPayload'], ParentType, ContextType, RequireFields<GqlMutationResetStreamsApplicationArgs, 'input'>>;
  transact?: Resolver<GqlResolversTypes['TransactPayload'], ParentType, ContextType, RequireFields<GqlMutationTransactArgs, 'input'>>;
  updateTopic?: Resolver<GqlResolversTypes['UpdateTopicPayload'], ParentType, ContextType, RequireFields<GqlMutationUpdateTopicArgs, 'input'>>;
};

export interface GqlOffsetScalarConfig extends GraphQLScalarTypeConfig<GqlResolversTypes['Offset'], any> {
  name: 'Offset';
}

export type GqlOffsetResetResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['OffsetReset'] = GqlResolversParentTypes['OffsetReset']> = {
  committedOffset?: Resolver<Maybe<GqlResolversTypes['Offset']>, ParentType, ContextType>;
  endOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  logStartOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  newOffset?: Resolver<Maybe<GqlResolversTypes['Offset']>, ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlPageInfoResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['PageInfo'] = GqlResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
};

export type GqlPartitionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Partition'] = GqlResolversParentTypes['Partition']> = {
  endOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  logEpoch?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  logStartOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  maxTimestamp?: Resolver<Maybe<GqlResolversTypes['MaxTimestamp']>, ParentType, ContextType>;
  offsetAt?: Resolver<Maybe<GqlResolversTypes['Offset']>, ParentType, ContextType, RequireFields<GqlPartitionOffsetAtArgs, 'timestamp'>>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  recordCount?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
};

export type GqlProducePayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ProducePayload'] = GqlResolversParentTypes['ProducePayload']> = {
  batches?: Resolver<ReadonlyArray<GqlResolversTypes['AppendedBatch']>, ParentType, ContextType>;
  duplicate?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  records?: Resolver<ReadonlyArray<GqlResolversTypes['AppendedRecord']>, ParentType, ContextType>;
};

export type GqlQueryResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Query'] = GqlResolversParentTypes['Query']> = {
  consumerGroup?: Resolver<Maybe<GqlResolversTypes['ConsumerGroup']>, ParentType, ContextType, RequireFields<GqlQueryConsumerGroupArgs, 'id'>>;
  consumerGroups?: Resolver<GqlResolversTypes['ConsumerGroupConnection'], ParentType, ContextType, RequireFields<GqlQueryConsumerGroupsArgs, 'first'>>;
  records?: Resolver<GqlResolversTypes['RecordPage'], ParentType, ContextType, RequireFields<GqlQueryRecordsArgs, 'limit' | 'topic'>>;
  serverNodes?: Resolver<ReadonlyArray<GqlResolversTypes['ServerNode']>, ParentType, ContextType>;
  streamsApplication?: Resolver<Maybe<GqlResolversTypes['StreamsApplication']>, ParentType, ContextType, RequireFields<GqlQueryStreamsApplicationArgs, 'id'>>;
  streamsApplications?: Resolver<GqlResolversTypes['StreamsApplicationConnection'], ParentType, ContextType, RequireFields<GqlQueryStreamsApplicationsArgs, 'first'>>;
  table?: Resolver<GqlResolversTypes['StreamsTable'], ParentType, ContextType, RequireFields<GqlQueryTableArgs, 'application' | 'store'>>;
  topic?: Resolver<Maybe<GqlResolversTypes['Topic']>, ParentType, ContextType, RequireFields<GqlQueryTopicArgs, 'name'>>;
  topics?: Resolver<GqlResolversTypes['TopicConnection'], ParentType, ContextType, RequireFields<GqlQueryTopicsArgs, 'first' | 'internal'>>;
};

export type GqlRecordResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Record'] = GqlResolversParentTypes['Record']> = {
  headers?: Resolver<ReadonlyArray<GqlResolversTypes['Header']>, ParentType, ContextType>;
  key?: Resolver<Maybe<GqlResolversTypes['JSON']>, ParentType, ContextType>;
  keyBytes?: Resolver<Maybe<GqlResolversTypes['Base64']>, ParentType, ContextType>;
  keyError?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  offset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  timestamp?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  tombstone?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<GqlResolversTypes['JSON']>, ParentType, ContextType>;
  valueBytes?: Resolver<Maybe<GqlResolversTypes['Base64']>, ParentType, ContextType>;
  valueError?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
};

export type GqlRecordBatchResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['RecordBatch'] = GqlResolversParentTypes['RecordBatch']> = {
  highWatermark?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  logEpoch?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  nextOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  records?: Resolver<ReadonlyArray<GqlResolversTypes['Record']>, ParentType, ContextType>;
  skipped?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GqlRecordPageResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['RecordPage'] = GqlResolversParentTypes['RecordPage']> = {
  atEnd?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  cursor?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  previousCursor?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  records?: Resolver<ReadonlyArray<GqlResolversTypes['Record']>, ParentType, ContextType>;
  search?: Resolver<Maybe<GqlResolversTypes['SearchProgress']>, ParentType, ContextType>;
};

export type GqlRemoveGroupMemberPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['RemoveGroupMemberPayload'] = GqlResolversParentTypes['RemoveGroupMemberPayload']> = {
  group?: Resolver<GqlResolversTypes['ConsumerGroup'], ParentType, ContextType>;
};

export type GqlResetOffsetsPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ResetOffsetsPayload'] = GqlResolversParentTypes['ResetOffsetsPayload']> = {
  partitions?: Resolver<ReadonlyArray<GqlResolversTypes['OffsetReset']>, ParentType, ContextType>;
};

export type GqlResetStreamsApplicationPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ResetStreamsApplicationPayload'] = GqlResolversParentTypes['ResetStreamsApplicationPayload']> = {
  aliveInstances?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  application?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  deletedTopics?: Resolver<ReadonlyArray<GqlResolversTypes['String']>, ParentType, ContextType>;
  dryRun?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  offsetTopics?: Resolver<ReadonlyArray<GqlResolversTypes['String']>, ParentType, ContextType>;
  stores?: Resolver<ReadonlyArray<GqlResolversTypes['String']>, ParentType, ContextType>;
};

export type GqlRevocationResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Revocation'] = GqlResolversParentTypes['Revocation']> = {
  deadline?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  partitions?: Resolver<ReadonlyArray<GqlResolversTypes['TopicPartition']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GqlSearchProgressResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['SearchProgress'] = GqlResolversParentTypes['SearchProgress']> = {
  ended?: Resolver<GqlResolversTypes['SearchEnd'], ParentType, ContextType>;
  partitions?: Resolver<ReadonlyArray<GqlResolversTypes['SearchedPartition']>, ParentType, ContextType>;
  scannedRecords?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
};

export type GqlSearchedPartitionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['SearchedPartition'] = GqlResolversParentTypes['SearchedPartition']> = {
  fromOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  toOffset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
};

export type GqlSegmentStatisticsResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['SegmentStatistics'] = GqlResolversParentTypes['SegmentStatistics']> = {
  batchCount?: Resolver<Maybe<GqlResolversTypes['Long']>, ParentType, ContextType>;
  compacted?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  keyIndexBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  maxTimestamp?: Resolver<Maybe<GqlResolversTypes['DateTime']>, ParentType, ContextType>;
  openedAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  recordCount?: Resolver<Maybe<GqlResolversTypes['Long']>, ParentType, ContextType>;
  removedBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  removedRecords?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  sealedAt?: Resolver<Maybe<GqlResolversTypes['DateTime']>, ParentType, ContextType>;
  sizeBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
};

export type GqlServerNodeResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['ServerNode'] = GqlResolversParentTypes['ServerNode']> = {
  address?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  alive?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  heartbeatAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  hostname?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  processId?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  role?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlStreamsApplicationResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsApplication'] = GqlResolversParentTypes['StreamsApplication']> = {
  errors?: Resolver<GqlResolversTypes['StreamsErrorConnection'], ParentType, ContextType, RequireFields<GqlStreamsApplicationErrorsArgs, 'first'>>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  instances?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsInstance']>, ParentType, ContextType>;
  lag?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  lagMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  recordsInPerSecond?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
  recordsOutPerSecond?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
  state?: Resolver<GqlResolversTypes['StreamsApplicationState'], ParentType, ContextType>;
  stores?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsStore']>, ParentType, ContextType>;
  tasks?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsTask']>, ParentType, ContextType>;
  topology?: Resolver<Maybe<GqlResolversTypes['StreamsTopology']>, ParentType, ContextType>;
  topologyDiffers?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  totals?: Resolver<GqlResolversTypes['StreamsTotals'], ParentType, ContextType>;
};

export type GqlStreamsApplicationConnectionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsApplicationConnection'] = GqlResolversParentTypes['StreamsApplicationConnection']> = {
  nodes?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsApplication']>, ParentType, ContextType>;
  pageInfo?: Resolver<GqlResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
};

export type GqlStreamsEdgeResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsEdge'] = GqlResolversParentTypes['StreamsEdge']> = {
  from?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  to?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
};

export type GqlStreamsErrorResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsError'] = GqlResolversParentTypes['StreamsError']> = {
  code?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  instance?: Resolver<Maybe<GqlResolversTypes['StreamsInstance']>, ParentType, ContextType>;
  instanceId?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<GqlResolversTypes['StreamsErrorKind'], ParentType, ContextType>;
  message?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  occurredAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  offset?: Resolver<GqlResolversTypes['Offset'], ParentType, ContextType>;
  outcome?: Resolver<GqlResolversTypes['StreamsErrorOutcome'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  stack?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  task?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlStreamsErrorConnectionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsErrorConnection'] = GqlResolversParentTypes['StreamsErrorConnection']> = {
  nodes?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsError']>, ParentType, ContextType>;
  pageInfo?: Resolver<GqlResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
};

export type GqlStreamsFailureResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsFailure'] = GqlResolversParentTypes['StreamsFailure']> = {
  code?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlStreamsInstanceResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsInstance'] = GqlResolversParentTypes['StreamsInstance']> = {
  alive?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  error?: Resolver<Maybe<GqlResolversTypes['StreamsFailure']>, ParentType, ContextType>;
  heartbeatAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  hostname?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  nodeId?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  processId?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<GqlResolversTypes['StreamsInstanceState'], ParentType, ContextType>;
  tasks?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsTask']>, ParentType, ContextType>;
  topologyHash?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  totals?: Resolver<GqlResolversTypes['StreamsTotals'], ParentType, ContextType>;
  version?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
};

export type GqlStreamsNodeResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsNode'] = GqlResolversParentTypes['StreamsNode']> = {
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<GqlResolversTypes['StreamsNodeKind'], ParentType, ContextType>;
  operator?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  recordsPerSecond?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
  stores?: Resolver<ReadonlyArray<GqlResolversTypes['String']>, ParentType, ContextType>;
  subTopology?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  topic?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
};

export type GqlStreamsStoreResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsStore'] = GqlResolversParentTypes['StreamsStore']> = {
  bytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  entries?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  isTable?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  keyFormat?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<GqlResolversTypes['StreamsStoreKind'], ParentType, ContextType>;
  name?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  retentionMs?: Resolver<Maybe<GqlResolversTypes['Long']>, ParentType, ContextType>;
  subTopology?: Resolver<Maybe<GqlResolversTypes['ID']>, ParentType, ContextType>;
  valueFormat?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  windowSizeMs?: Resolver<Maybe<GqlResolversTypes['Long']>, ParentType, ContextType>;
};

export type GqlStreamsSubTopologyResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsSubTopology'] = GqlResolversParentTypes['StreamsSubTopology']> = {
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  sinkTopics?: Resolver<ReadonlyArray<GqlResolversTypes['String']>, ParentType, ContextType>;
  sourceTopics?: Resolver<ReadonlyArray<GqlResolversTypes['String']>, ParentType, ContextType>;
};

export type GqlStreamsTableResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsTable'] = GqlResolversParentTypes['StreamsTable']> = {
  application?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  get?: Resolver<GqlResolversTypes['TableEntryConnection'], ParentType, ContextType, RequireFields<GqlStreamsTableGetArgs, 'first'>>;
  keyFormat?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<GqlResolversTypes['StreamsStoreKind'], ParentType, ContextType>;
  range?: Resolver<GqlResolversTypes['TableEntryConnection'], ParentType, ContextType, RequireFields<GqlStreamsTableRangeArgs, 'first' | 'reverse'>>;
  scan?: Resolver<GqlResolversTypes['TableEntryConnection'], ParentType, ContextType, RequireFields<GqlStreamsTableScanArgs, 'first'>>;
  store?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  valueFormat?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlStreamsTaskResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsTask'] = GqlResolversParentTypes['StreamsTask']> = {
  bufferedRecords?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  epochMs?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  instance?: Resolver<Maybe<GqlResolversTypes['StreamsInstance']>, ParentType, ContextType>;
  lag?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  recordsPerSecond?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
  state?: Resolver<GqlResolversTypes['StreamsTaskState'], ParentType, ContextType>;
  streamTime?: Resolver<Maybe<GqlResolversTypes['DateTime']>, ParentType, ContextType>;
  subTopology?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
};

export type GqlStreamsTopologyResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsTopology'] = GqlResolversParentTypes['StreamsTopology']> = {
  edges?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsEdge']>, ParentType, ContextType>;
  hash?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsNode']>, ParentType, ContextType>;
  subTopologies?: Resolver<ReadonlyArray<GqlResolversTypes['StreamsSubTopology']>, ParentType, ContextType>;
};

export type GqlStreamsTotalsResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['StreamsTotals'] = GqlResolversParentTypes['StreamsTotals']> = {
  deadLetteredRecords?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  epochs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  failedEpochs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  lateRecords?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  recordsIn?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  recordsOut?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  skippedRecords?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
};

export type GqlSubscriptionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Subscription'] = GqlResolversParentTypes['Subscription']> = {
  consume?: SubscriptionResolver<GqlResolversTypes['ConsumeEvent'], "consume", ParentType, ContextType, RequireFields<GqlSubscriptionConsumeArgs, 'input'>>;
  consumerGroupChanged?: SubscriptionResolver<GqlResolversTypes['ConsumerGroup'], "consumerGroupChanged", ParentType, ContextType, RequireFields<GqlSubscriptionConsumerGroupChangedArgs, 'id'>>;
  streamsApplicationChanged?: SubscriptionResolver<GqlResolversTypes['StreamsApplication'], "streamsApplicationChanged", ParentType, ContextType, RequireFields<GqlSubscriptionStreamsApplicationChangedArgs, 'id'>>;
  tableChanged?: SubscriptionResolver<GqlResolversTypes['TableChanges'], "tableChanged", ParentType, ContextType, RequireFields<GqlSubscriptionTableChangedArgs, 'application' | 'store'>>;
  tail?: SubscriptionResolver<GqlResolversTypes['RecordBatch'], "tail", ParentType, ContextType, RequireFields<GqlSubscriptionTailArgs, 'maxRecords' | 'maxWaitMs' | 'topics'>>;
};

export type GqlTableChangeResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TableChange'] = GqlResolversParentTypes['TableChange']> = {
  deleted?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  key?: Resolver<Maybe<GqlResolversTypes['JSON']>, ParentType, ContextType>;
  keyBytes?: Resolver<GqlResolversTypes['Base64'], ParentType, ContextType>;
  keyError?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<Maybe<GqlResolversTypes['JSON']>, ParentType, ContextType>;
  valueBytes?: Resolver<Maybe<GqlResolversTypes['Base64']>, ParentType, ContextType>;
  valueError?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  window?: Resolver<Maybe<GqlResolversTypes['TableWindow']>, ParentType, ContextType>;
};

export type GqlTableChangesResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TableChanges'] = GqlResolversParentTypes['TableChanges']> = {
  changes?: Resolver<ReadonlyArray<GqlResolversTypes['TableChange']>, ParentType, ContextType>;
  skipped?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
};

export type GqlTableEntryResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TableEntry'] = GqlResolversParentTypes['TableEntry']> = {
  key?: Resolver<Maybe<GqlResolversTypes['JSON']>, ParentType, ContextType>;
  keyBytes?: Resolver<GqlResolversTypes['Base64'], ParentType, ContextType>;
  keyError?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<Maybe<GqlResolversTypes['JSON']>, ParentType, ContextType>;
  valueBytes?: Resolver<GqlResolversTypes['Base64'], ParentType, ContextType>;
  valueError?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  window?: Resolver<Maybe<GqlResolversTypes['TableWindow']>, ParentType, ContextType>;
};

export type GqlTableEntryConnectionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TableEntryConnection'] = GqlResolversParentTypes['TableEntryConnection']> = {
  nodes?: Resolver<ReadonlyArray<GqlResolversTypes['TableEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<GqlResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type GqlTableWindowResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TableWindow'] = GqlResolversParentTypes['TableWindow']> = {
  end?: Resolver<Maybe<GqlResolversTypes['DateTime']>, ParentType, ContextType>;
  start?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
};

export type GqlTopicResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['Topic'] = GqlResolversParentTypes['Topic']> = {
  config?: Resolver<GqlResolversTypes['TopicConfig'], ParentType, ContextType>;
  configEntries?: Resolver<ReadonlyArray<GqlResolversTypes['TopicConfigEntry']>, ParentType, ContextType>;
  consumerGroups?: Resolver<ReadonlyArray<GqlResolversTypes['ConsumerGroup']>, ParentType, ContextType, RequireFields<GqlTopicConsumerGroupsArgs, 'first'>>;
  createdAt?: Resolver<GqlResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<GqlResolversTypes['ID'], ParentType, ContextType>;
  internal?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  partitionCount?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  partitions?: Resolver<ReadonlyArray<GqlResolversTypes['Partition']>, ParentType, ContextType>;
  recordCount?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  sizeBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  statistics?: Resolver<GqlResolversTypes['TopicStatistics'], ParentType, ContextType, RequireFields<GqlTopicStatisticsArgs, 'segments'>>;
};

export type GqlTopicConfigResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TopicConfig'] = GqlResolversParentTypes['TopicConfig']> = {
  cleanupPolicy?: Resolver<GqlResolversTypes['CleanupPolicy'], ParentType, ContextType>;
  compressionType?: Resolver<GqlResolversTypes['CompressionType'], ParentType, ContextType>;
  deleteRetentionMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  keyFormat?: Resolver<GqlResolversTypes['Format'], ParentType, ContextType>;
  keyIndex?: Resolver<GqlResolversTypes['KeyIndex'], ParentType, ContextType>;
  maxCompactionLagMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  maxMessageBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  messageTimestampAfterMaxMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  messageTimestampBeforeMaxMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  messageTimestampType?: Resolver<GqlResolversTypes['TimestampType'], ParentType, ContextType>;
  minCompactionLagMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  retentionBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  retentionMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  segmentBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  segmentMs?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  valueFormat?: Resolver<GqlResolversTypes['Format'], ParentType, ContextType>;
};

export type GqlTopicConfigEntryResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TopicConfigEntry'] = GqlResolversParentTypes['TopicConfigEntry']> = {
  choices?: Resolver<Maybe<ReadonlyArray<GqlResolversTypes['String']>>, ParentType, ContextType>;
  default?: Resolver<GqlResolversTypes['JSON'], ParentType, ContextType>;
  description?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  isSet?: Resolver<GqlResolversTypes['Boolean'], ParentType, ContextType>;
  max?: Resolver<Maybe<GqlResolversTypes['Long']>, ParentType, ContextType>;
  min?: Resolver<Maybe<GqlResolversTypes['Long']>, ParentType, ContextType>;
  name?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<Maybe<GqlResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<GqlResolversTypes['JSON'], ParentType, ContextType>;
};

export type GqlTopicConnectionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TopicConnection'] = GqlResolversParentTypes['TopicConnection']> = {
  nodes?: Resolver<ReadonlyArray<GqlResolversTypes['Topic']>, ParentType, ContextType>;
  pageInfo?: Resolver<GqlResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
};

export type GqlTopicPartitionResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TopicPartition'] = GqlResolversParentTypes['TopicPartition']> = {
  partition?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlTopicRatesResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TopicRates'] = GqlResolversParentTypes['TopicRates']> = {
  bytesIn?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
  bytesOut?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
  recordsIn?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
  recordsOut?: Resolver<GqlResolversTypes['Float'], ParentType, ContextType>;
};

export type GqlTopicStatisticsResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TopicStatistics'] = GqlResolversParentTypes['TopicStatistics']> = {
  batchCount?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  batchSizes?: Resolver<ReadonlyArray<GqlResolversTypes['BatchSizes']>, ParentType, ContextType>;
  keyIndexBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  meanBatchBytes?: Resolver<Maybe<GqlResolversTypes['Float']>, ParentType, ContextType>;
  meanBatchRecords?: Resolver<Maybe<GqlResolversTypes['Float']>, ParentType, ContextType>;
  newestTimestamp?: Resolver<Maybe<GqlResolversTypes['DateTime']>, ParentType, ContextType>;
  oldestTimestamp?: Resolver<Maybe<GqlResolversTypes['DateTime']>, ParentType, ContextType>;
  rates?: Resolver<GqlResolversTypes['TopicRates'], ParentType, ContextType>;
  recordCount?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  removedBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  removedRecords?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
  segmentCount?: Resolver<GqlResolversTypes['Int'], ParentType, ContextType>;
  segments?: Resolver<ReadonlyArray<GqlResolversTypes['SegmentStatistics']>, ParentType, ContextType>;
  sizeBytes?: Resolver<GqlResolversTypes['Long'], ParentType, ContextType>;
};

export type GqlTransactPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TransactPayload'] = GqlResolversParentTypes['TransactPayload']> = {
  appends?: Resolver<ReadonlyArray<GqlResolversTypes['TransactedAppend']>, ParentType, ContextType>;
  offsets?: Resolver<ReadonlyArray<GqlResolversTypes['CommittedOffset']>, ParentType, ContextType>;
};

export type GqlTransactedAppendResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['TransactedAppend'] = GqlResolversParentTypes['TransactedAppend']> = {
  batches?: Resolver<ReadonlyArray<GqlResolversTypes['AppendedBatch']>, ParentType, ContextType>;
  records?: Resolver<ReadonlyArray<GqlResolversTypes['AppendedRecord']>, ParentType, ContextType>;
  topic?: Resolver<GqlResolversTypes['String'], ParentType, ContextType>;
};

export type GqlUpdateTopicPayloadResolvers<ContextType = Context, ParentType extends GqlResolversParentTypes['UpdateTopicPayload'] = GqlResolversParentTypes['UpdateTopicPayload']> = {
  topic?: Resolver<GqlResolversTypes['Topic'], ParentType, ContextType>;
};

export type GqlResolvers<ContextType = Context> = {
  AppendedBatch?: GqlAppendedBatchResolvers<ContextType>;
  AppendedRecord?: GqlAppendedRecordResolvers<ContextType>;
  AssignedPartition?: GqlAssignedPartitionResolvers<ContextType>;
  Assignment?: GqlAssignmentResolvers<ContextType>;
  Base64?: GraphQLScalarType;
  BatchSizes?: GqlBatchSizesResolvers<ContextType>;
  CommitOffsetsPayload?: GqlCommitOffsetsPayloadResolvers<ContextType>;
  CommittedOffset?: GqlCommittedOffsetResolvers<ContextType>;
  ConsumeEvent?: GqlConsumeEventResolvers<ContextType>;
  ConsumerGroup?: GqlConsumerGroupResolvers<ContextType>;
  ConsumerGroupConnection?: GqlConsumerGroupConnectionResolvers<ContextType>;
  ConsumerGroupMember?: GqlConsumerGroupMemberResolvers<ContextType>;
  ConsumerGroupPartition?: GqlConsumerGroupPartitionResolvers<ContextType>;
  CreateTopicPayload?: GqlCreateTopicPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteConsumerGroupPayload?: GqlDeleteConsumerGroupPayloadResolvers<ContextType>;
  DeleteGroupOffsetsPayload?: GqlDeleteGroupOffsetsPayloadResolvers<ContextType>;
  DeleteRecordsPayload?: GqlDeleteRecordsPayloadResolvers<ContextType>;
  DeleteTopicPayload?: GqlDeleteTopicPayloadResolvers<ContextType>;
  Header?: GqlHeaderResolvers<ContextType>;
  InitProducerPayload?: GqlInitProducerPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Long?: GraphQLScalarType;
  MaxTimestamp?: GqlMaxTimestampResolvers<ContextType>;
  Mutation?: GqlMutationResolvers<ContextType>;
  Offset?: GraphQLScalarType;
  OffsetReset?: GqlOffsetResetResolvers<ContextType>;
  PageInfo?: GqlPageInfoResolvers<ContextType>;
  Partition?: GqlPartitionResolvers<ContextType>;
  ProducePayload?: GqlProducePayloadResolvers<ContextType>;
  Query?: GqlQueryResolvers<ContextType>;
  Record?: GqlRecordResolvers<ContextType>;
  RecordBatch?: GqlRecordBatchResolvers<ContextType>;
  RecordPage?: GqlRecordPageResolvers<ContextType>;
  RemoveGroupMemberPayload?: GqlRemoveGroupMemberPayloadResolvers<ContextType>;
  ResetOffsetsPayload?: GqlResetOffsetsPayloadResolvers<ContextType>;
  ResetStreamsApplicationPayload?: GqlResetStreamsApplicationPayloadResolvers<ContextType>;
  Revocation?: GqlRevocationResolvers<ContextType>;
  SearchProgress?: GqlSearchProgressResolvers<ContextType>;
  SearchedPartition?: GqlSearchedPartitionResolvers<ContextType>;
  SegmentStatistics?: GqlSegmentStatisticsResolvers<ContextType>;
  ServerNode?: GqlServerNodeResolvers<ContextType>;
  StreamsApplication?: GqlStreamsApplicationResolvers<ContextType>;
  StreamsApplicationConnection?: GqlStreamsApplicationConnectionResolvers<ContextType>;
  StreamsEdge?: GqlStreamsEdgeResolvers<ContextType>;
  StreamsError?: GqlStreamsErrorResolvers<ContextType>;
  StreamsErrorConnection?: GqlStreamsErrorConnectionResolvers<ContextType>;
  StreamsFailure?: GqlStreamsFailureResolvers<ContextType>;
  StreamsInstance?: GqlStreamsInstanceResolvers<ContextType>;
  StreamsNode?: GqlStreamsNodeResolvers<ContextType>;
  StreamsStore?: GqlStreamsStoreResolvers<ContextType>;
  StreamsSubTopology?: GqlStreamsSubTopologyResolvers<ContextType>;
  StreamsTable?: GqlStreamsTableResolvers<ContextType>;
  StreamsTask?: GqlStreamsTaskResolvers<ContextType>;
  StreamsTopology?: GqlStreamsTopologyResolvers<ContextType>;
  StreamsTotals?: GqlStreamsTotalsResolvers<ContextType>;
  Subscription?: GqlSubscriptionResolvers<ContextType>;
  TableChange?: GqlTableChangeResolvers<ContextType>;
  TableChanges?: GqlTableChangesResolvers<ContextType>;
  TableEntry?: GqlTableEntryResolvers<ContextType>;
  TableEntryConnection?: GqlTableEntryConnectionResolvers<ContextType>;
  TableWindow?: GqlTableWindowResolvers<ContextType>;
  Topic?: GqlTopicResolvers<ContextType>;
  TopicConfig?: GqlTopicConfigResolvers<ContextType>;
  TopicConfigEntry?: GqlTopicConfigEntryResolvers<ContextType>;
  TopicConnection?: GqlTopicConnectionResolvers<ContextType>;
  TopicPartition?: GqlTopicPartitionResolvers<ContextType>;
  TopicRates?: GqlTopicRatesResolvers<ContextType>;
  TopicStatistics?: GqlTopicStatisticsResolvers<ContextType>;
  TransactPayload?: GqlTransactPayloadResolvers<ContextType>;
  TransactedAppend?: GqlTransactedAppendResolvers<ContextType>;
  UpdateTopicPayload?: GqlUpdateTopicPayloadResolvers<ContextType>;
};

