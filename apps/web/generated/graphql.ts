/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What becomes of old records. */
export type CleanupPolicy =
  /** Compacted: of every key the newest record stays, with its offset. Records need a key. */
  | 'COMPACT'
  /** Both. */
  | 'COMPACT_DELETE'
  /** Deleted by age and size, a segment at a time. */
  | 'DELETE';

/** How Postgres compresses stored records. Grows: accept unknown members. */
export type CompressionType =
  /** Only on a Postgres that was built with it. */
  | 'LZ4'
  | 'NONE'
  | 'PGLZ';

/** EMPTY: no member. RECONCILING: partitions are on their way from member to member. STABLE: everybody has what they shall have. */
export type ConsumerGroupState =
  | 'EMPTY'
  | 'RECONCILING'
  | 'STABLE';

export type CreateTopicInput = {
  readonly config?: TopicConfigInput | null | undefined;
  /** 1 to 249 of a-z A-Z 0-9 . _ -, neither . nor .. */
  readonly name: string;
  readonly partitionCount?: number;
};

export type DeleteConsumerGroupInput = {
  readonly id: string | number;
};

export type DeleteGroupOffsetsInput = {
  readonly group: string | number;
  /** Omitted: all of the topic. */
  readonly partitions?: ReadonlyArray<number> | null | undefined;
  readonly topic: string;
};

export type DeleteRecordsInput = {
  /** Each partition once, at least one. Omitted: all records of all partitions. */
  readonly partitions?: ReadonlyArray<DeleteRecordsPartitionInput> | null | undefined;
  readonly topic: string;
};

export type DeleteRecordsPartitionInput = {
  /** The first offset to stay. Omitted: the partition's end, so that nothing stays. */
  readonly before?: number | null | undefined;
  readonly partition: number;
};

export type DeleteTopicInput = {
  readonly name: string;
};

/** How a topic's keys or values are encoded. Grows: accept unknown members. */
export type Format =
  /** Any bytes, base64 in this API. */
  | 'BYTES'
  /** JSON: canonical (RFC 8785) for keys, JSON text for values. */
  | 'JSON'
  /** UTF-8 text. Anything but a string is stored as its canonical JSON text and read back as a string. */
  | 'STRING';

/** A header of this name; where value or valueBytes is given, of that value. */
export type HeaderFilter = {
  readonly key: string;
  readonly value?: string | null | undefined;
  readonly valueBytes?: string | null | undefined;
};

/** value or valueBytes; neither: a null value. */
export type HeaderInput = {
  readonly key: string;
  readonly value?: string | null | undefined;
  readonly valueBytes?: string | null | undefined;
};

/** Of which segments an index finds records by key. Grows: accept unknown members. */
export type KeyIndex =
  | 'NONE'
  /** Of those that were sealed, made in the background. The open one is scanned. */
  | 'SEALED';

export type LogEdge =
  /** The oldest record there is. */
  | 'EARLIEST'
  /** Behind the newest: only what comes from now on. */
  | 'LATEST';

export type PartitionOffsetInput = {
  /**
   * As RecordBatch.logEpoch says: OFFSET_OUT_OF_RANGE when the log has lost what was read (a restore, a failover), where the same offset is
   * another record by now. Omitted: whatever is there now.
   */
  readonly logEpoch?: number | null | undefined;
  readonly offset: number;
  readonly partition: number;
  readonly topic: string;
};

/** Where reading starts: exactly one of these. */
export type Position =
  {   /** Where a page of `records` ended; partitions named beside it are those of that page. Not for `tail`. */
  readonly cursor: string; readonly edge?: never; readonly last?: never; readonly offset?: never; readonly offsets?: never; readonly timestamp?: never; }
  |  { readonly cursor?: never;   readonly edge: LogEdge; readonly last?: never; readonly offset?: never; readonly offsets?: never; readonly timestamp?: never; }
  |  { readonly cursor?: never; readonly edge?: never;   /** The newest n over all partitions, by (timestamp, partition, offset). 1 to 10,000. */
  readonly last: number; readonly offset?: never; readonly offsets?: never; readonly timestamp?: never; }
  |  { readonly cursor?: never; readonly edge?: never; readonly last?: never;   /** Of one partition: needs one topic, and `partitions` with exactly one unless the topic has only one. */
  readonly offset: number; readonly offsets?: never; readonly timestamp?: never; }
  |  { readonly cursor?: never; readonly edge?: never; readonly last?: never; readonly offset?: never;   /** Per partition, each named once, others from EARLIEST: what a client passes back after a reconnect. */
  readonly offsets: ReadonlyArray<PartitionOffsetInput>; readonly timestamp?: never; }
  |  { readonly cursor?: never; readonly edge?: never; readonly last?: never; readonly offset?: never; readonly offsets?: never;   /** The first record of each partition with this time or a later one. */
  readonly timestamp: string; };

export type ProduceInput = {
  /**
   * Makes the call safe to send again, to any node: if it was appended already, it is not appended again and the payload is what the
   * first one got, with duplicate true.
   */
  readonly producer?: ProducerInput | null | undefined;
  readonly records: ReadonlyArray<RecordInput>;
  readonly topic: string;
};

/**
 * Which call of a producer this is. Send it again with the same three and the same records after any error that is retriable, or no
 * answer. PRODUCER_FENCED: another program has taken over. OUT_OF_ORDER_SEQUENCE: calls before it are missing.
 * UNKNOWN_PRODUCER_ID: not used for a day; call initProducer.
 */
export type ProducerInput = {
  readonly epoch: number;
  /** As initProducer gave it. */
  readonly producerId: number;
  /** Of the producer's calls to this topic: 0, 1, 2 and so on. */
  readonly sequence: number;
};

/**
 * What records have to be like: all that is given, at least one thing. Text is compared as its UTF-8 bytes, so case counts.
 * INVALID_FILTER names what is wrong in `details.field`.
 */
export type RecordFilter = {
  /** This time or a later one. */
  readonly fromTime?: string | null | undefined;
  /** Each of them the record has to have. */
  readonly headers?: ReadonlyArray<HeaderFilter> | null | undefined;
  /**
   * A Postgres JSON path over the value. A condition ($.temp > 20) has to be true, any other path ($.items[*] ? (@.qty > 3)) has to
   * select something. A value that is not JSON does not match.
   */
  readonly jsonPath?: string | null | undefined;
  /** Exactly this key, encoded by the topic's keyFormat as `produce` does. Found at once in segments with a key index (TopicConfig.keyIndex). */
  readonly key?: unknown;
  /** The bytes of the key themselves, instead of key. */
  readonly keyBytes?: string | null | undefined;
  readonly keyContains?: string | null | undefined;
  readonly keyPrefix?: string | null | undefined;
  /** An earlier time than this. */
  readonly toTime?: string | null | undefined;
  readonly valueContains?: string | null | undefined;
};

/**
 * Omitted or null key: no key. Omitted or null value: a tombstone (JSON null is sent as valueBytes). key and value are encoded by
 * the topic's formats. A key decides the partition as Kafka's Java client does (murmur2).
 */
export type RecordInput = {
  readonly headers?: ReadonlyArray<HeaderInput> | null | undefined;
  readonly key?: unknown;
  /** The bytes themselves, instead of key. */
  readonly keyBytes?: string | null | undefined;
  readonly partition?: number | null | undefined;
  /** Omitted: now. */
  readonly timestamp?: string | null | undefined;
  readonly value?: unknown;
  /** The bytes themselves, instead of value. */
  readonly valueBytes?: string | null | undefined;
};

export type RemoveGroupMemberInput = {
  readonly group: string | number;
  readonly memberId: string | number;
};

export type ResetOffsetsInput = {
  readonly dryRun?: boolean;
  readonly group: string | number;
  /** Omitted: all of the topic. */
  readonly partitions?: ReadonlyArray<number> | null | undefined;
  readonly to: ResetTarget;
  readonly topic: string;
};

export type ResetStreamsApplicationInput = {
  readonly application: string | number;
  readonly dryRun?: boolean;
};

/** Where committed offsets are moved to, exactly one of these. offset and shiftBy are bounded by the log's start and end. */
export type ResetTarget =
  {   readonly edge: LogEdge; readonly group?: never; readonly offset?: never; readonly shiftBy?: never; readonly timestamp?: never; }
  |  { readonly edge?: never;   /** What that other group has committed; partitions in which it has committed nothing stay as they are. */
  readonly group: string | number; readonly offset?: never; readonly shiftBy?: never; readonly timestamp?: never; }
  |  { readonly edge?: never; readonly group?: never;   readonly offset: number; readonly shiftBy?: never; readonly timestamp?: never; }
  |  { readonly edge?: never; readonly group?: never; readonly offset?: never;   /** Records forward, or with a negative number back, from what is committed. */
  readonly shiftBy: number; readonly timestamp?: never; }
  |  { readonly edge?: never; readonly group?: never; readonly offset?: never; readonly shiftBy?: never;   /** The first record of each partition with this time or a later one; its end when there is none. */
  readonly timestamp: string; };

/** Why a search ended. Grows: accept unknown members. */
export type SearchEnd =
  /** There is nothing left to look at. */
  | 'DONE'
  /** The page is full: it has `limit` records, or as many as it holds in bytes. Go on from the cursor. */
  | 'LIMIT'
  /** Its time was over: go on from the cursor. */
  | 'TIME';

/**
 * What an application does, by its live instances: the first of these that is true. STOPPED: none is alive. RUNNING: one runs. STARTING: one
 * starts. STOPPING: one is on its way out. FAILED: an error has stopped all that are alive. Grows: accept unknown members.
 */
export type StreamsApplicationState =
  | 'FAILED'
  | 'RUNNING'
  | 'STARTING'
  | 'STOPPED'
  | 'STOPPING';

/** Grows: accept unknown members. */
export type StreamsErrorKind =
  /** A key or value could not be decoded. */
  | 'DECODE'
  /** A function of the program threw, rejected or took too long. */
  | 'PROCESS'
  /** A result could not be written. */
  | 'PRODUCE';

/** What became of the record. Grows: accept unknown members. */
export type StreamsErrorOutcome =
  | 'DEAD_LETTERED'
  /** It stopped the instance. */
  | 'FAILED'
  | 'SKIPPED';

/** What an instance told last of itself. Grows: accept unknown members. */
export type StreamsInstanceState =
  /** Stopped by an error, which it tells. */
  | 'FAILED'
  | 'RUNNING'
  /** Makes topics and joins the group. */
  | 'STARTING'
  /** Said goodbye. */
  | 'STOPPED'
  | 'STOPPING';

/** SOURCE and SINK stand for topics, GLOBAL for a topic that every instance reads whole. Grows: accept unknown members. */
export type StreamsNodeKind =
  | 'GLOBAL'
  | 'OPERATOR'
  | 'SINK'
  | 'SOURCE';

/** What the keys of a store are made of. Grows: accept unknown members. */
export type StreamsStoreKind =
  /** An operator's own: records that wait. */
  | 'BUFFER'
  /** The record's key. */
  | 'KEY_VALUE'
  /** The record's key and the start and end of a session. */
  | 'SESSION'
  /** The record's key and the start of a window. */
  | 'WINDOW';

/** Grows: accept unknown members. */
export type StreamsTaskState =
  /** Waits before it tries an epoch again. */
  | 'RETRYING'
  | 'RUNNING'
  /** No live instance runs it. */
  | 'UNASSIGNED';

/** Whose time a record carries. */
export type TimestampType =
  /** The producer's, or the server's where the producer gives none. */
  | 'CREATE_TIME'
  /** The time of the append, whatever the producer says. */
  | 'LOG_APPEND_TIME';

/** Omitted: as it is. null: back to the default. */
export type TopicConfigInput = {
  readonly cleanupPolicy?: CleanupPolicy | null | undefined;
  readonly compressionType?: CompressionType | null | undefined;
  readonly deleteRetentionMs?: number | null | undefined;
  readonly keyFormat?: Format | null | undefined;
  readonly keyIndex?: KeyIndex | null | undefined;
  readonly maxCompactionLagMs?: number | null | undefined;
  readonly maxMessageBytes?: number | null | undefined;
  readonly messageTimestampAfterMaxMs?: number | null | undefined;
  readonly messageTimestampBeforeMaxMs?: number | null | undefined;
  readonly messageTimestampType?: TimestampType | null | undefined;
  readonly minCompactionLagMs?: number | null | undefined;
  readonly retentionBytes?: number | null | undefined;
  readonly retentionMs?: number | null | undefined;
  readonly segmentBytes?: number | null | undefined;
  readonly segmentMs?: number | null | undefined;
  readonly valueFormat?: Format | null | undefined;
};

export type UpdateTopicInput = {
  readonly config?: TopicConfigInput | null | undefined;
  readonly name: string;
  /** A new total, larger than the present one. */
  readonly partitionCount?: number | null | undefined;
};

export type ServerNodesQueryVariables = Exact<{ [key: string]: never; }>;


export type ServerNodesQuery = { readonly serverNodes: ReadonlyArray<{ readonly id: string, readonly role: string, readonly hostname: string, readonly processId: number, readonly version: string, readonly startedAt: string, readonly alive: boolean }> };

export type DeleteGroupFragment = { readonly id: string, readonly memberCount: number } & { ' $fragmentName'?: 'DeleteGroupFragment' };

export type DeleteGroupMutationVariables = Exact<{
  input: DeleteConsumerGroupInput;
}>;


export type DeleteGroupMutation = { readonly deleteConsumerGroup: { readonly id: string } };

export type DeleteOffsetsMutationVariables = Exact<{
  input: DeleteGroupOffsetsInput;
}>;


export type DeleteOffsetsMutation = { readonly deleteGroupOffsets: { readonly group: { readonly id: string } } };

export type GroupFiguresFragment = { readonly lag: number, readonly lagMs: number, readonly memberCount: number, readonly generation: number, readonly createdAt: string, readonly partitions: ReadonlyArray<{ readonly partition: number }> } & { ' $fragmentName'?: 'GroupFiguresFragment' };

export type GroupListQueryVariables = Exact<{
  search?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type GroupListQuery = { readonly consumerGroups: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<(
      { readonly id: string }
      & { ' $fragmentRefs'?: { 'GroupRowFragment': GroupRowFragment } }
    )> } };

export type GroupChangedSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type GroupChangedSubscription = { readonly consumerGroupChanged: (
    { readonly id: string, readonly state: ConsumerGroupState }
    & { ' $fragmentRefs'?: { 'GroupFiguresFragment': GroupFiguresFragment;'LagChartFragment': LagChartFragment;'MemberTableFragment': MemberTableFragment;'GroupPartitionsFragment': GroupPartitionsFragment;'ResetOffsetsGroupFragment': ResetOffsetsGroupFragment;'DeleteGroupFragment': DeleteGroupFragment } }
  ) };

export type GroupPartitionsFragment = { readonly id: string, readonly members: ReadonlyArray<{ readonly id: string, readonly clientId: string }>, readonly partitions: ReadonlyArray<(
    { readonly topic: string, readonly partition: number, readonly memberId: string | null, readonly lag: number, readonly lagMs: number }
    & { ' $fragmentRefs'?: { 'PartitionRowFragment': PartitionRowFragment } }
  )> } & { ' $fragmentName'?: 'GroupPartitionsFragment' };

export type GroupRowFragment = { readonly id: string, readonly state: ConsumerGroupState, readonly memberCount: number, readonly topics: ReadonlyArray<string>, readonly lag: number, readonly lagMs: number } & { ' $fragmentName'?: 'GroupRowFragment' };

export type LagChartFragment = { readonly lag: number } & { ' $fragmentName'?: 'LagChartFragment' };

export type MemberRowFragment = { readonly id: string, readonly clientId: string, readonly instanceId: string | null, readonly nodeId: string, readonly host: string | null, readonly topics: ReadonlyArray<string> | null, readonly topicPattern: string | null, readonly joinedAt: string, readonly away: boolean, readonly partitions: ReadonlyArray<{ readonly topic: string, readonly partition: number }> } & { ' $fragmentName'?: 'MemberRowFragment' };

export type MemberTableFragment = { readonly id: string, readonly members: ReadonlyArray<(
    { readonly id: string }
    & { ' $fragmentRefs'?: { 'MemberRowFragment': MemberRowFragment } }
  )> } & { ' $fragmentName'?: 'MemberTableFragment' };

export type PartitionRowFragment = { readonly topic: string, readonly partition: number, readonly memberId: string | null, readonly revocationDeadline: string | null, readonly committedOffset: number | null, readonly committedAt: string | null, readonly metadata: string | null, readonly logStartOffset: number, readonly endOffset: number, readonly lag: number, readonly lagMs: number } & { ' $fragmentName'?: 'PartitionRowFragment' };

export type RemoveMemberMutationVariables = Exact<{
  input: RemoveGroupMemberInput;
}>;


export type RemoveMemberMutation = { readonly removeGroupMember: { readonly group: { readonly id: string } } };

export type ResetOffsetsGroupFragment = { readonly id: string, readonly memberCount: number, readonly topics: ReadonlyArray<string> } & { ' $fragmentName'?: 'ResetOffsetsGroupFragment' };

export type ResetTopicQueryVariables = Exact<{
  name: string;
}>;


export type ResetTopicQuery = { readonly topic: { readonly id: string, readonly partitionCount: number } | null };

export type TopicConsumersQueryVariables = Exact<{
  topic: string;
  first: number;
  after?: string | null | undefined;
}>;


export type TopicConsumersQuery = { readonly consumerGroups: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<(
      { readonly id: string }
      & { ' $fragmentRefs'?: { 'TopicConsumerRowFragment': TopicConsumerRowFragment } }
    )> } };

export type TopicConsumerRowFragment = { readonly id: string, readonly state: ConsumerGroupState, readonly partitions: ReadonlyArray<{ readonly topic: string, readonly memberId: string | null, readonly lag: number, readonly lagMs: number }> } & { ' $fragmentName'?: 'TopicConsumerRowFragment' };

export type ResetOffsetsMutationVariables = Exact<{
  input: ResetOffsetsInput;
}>;


export type ResetOffsetsMutation = { readonly resetOffsets: { readonly partitions: ReadonlyArray<{ readonly partition: number, readonly committedOffset: number | null, readonly newOffset: number | null, readonly logStartOffset: number, readonly endOffset: number }> } };

export type ErrorListQueryVariables = Exact<{
  id: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type ErrorListQuery = { readonly streamsApplication: { readonly id: string, readonly errors: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<(
        { readonly id: string }
        & { ' $fragmentRefs'?: { 'ErrorRowFragment': ErrorRowFragment } }
      )> } } | null };

export type ErrorRowFragment = { readonly id: string, readonly kind: StreamsErrorKind, readonly outcome: StreamsErrorOutcome, readonly task: string, readonly topic: string, readonly partition: number, readonly offset: number, readonly code: string | null, readonly message: string, readonly stack: string | null, readonly occurredAt: string, readonly instanceId: string, readonly instance: { readonly id: string, readonly hostname: string, readonly processId: number } | null } & { ' $fragmentName'?: 'ErrorRowFragment' };

export type InstanceTableFragment = { readonly instances: ReadonlyArray<{ readonly id: string, readonly state: StreamsInstanceState, readonly hostname: string, readonly processId: number, readonly version: string | null, readonly startedAt: string, readonly heartbeatAt: string, readonly alive: boolean, readonly topologyHash: string, readonly error: { readonly code: string, readonly message: string } | null, readonly tasks: ReadonlyArray<{ readonly id: string }>, readonly totals: { readonly recordsIn: number, readonly recordsOut: number } }> } & { ' $fragmentName'?: 'InstanceTableFragment' };

export type ProcessorFiguresFragment = { readonly recordsInPerSecond: number, readonly recordsOutPerSecond: number, readonly lag: number, readonly lagMs: number, readonly instances: ReadonlyArray<{ readonly id: string, readonly alive: boolean }>, readonly totals: { readonly recordsIn: number, readonly recordsOut: number, readonly epochs: number, readonly failedEpochs: number, readonly lateRecords: number, readonly skippedRecords: number, readonly deadLetteredRecords: number } } & { ' $fragmentName'?: 'ProcessorFiguresFragment' };

export type ApplicationChangedSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type ApplicationChangedSubscription = { readonly streamsApplicationChanged: (
    { readonly id: string, readonly state: StreamsApplicationState, readonly errors: { readonly totalCount: number } }
    & { ' $fragmentRefs'?: { 'ProcessorFiguresFragment': ProcessorFiguresFragment;'ProcessorWarningsFragment': ProcessorWarningsFragment;'TopologyPageFragment': TopologyPageFragment;'TaskTableFragment': TaskTableFragment;'InstanceTableFragment': InstanceTableFragment;'ResetApplicationFragment': ResetApplicationFragment } }
  ) };

export type ProcessorListQueryVariables = Exact<{
  search?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ProcessorListQuery = { readonly streamsApplications: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<(
      { readonly id: string }
      & { ' $fragmentRefs'?: { 'ProcessorRowFragment': ProcessorRowFragment } }
    )> } };

export type ProcessorRowFragment = { readonly id: string, readonly state: StreamsApplicationState, readonly recordsInPerSecond: number, readonly recordsOutPerSecond: number, readonly lag: number, readonly lagMs: number, readonly instances: ReadonlyArray<{ readonly id: string, readonly alive: boolean }>, readonly errors: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly occurredAt: string }> } } & { ' $fragmentName'?: 'ProcessorRowFragment' };

export type ProcessorWarningsFragment = { readonly topologyDiffers: boolean, readonly instances: ReadonlyArray<{ readonly id: string, readonly alive: boolean, readonly state: StreamsInstanceState, readonly hostname: string, readonly processId: number, readonly version: string | null, readonly heartbeatAt: string, readonly topologyHash: string, readonly error: { readonly code: string, readonly message: string } | null }> } & { ' $fragmentName'?: 'ProcessorWarningsFragment' };

export type ResetApplicationFragment = { readonly id: string, readonly instances: ReadonlyArray<{ readonly id: string, readonly alive: boolean }> } & { ' $fragmentName'?: 'ResetApplicationFragment' };

export type StoreListQueryVariables = Exact<{
  id: string | number;
}>;


export type StoreListQuery = { readonly streamsApplication: { readonly id: string, readonly stores: ReadonlyArray<{ readonly name: string, readonly kind: StreamsStoreKind, readonly subTopology: string | null, readonly isTable: boolean, readonly retentionMs: number | null, readonly windowSizeMs: number | null, readonly keyFormat: string | null, readonly valueFormat: string | null, readonly bytes: number, readonly entries: number }> } | null };

export type TableEntryRowFragment = { readonly partition: number, readonly key: unknown, readonly value: unknown, readonly keyError: string | null, readonly valueError: string | null, readonly keyBytes: string, readonly valueBytes: string, readonly window: { readonly start: string, readonly end: string | null } | null } & { ' $fragmentName'?: 'TableEntryRowFragment' };

export type TableChangeRowFragment = { readonly partition: number, readonly key: unknown, readonly value: unknown, readonly deleted: boolean, readonly keyError: string | null, readonly valueError: string | null, readonly keyBytes: string, readonly valueBytes: string | null, readonly window: { readonly start: string, readonly end: string | null } | null } & { ' $fragmentName'?: 'TableChangeRowFragment' };

export type TableEntriesQueryVariables = Exact<{
  application: string | number;
  store: string;
  first: number;
  after?: string | null | undefined;
  all: boolean;
  one: boolean;
  between: boolean;
  key?: unknown;
  windowFrom?: string | null | undefined;
  windowTo?: string | null | undefined;
  from?: unknown;
  to?: unknown;
  reverse: boolean;
}>;


export type TableEntriesQuery = { readonly table: { readonly scan?: { ' $fragmentRefs'?: { 'EntryPageFragment': EntryPageFragment } }, readonly get?: { ' $fragmentRefs'?: { 'EntryPageFragment': EntryPageFragment } }, readonly range?: { ' $fragmentRefs'?: { 'EntryPageFragment': EntryPageFragment } } } };

export type EntryPageFragment = { readonly nodes: ReadonlyArray<{ ' $fragmentRefs'?: { 'TableEntryRowFragment': TableEntryRowFragment } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } & { ' $fragmentName'?: 'EntryPageFragment' };

export type TablePageQueryVariables = Exact<{
  application: string | number;
  store: string;
}>;


export type TablePageQuery = { readonly table: { readonly kind: StreamsStoreKind, readonly keyFormat: string, readonly valueFormat: string } };

export type TableChangedSubscriptionVariables = Exact<{
  application: string | number;
  store: string;
  keys?: ReadonlyArray<unknown> | unknown | null | undefined;
}>;


export type TableChangedSubscription = { readonly tableChanged: { readonly skipped: boolean, readonly changes: ReadonlyArray<{ ' $fragmentRefs'?: { 'TableChangeRowFragment': TableChangeRowFragment } }> } };

export type TaskTableFragment = { readonly tasks: ReadonlyArray<{ readonly id: string, readonly subTopology: string, readonly partition: number, readonly state: StreamsTaskState, readonly streamTime: string | null, readonly bufferedRecords: number, readonly recordsPerSecond: number, readonly epochMs: number, readonly lag: number, readonly instance: { readonly id: string, readonly hostname: string, readonly processId: number } | null }> } & { ' $fragmentName'?: 'TaskTableFragment' };

export type TopologyPageFragment = { readonly id: string, readonly topology: { readonly hash: string, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: StreamsNodeKind, readonly operator: string, readonly subTopology: string, readonly topic: string | null, readonly stores: ReadonlyArray<string>, readonly recordsPerSecond: number }>, readonly edges: ReadonlyArray<{ readonly from: string, readonly to: string }> } | null } & { ' $fragmentName'?: 'TopologyPageFragment' };

export type ReadableStoresQueryVariables = Exact<{
  id: string | number;
}>;


export type ReadableStoresQuery = { readonly streamsApplication: { readonly id: string, readonly stores: ReadonlyArray<{ readonly name: string, readonly isTable: boolean }> } | null };

export type ResetApplicationMutationVariables = Exact<{
  input: ResetStreamsApplicationInput;
}>;


export type ResetApplicationMutation = { readonly resetStreamsApplication: { readonly application: string, readonly dryRun: boolean, readonly offsetTopics: ReadonlyArray<string>, readonly stores: ReadonlyArray<string>, readonly deletedTopics: ReadonlyArray<string>, readonly aliveInstances: number } };

export type ProduceRecordTopicFragment = { readonly name: string, readonly partitionCount: number, readonly config: { readonly keyFormat: Format, readonly valueFormat: Format } } & { ' $fragmentName'?: 'ProduceRecordTopicFragment' };

export type RecordBrowserQueryVariables = Exact<{
  name: string;
}>;


export type RecordBrowserQuery = { readonly topic: (
    { readonly id: string, readonly config: { readonly keyFormat: Format }, readonly partitions: ReadonlyArray<{ readonly partition: number, readonly logStartOffset: number, readonly endOffset: number }> }
    & { ' $fragmentRefs'?: { 'RecordToolbarFragment': RecordToolbarFragment } }
  ) | null };

export type RecordRowFragment = { readonly topic: string, readonly partition: number, readonly offset: number, readonly timestamp: string, readonly key: unknown, readonly value: unknown, readonly tombstone: boolean, readonly keyError: string | null, readonly valueError: string | null, readonly headers: ReadonlyArray<{ readonly key: string, readonly value: string | null, readonly valueBytes: string | null }> } & { ' $fragmentName'?: 'RecordRowFragment' };

export type RecordToolbarFragment = { readonly partitions: ReadonlyArray<{ readonly partition: number, readonly logStartOffset: number, readonly endOffset: number }> } & { ' $fragmentName'?: 'RecordToolbarFragment' };

export type RecordBytesQueryVariables = Exact<{
  topic: string;
  partition: number;
  offset: number;
}>;


export type RecordBytesQuery = { readonly records: { readonly records: ReadonlyArray<{ readonly offset: number, readonly keyBytes: string | null, readonly valueBytes: string | null }> } };

export type InitProducerMutationVariables = Exact<{ [key: string]: never; }>;


export type InitProducerMutation = { readonly initProducer: { readonly producerId: number, readonly epoch: number } };

export type ProduceMutationVariables = Exact<{
  input: ProduceInput;
}>;


export type ProduceMutation = { readonly produce: { readonly records: ReadonlyArray<{ readonly partition: number, readonly offset: number, readonly timestamp: string }> } };

export type RecordPageQueryVariables = Exact<{
  topic: string;
  partitions?: ReadonlyArray<number> | number | null | undefined;
  from?: Position | null | undefined;
  limit: number;
}>;


export type RecordPageQuery = { readonly records: { readonly cursor: string, readonly previousCursor: string | null, readonly atEnd: boolean, readonly records: ReadonlyArray<{ ' $fragmentRefs'?: { 'RecordRowFragment': RecordRowFragment } }> } };

export type RecordSearchQueryVariables = Exact<{
  topic: string;
  partitions?: ReadonlyArray<number> | number | null | undefined;
  from?: Position | null | undefined;
  limit: number;
  filter: RecordFilter;
}>;


export type RecordSearchQuery = { readonly records: { readonly cursor: string, readonly previousCursor: string | null, readonly search: { readonly ended: SearchEnd, readonly scannedRecords: number, readonly partitions: ReadonlyArray<{ readonly fromOffset: number, readonly toOffset: number }> } | null, readonly records: ReadonlyArray<{ ' $fragmentRefs'?: { 'RecordRowFragment': RecordRowFragment } }> } };

export type TailSubscriptionVariables = Exact<{
  topics: ReadonlyArray<string> | string;
  partitions?: ReadonlyArray<number> | number | null | undefined;
  from?: Position | null | undefined;
  maxRecordsPerSecond?: number | null | undefined;
}>;


export type TailSubscription = { readonly tail: { readonly partition: number, readonly nextOffset: number, readonly logEpoch: number, readonly skipped: number, readonly records: ReadonlyArray<{ ' $fragmentRefs'?: { 'RecordRowFragment': RecordRowFragment } }> } };

export type TailEndsQueryVariables = Exact<{
  topic: string;
}>;


export type TailEndsQuery = { readonly topic: { readonly partitions: ReadonlyArray<{ readonly partition: number, readonly endOffset: number }> } | null };

export type BatchSizesFragment = { readonly batchSizes: ReadonlyArray<{ readonly minRecords: number, readonly maxRecords: number | null, readonly batches: number, readonly records: number }> } & { ' $fragmentName'?: 'BatchSizesFragment' };

export type SegmentTableFragment = { readonly segmentCount: number, readonly segments: ReadonlyArray<{ readonly id: string, readonly openedAt: string, readonly sealedAt: string | null, readonly sizeBytes: number, readonly keyIndexBytes: number, readonly recordCount: number | null, readonly batchCount: number | null, readonly compacted: boolean, readonly removedRecords: number }> } & { ' $fragmentName'?: 'SegmentTableFragment' };

export type StatisticsFiguresFragment = { readonly sizeBytes: number, readonly keyIndexBytes: number, readonly recordCount: number, readonly batchCount: number, readonly meanBatchBytes: number | null, readonly meanBatchRecords: number | null, readonly oldestTimestamp: string | null, readonly newestTimestamp: string | null, readonly removedRecords: number, readonly removedBytes: number, readonly segmentCount: number, readonly rates: { readonly recordsIn: number, readonly bytesIn: number, readonly recordsOut: number, readonly bytesOut: number } } & { ' $fragmentName'?: 'StatisticsFiguresFragment' };

export type TopicStatisticsQueryVariables = Exact<{
  name: string;
}>;


export type TopicStatisticsQuery = { readonly topic: { readonly id: string, readonly statistics: { ' $fragmentRefs'?: { 'StatisticsFiguresFragment': StatisticsFiguresFragment;'BatchSizesFragment': BatchSizesFragment;'SegmentTableFragment': SegmentTableFragment } } } | null };

export type AddPartitionsFragment = { readonly name: string, readonly partitionCount: number } & { ' $fragmentName'?: 'AddPartitionsFragment' };

export type AddPartitionsMutationVariables = Exact<{
  input: UpdateTopicInput;
}>;


export type AddPartitionsMutation = { readonly updateTopic: { readonly topic: { readonly id: string, readonly partitionCount: number } } };

export type ConfigurationEntryFragment = { readonly name: string, readonly value: unknown, readonly default: unknown, readonly isSet: boolean, readonly unit: string | null, readonly min: number | null, readonly max: number | null, readonly choices: ReadonlyArray<string> | null, readonly description: string } & { ' $fragmentName'?: 'ConfigurationEntryFragment' };

export type UpdateConfigurationMutationVariables = Exact<{
  input: UpdateTopicInput;
}>;


export type UpdateConfigurationMutation = { readonly updateTopic: { readonly topic: { readonly id: string, readonly configEntries: ReadonlyArray<(
        { readonly name: string }
        & { ' $fragmentRefs'?: { 'ConfigurationEntryFragment': ConfigurationEntryFragment } }
      )> } } };

export type CreateTopicMutationVariables = Exact<{
  input: CreateTopicInput;
}>;


export type CreateTopicMutation = { readonly createTopic: { readonly topic: { readonly id: string, readonly name: string } } };

export type DangerZoneFragment = (
  { readonly name: string, readonly recordCount: number }
  & { ' $fragmentRefs'?: { 'DeleteRecordsTopicFragment': DeleteRecordsTopicFragment } }
) & { ' $fragmentName'?: 'DangerZoneFragment' };

export type DeleteRecordsTopicFragment = { readonly name: string, readonly recordCount: number, readonly partitions: ReadonlyArray<{ readonly partition: number, readonly logStartOffset: number, readonly endOffset: number }> } & { ' $fragmentName'?: 'DeleteRecordsTopicFragment' };

export type DeleteRecordsMutationVariables = Exact<{
  input: DeleteRecordsInput;
}>;


export type DeleteRecordsMutation = { readonly deleteRecords: { readonly partitions: ReadonlyArray<{ readonly partition: number, readonly logStartOffset: number, readonly endOffset: number, readonly recordCount: number }> } };

export type DeleteTopicMutationVariables = Exact<{
  input: DeleteTopicInput;
}>;


export type DeleteTopicMutation = { readonly deleteTopic: { readonly id: string, readonly name: string } };

export type TopicPartitionsQueryVariables = Exact<{
  name: string;
}>;


export type TopicPartitionsQuery = { readonly topic: { readonly id: string, readonly recordCount: number, readonly partitions: ReadonlyArray<{ readonly partition: number, readonly logStartOffset: number, readonly endOffset: number, readonly recordCount: number }> } | null };

export type TopicFiguresFragment = { readonly createdAt: string, readonly partitionCount: number, readonly recordCount: number, readonly sizeBytes: number, readonly config: { readonly keyFormat: Format, readonly valueFormat: Format } } & { ' $fragmentName'?: 'TopicFiguresFragment' };

export type TopicQueryVariables = Exact<{
  name: string;
}>;


export type TopicQuery = { readonly topic: (
    { readonly id: string, readonly name: string, readonly internal: boolean }
    & { ' $fragmentRefs'?: { 'TopicFiguresFragment': TopicFiguresFragment;'ProduceRecordTopicFragment': ProduceRecordTopicFragment } }
  ) | null };

export type TopicListQueryVariables = Exact<{
  search?: string | null | undefined;
  internal: boolean;
  first: number;
  after?: string | null | undefined;
}>;


export type TopicListQuery = { readonly topics: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<(
      { readonly id: string }
      & { ' $fragmentRefs'?: { 'TopicRowFragment': TopicRowFragment } }
    )> } };

export type TopicSettingsQueryVariables = Exact<{
  name: string;
}>;


export type TopicSettingsQuery = { readonly topic: (
    { readonly id: string, readonly configEntries: ReadonlyArray<(
      { readonly name: string }
      & { ' $fragmentRefs'?: { 'ConfigurationEntryFragment': ConfigurationEntryFragment } }
    )> }
    & { ' $fragmentRefs'?: { 'AddPartitionsFragment': AddPartitionsFragment;'DangerZoneFragment': DangerZoneFragment } }
  ) | null };

export type TopicRowFragment = { readonly id: string, readonly name: string, readonly internal: boolean, readonly createdAt: string, readonly partitionCount: number, readonly recordCount: number, readonly sizeBytes: number, readonly config: { readonly keyFormat: Format, readonly valueFormat: Format } } & { ' $fragmentName'?: 'TopicRowFragment' };

export const DeleteGroupFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeleteGroup"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}}]}}]} as unknown as DocumentNode<DeleteGroupFragment, unknown>;
export const GroupFiguresFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GroupFigures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}}]}}]}}]} as unknown as DocumentNode<GroupFiguresFragment, unknown>;
export const PartitionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PartitionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroupPartition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"revocationDeadline"}},{"kind":"Field","name":{"kind":"Name","value":"committedOffset"}},{"kind":"Field","name":{"kind":"Name","value":"committedAt"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}}]}}]} as unknown as DocumentNode<PartitionRowFragment, unknown>;
export const GroupPartitionsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GroupPartitions"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PartitionRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PartitionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroupPartition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"revocationDeadline"}},{"kind":"Field","name":{"kind":"Name","value":"committedOffset"}},{"kind":"Field","name":{"kind":"Name","value":"committedAt"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}}]}}]} as unknown as DocumentNode<GroupPartitionsFragment, unknown>;
export const GroupRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GroupRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}}]}}]} as unknown as DocumentNode<GroupRowFragment, unknown>;
export const LagChartFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LagChart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lag"}}]}}]} as unknown as DocumentNode<LagChartFragment, unknown>;
export const MemberRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroupMember"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"nodeId"}},{"kind":"Field","name":{"kind":"Name","value":"host"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}},{"kind":"Field","name":{"kind":"Name","value":"topicPattern"}},{"kind":"Field","name":{"kind":"Name","value":"joinedAt"}},{"kind":"Field","name":{"kind":"Name","value":"away"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}}]}}]}}]} as unknown as DocumentNode<MemberRowFragment, unknown>;
export const MemberTableFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberTable"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MemberRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroupMember"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"nodeId"}},{"kind":"Field","name":{"kind":"Name","value":"host"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}},{"kind":"Field","name":{"kind":"Name","value":"topicPattern"}},{"kind":"Field","name":{"kind":"Name","value":"joinedAt"}},{"kind":"Field","name":{"kind":"Name","value":"away"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}}]}}]}}]} as unknown as DocumentNode<MemberTableFragment, unknown>;
export const ResetOffsetsGroupFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ResetOffsetsGroup"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}}]}}]} as unknown as DocumentNode<ResetOffsetsGroupFragment, unknown>;
export const TopicConsumerRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TopicConsumerRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}}]}}]}}]} as unknown as DocumentNode<TopicConsumerRowFragment, unknown>;
export const ErrorRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"task"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"stack"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}}]}}]}}]} as unknown as DocumentNode<ErrorRowFragment, unknown>;
export const InstanceTableFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"InstanceTable"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"heartbeatAt"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}},{"kind":"Field","name":{"kind":"Name","value":"topologyHash"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tasks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsIn"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOut"}}]}}]}}]}}]} as unknown as DocumentNode<InstanceTableFragment, unknown>;
export const ProcessorFiguresFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProcessorFigures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsInPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOutPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}},{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsIn"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOut"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"failedEpochs"}},{"kind":"Field","name":{"kind":"Name","value":"lateRecords"}},{"kind":"Field","name":{"kind":"Name","value":"skippedRecords"}},{"kind":"Field","name":{"kind":"Name","value":"deadLetteredRecords"}}]}}]}}]} as unknown as DocumentNode<ProcessorFiguresFragment, unknown>;
export const ProcessorRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProcessorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"recordsInPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOutPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}},{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}}]}}]}}]}}]} as unknown as DocumentNode<ProcessorRowFragment, unknown>;
export const ProcessorWarningsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProcessorWarnings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topologyDiffers"}},{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"heartbeatAt"}},{"kind":"Field","name":{"kind":"Name","value":"topologyHash"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ProcessorWarningsFragment, unknown>;
export const ResetApplicationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ResetApplication"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}}]}}]}}]} as unknown as DocumentNode<ResetApplicationFragment, unknown>;
export const TableChangeRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TableChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"deleted"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"keyBytes"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}}]}}]}}]} as unknown as DocumentNode<TableChangeRowFragment, unknown>;
export const TableEntryRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TableEntryRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"keyBytes"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}}]}}]}}]} as unknown as DocumentNode<TableEntryRowFragment, unknown>;
export const EntryPageFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EntryPage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableEntryConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TableEntryRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TableEntryRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"keyBytes"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}}]}}]}}]} as unknown as DocumentNode<EntryPageFragment, unknown>;
export const TaskTableFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskTable"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tasks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"subTopology"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"streamTime"}},{"kind":"Field","name":{"kind":"Name","value":"bufferedRecords"}},{"kind":"Field","name":{"kind":"Name","value":"recordsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"epochMs"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}}]}}]}}]}}]} as unknown as DocumentNode<TaskTableFragment, unknown>;
export const TopologyPageFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TopologyPage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"topology"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hash"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"operator"}},{"kind":"Field","name":{"kind":"Name","value":"subTopology"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"stores"}},{"kind":"Field","name":{"kind":"Name","value":"recordsPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}}]}}]}}]} as unknown as DocumentNode<TopologyPageFragment, unknown>;
export const ProduceRecordTopicFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProduceRecordTopic"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}},{"kind":"Field","name":{"kind":"Name","value":"valueFormat"}}]}}]}}]} as unknown as DocumentNode<ProduceRecordTopicFragment, unknown>;
export const RecordRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RecordRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Record"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"tombstone"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}}]}}]}}]} as unknown as DocumentNode<RecordRowFragment, unknown>;
export const RecordToolbarFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RecordToolbar"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}}]}}]}}]} as unknown as DocumentNode<RecordToolbarFragment, unknown>;
export const BatchSizesFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BatchSizes"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicStatistics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"batchSizes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minRecords"}},{"kind":"Field","name":{"kind":"Name","value":"maxRecords"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"records"}}]}}]}}]} as unknown as DocumentNode<BatchSizesFragment, unknown>;
export const SegmentTableFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SegmentTable"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicStatistics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"segmentCount"}},{"kind":"Field","name":{"kind":"Name","value":"segments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"sealedAt"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"keyIndexBytes"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"batchCount"}},{"kind":"Field","name":{"kind":"Name","value":"compacted"}},{"kind":"Field","name":{"kind":"Name","value":"removedRecords"}}]}}]}}]} as unknown as DocumentNode<SegmentTableFragment, unknown>;
export const StatisticsFiguresFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StatisticsFigures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicStatistics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"keyIndexBytes"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"batchCount"}},{"kind":"Field","name":{"kind":"Name","value":"meanBatchBytes"}},{"kind":"Field","name":{"kind":"Name","value":"meanBatchRecords"}},{"kind":"Field","name":{"kind":"Name","value":"oldestTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"newestTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"removedRecords"}},{"kind":"Field","name":{"kind":"Name","value":"removedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"segmentCount"}},{"kind":"Field","name":{"kind":"Name","value":"rates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsIn"}},{"kind":"Field","name":{"kind":"Name","value":"bytesIn"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOut"}},{"kind":"Field","name":{"kind":"Name","value":"bytesOut"}}]}}]}}]} as unknown as DocumentNode<StatisticsFiguresFragment, unknown>;
export const AddPartitionsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AddPartitions"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}}]}}]} as unknown as DocumentNode<AddPartitionsFragment, unknown>;
export const ConfigurationEntryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicConfigEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"default"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"choices"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]} as unknown as DocumentNode<ConfigurationEntryFragment, unknown>;
export const DeleteRecordsTopicFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeleteRecordsTopic"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}}]}}]}}]} as unknown as DocumentNode<DeleteRecordsTopicFragment, unknown>;
export const DangerZoneFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DangerZone"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeleteRecordsTopic"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeleteRecordsTopic"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}}]}}]}}]} as unknown as DocumentNode<DangerZoneFragment, unknown>;
export const TopicFiguresFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TopicFigures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}},{"kind":"Field","name":{"kind":"Name","value":"valueFormat"}}]}}]}}]} as unknown as DocumentNode<TopicFiguresFragment, unknown>;
export const TopicRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TopicRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"internal"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}},{"kind":"Field","name":{"kind":"Name","value":"valueFormat"}}]}}]}}]} as unknown as DocumentNode<TopicRowFragment, unknown>;
export const ServerNodesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ServerNodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serverNodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}}]}}]}}]} as unknown as DocumentNode<ServerNodesQuery, ServerNodesQueryVariables>;
export const DeleteGroupDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteGroup"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteConsumerGroupInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteConsumerGroup"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<DeleteGroupMutation, DeleteGroupMutationVariables>;
export const DeleteOffsetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteOffsets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteGroupOffsetsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteGroupOffsets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteOffsetsMutation, DeleteOffsetsMutationVariables>;
export const GroupListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GroupList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"consumerGroups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"GroupRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GroupRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}}]}}]} as unknown as DocumentNode<GroupListQuery, GroupListQueryVariables>;
export const GroupChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"GroupChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"consumerGroupChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"GroupFigures"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"LagChart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MemberTable"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"GroupPartitions"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ResetOffsetsGroup"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeleteGroup"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroupMember"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"nodeId"}},{"kind":"Field","name":{"kind":"Name","value":"host"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}},{"kind":"Field","name":{"kind":"Name","value":"topicPattern"}},{"kind":"Field","name":{"kind":"Name","value":"joinedAt"}},{"kind":"Field","name":{"kind":"Name","value":"away"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PartitionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroupPartition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"revocationDeadline"}},{"kind":"Field","name":{"kind":"Name","value":"committedOffset"}},{"kind":"Field","name":{"kind":"Name","value":"committedAt"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GroupFigures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LagChart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lag"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MemberTable"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MemberRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GroupPartitions"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PartitionRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ResetOffsetsGroup"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"topics"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeleteGroup"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}}]}}]} as unknown as DocumentNode<GroupChangedSubscription, GroupChangedSubscriptionVariables>;
export const RemoveMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveGroupMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeGroupMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const ResetTopicDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ResetTopic"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}}]}}]}}]} as unknown as DocumentNode<ResetTopicQuery, ResetTopicQueryVariables>;
export const TopicConsumersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TopicConsumers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"topic"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"consumerGroups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"topic"},"value":{"kind":"Variable","name":{"kind":"Name","value":"topic"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TopicConsumerRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TopicConsumerRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"memberId"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}}]}}]}}]} as unknown as DocumentNode<TopicConsumersQuery, TopicConsumersQueryVariables>;
export const ResetOffsetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetOffsets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetOffsetsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetOffsets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"committedOffset"}},{"kind":"Field","name":{"kind":"Name","value":"newOffset"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}}]}}]}}]}}]} as unknown as DocumentNode<ResetOffsetsMutation, ResetOffsetsMutationVariables>;
export const ErrorListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ErrorList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"streamsApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ErrorRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"task"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"stack"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}}]}}]}}]} as unknown as DocumentNode<ErrorListQuery, ErrorListQueryVariables>;
export const ApplicationChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ApplicationChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"streamsApplicationChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProcessorFigures"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProcessorWarnings"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TopologyPage"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskTable"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"InstanceTable"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ResetApplication"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProcessorFigures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsInPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOutPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}},{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsIn"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOut"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"failedEpochs"}},{"kind":"Field","name":{"kind":"Name","value":"lateRecords"}},{"kind":"Field","name":{"kind":"Name","value":"skippedRecords"}},{"kind":"Field","name":{"kind":"Name","value":"deadLetteredRecords"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProcessorWarnings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topologyDiffers"}},{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"heartbeatAt"}},{"kind":"Field","name":{"kind":"Name","value":"topologyHash"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TopologyPage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"topology"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hash"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"operator"}},{"kind":"Field","name":{"kind":"Name","value":"subTopology"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"stores"}},{"kind":"Field","name":{"kind":"Name","value":"recordsPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskTable"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tasks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"subTopology"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"streamTime"}},{"kind":"Field","name":{"kind":"Name","value":"bufferedRecords"}},{"kind":"Field","name":{"kind":"Name","value":"recordsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"epochMs"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"InstanceTable"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"processId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"heartbeatAt"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}},{"kind":"Field","name":{"kind":"Name","value":"topologyHash"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tasks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsIn"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOut"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ResetApplication"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}}]}}]}}]} as unknown as DocumentNode<ApplicationChangedSubscription, ApplicationChangedSubscriptionVariables>;
export const ProcessorListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ProcessorList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"streamsApplications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProcessorRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProcessorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamsApplication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"recordsInPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOutPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"lagMs"}},{"kind":"Field","name":{"kind":"Name","value":"instances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"alive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}}]}}]}}]}}]} as unknown as DocumentNode<ProcessorListQuery, ProcessorListQueryVariables>;
export const StoreListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StoreList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"streamsApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"stores"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"subTopology"}},{"kind":"Field","name":{"kind":"Name","value":"isTable"}},{"kind":"Field","name":{"kind":"Name","value":"retentionMs"}},{"kind":"Field","name":{"kind":"Name","value":"windowSizeMs"}},{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}},{"kind":"Field","name":{"kind":"Name","value":"valueFormat"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"entries"}}]}}]}}]}}]} as unknown as DocumentNode<StoreListQuery, StoreListQueryVariables>;
export const TableEntriesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TableEntries"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"application"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"store"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"all"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"one"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"between"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"JSON"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"windowFrom"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"windowTo"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"JSON"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"JSON"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reverse"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"table"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"application"},"value":{"kind":"Variable","name":{"kind":"Name","value":"application"}}},{"kind":"Argument","name":{"kind":"Name","value":"store"},"value":{"kind":"Variable","name":{"kind":"Name","value":"store"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"windowFrom"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowFrom"}}},{"kind":"Argument","name":{"kind":"Name","value":"windowTo"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowTo"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"all"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EntryPage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"get"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}},{"kind":"Argument","name":{"kind":"Name","value":"windowFrom"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowFrom"}}},{"kind":"Argument","name":{"kind":"Name","value":"windowTo"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowTo"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"one"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EntryPage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"range"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}},{"kind":"Argument","name":{"kind":"Name","value":"windowFrom"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowFrom"}}},{"kind":"Argument","name":{"kind":"Name","value":"windowTo"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowTo"}}},{"kind":"Argument","name":{"kind":"Name","value":"reverse"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reverse"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"between"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EntryPage"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TableEntryRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"keyBytes"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EntryPage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableEntryConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TableEntryRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]} as unknown as DocumentNode<TableEntriesQuery, TableEntriesQueryVariables>;
export const TablePageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TablePage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"application"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"store"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"table"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"application"},"value":{"kind":"Variable","name":{"kind":"Name","value":"application"}}},{"kind":"Argument","name":{"kind":"Name","value":"store"},"value":{"kind":"Variable","name":{"kind":"Name","value":"store"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}},{"kind":"Field","name":{"kind":"Name","value":"valueFormat"}}]}}]}}]} as unknown as DocumentNode<TablePageQuery, TablePageQueryVariables>;
export const TableChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TableChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"application"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"store"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"keys"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"JSON"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tableChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"application"},"value":{"kind":"Variable","name":{"kind":"Name","value":"application"}}},{"kind":"Argument","name":{"kind":"Name","value":"store"},"value":{"kind":"Variable","name":{"kind":"Name","value":"store"}}},{"kind":"Argument","name":{"kind":"Name","value":"keys"},"value":{"kind":"Variable","name":{"kind":"Name","value":"keys"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TableChangeRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TableChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"deleted"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"keyBytes"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}}]}}]}}]} as unknown as DocumentNode<TableChangedSubscription, TableChangedSubscriptionVariables>;
export const ReadableStoresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadableStores"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"streamsApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"stores"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isTable"}}]}}]}}]}}]} as unknown as DocumentNode<ReadableStoresQuery, ReadableStoresQueryVariables>;
export const ResetApplicationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetApplication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetStreamsApplicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetStreamsApplication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"application"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"offsetTopics"}},{"kind":"Field","name":{"kind":"Name","value":"stores"}},{"kind":"Field","name":{"kind":"Name","value":"deletedTopics"}},{"kind":"Field","name":{"kind":"Name","value":"aliveInstances"}}]}}]}}]} as unknown as DocumentNode<ResetApplicationMutation, ResetApplicationMutationVariables>;
export const RecordBrowserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecordBrowser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RecordToolbar"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RecordToolbar"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}}]}}]}}]} as unknown as DocumentNode<RecordBrowserQuery, RecordBrowserQueryVariables>;
export const RecordBytesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecordBytes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"topic"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"partition"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"offset"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Offset"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"topic"},"value":{"kind":"Variable","name":{"kind":"Name","value":"topic"}}},{"kind":"Argument","name":{"kind":"Name","value":"partitions"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"partition"}}]}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"offset"},"value":{"kind":"Variable","name":{"kind":"Name","value":"offset"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"records"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"keyBytes"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}}]}}]}}]}}]} as unknown as DocumentNode<RecordBytesQuery, RecordBytesQueryVariables>;
export const InitProducerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"InitProducer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"initProducer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"producerId"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}}]}}]}}]} as unknown as DocumentNode<InitProducerMutation, InitProducerMutationVariables>;
export const ProduceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Produce"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ProduceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"produce"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"records"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}}]}}]}}]}}]} as unknown as DocumentNode<ProduceMutation, ProduceMutationVariables>;
export const RecordPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecordPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"topic"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"partitions"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Position"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"topic"},"value":{"kind":"Variable","name":{"kind":"Name","value":"topic"}}},{"kind":"Argument","name":{"kind":"Name","value":"partitions"},"value":{"kind":"Variable","name":{"kind":"Name","value":"partitions"}}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"previousCursor"}},{"kind":"Field","name":{"kind":"Name","value":"atEnd"}},{"kind":"Field","name":{"kind":"Name","value":"records"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RecordRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RecordRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Record"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"tombstone"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}}]}}]}}]} as unknown as DocumentNode<RecordPageQuery, RecordPageQueryVariables>;
export const RecordSearchDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecordSearch"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"topic"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"partitions"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Position"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordFilter"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"topic"},"value":{"kind":"Variable","name":{"kind":"Name","value":"topic"}}},{"kind":"Argument","name":{"kind":"Name","value":"partitions"},"value":{"kind":"Variable","name":{"kind":"Name","value":"partitions"}}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"previousCursor"}},{"kind":"Field","name":{"kind":"Name","value":"search"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ended"}},{"kind":"Field","name":{"kind":"Name","value":"scannedRecords"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fromOffset"}},{"kind":"Field","name":{"kind":"Name","value":"toOffset"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"records"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RecordRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RecordRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Record"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"tombstone"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}}]}}]}}]} as unknown as DocumentNode<RecordSearchQuery, RecordSearchQueryVariables>;
export const TailDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Tail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"topics"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"partitions"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Position"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxRecordsPerSecond"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"topics"},"value":{"kind":"Variable","name":{"kind":"Name","value":"topics"}}},{"kind":"Argument","name":{"kind":"Name","value":"partitions"},"value":{"kind":"Variable","name":{"kind":"Name","value":"partitions"}}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxWaitMs"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"maxRecordsPerSecond"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxRecordsPerSecond"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"nextOffset"}},{"kind":"Field","name":{"kind":"Name","value":"logEpoch"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"records"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RecordRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RecordRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Record"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"tombstone"}},{"kind":"Field","name":{"kind":"Name","value":"keyError"}},{"kind":"Field","name":{"kind":"Name","value":"valueError"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"valueBytes"}}]}}]}}]} as unknown as DocumentNode<TailSubscription, TailSubscriptionVariables>;
export const TailEndsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TailEnds"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"topic"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"topic"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}}]}}]}}]}}]} as unknown as DocumentNode<TailEndsQuery, TailEndsQueryVariables>;
export const TopicStatisticsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TopicStatistics"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"statistics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"StatisticsFigures"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"BatchSizes"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SegmentTable"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"StatisticsFigures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicStatistics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"keyIndexBytes"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"batchCount"}},{"kind":"Field","name":{"kind":"Name","value":"meanBatchBytes"}},{"kind":"Field","name":{"kind":"Name","value":"meanBatchRecords"}},{"kind":"Field","name":{"kind":"Name","value":"oldestTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"newestTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"removedRecords"}},{"kind":"Field","name":{"kind":"Name","value":"removedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"segmentCount"}},{"kind":"Field","name":{"kind":"Name","value":"rates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordsIn"}},{"kind":"Field","name":{"kind":"Name","value":"bytesIn"}},{"kind":"Field","name":{"kind":"Name","value":"recordsOut"}},{"kind":"Field","name":{"kind":"Name","value":"bytesOut"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BatchSizes"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicStatistics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"batchSizes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minRecords"}},{"kind":"Field","name":{"kind":"Name","value":"maxRecords"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"records"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SegmentTable"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicStatistics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"segmentCount"}},{"kind":"Field","name":{"kind":"Name","value":"segments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"sealedAt"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"keyIndexBytes"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"batchCount"}},{"kind":"Field","name":{"kind":"Name","value":"compacted"}},{"kind":"Field","name":{"kind":"Name","value":"removedRecords"}}]}}]}}]} as unknown as DocumentNode<TopicStatisticsQuery, TopicStatisticsQueryVariables>;
export const AddPartitionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddPartitions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateTopicInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateTopic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}}]}}]}}]}}]} as unknown as DocumentNode<AddPartitionsMutation, AddPartitionsMutationVariables>;
export const UpdateConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateConfiguration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateTopicInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateTopic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"configEntries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationEntry"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicConfigEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"default"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"choices"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]} as unknown as DocumentNode<UpdateConfigurationMutation, UpdateConfigurationMutationVariables>;
export const CreateTopicDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateTopic"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTopicInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTopic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<CreateTopicMutation, CreateTopicMutationVariables>;
export const DeleteRecordsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteRecords"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteRecordsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteRecords"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteRecordsMutation, DeleteRecordsMutationVariables>;
export const DeleteTopicDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteTopic"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteTopicInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteTopic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<DeleteTopicMutation, DeleteTopicMutationVariables>;
export const TopicPartitionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TopicPartitions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}}]}}]}}]}}]} as unknown as DocumentNode<TopicPartitionsQuery, TopicPartitionsQueryVariables>;
export const TopicDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Topic"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"internal"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TopicFigures"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProduceRecordTopic"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TopicFigures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}},{"kind":"Field","name":{"kind":"Name","value":"valueFormat"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProduceRecordTopic"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}},{"kind":"Field","name":{"kind":"Name","value":"valueFormat"}}]}}]}}]} as unknown as DocumentNode<TopicQuery, TopicQueryVariables>;
export const TopicListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TopicList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"internal"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"internal"},"value":{"kind":"Variable","name":{"kind":"Name","value":"internal"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TopicRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TopicRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"internal"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyFormat"}},{"kind":"Field","name":{"kind":"Name","value":"valueFormat"}}]}}]}}]} as unknown as DocumentNode<TopicListQuery, TopicListQueryVariables>;
export const TopicSettingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TopicSettings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"configEntries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationEntry"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AddPartitions"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DangerZone"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeleteRecordsTopic"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"Field","name":{"kind":"Name","value":"partitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"partition"}},{"kind":"Field","name":{"kind":"Name","value":"logStartOffset"}},{"kind":"Field","name":{"kind":"Name","value":"endOffset"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TopicConfigEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"default"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"choices"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AddPartitions"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"partitionCount"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DangerZone"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Topic"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"recordCount"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeleteRecordsTopic"}}]}}]} as unknown as DocumentNode<TopicSettingsQuery, TopicSettingsQueryVariables>;