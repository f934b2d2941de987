export type {
  AssignedPartition,
  AssignmentEvent,
  CommitMode,
  Consumer,
  ConsumerEvent,
  ConsumerInput,
  OffsetToCommit,
  RecordsEvent,
  ResetPolicy,
  RevocationEvent,
  TopicPartition,
} from './consumer/consumer.ts';
export { createEngine, type EngineOptions } from './create-engine.ts';
export type {
  AppendedBatch,
  AppendInput,
  AppendResult,
  Engine,
  EngineCapability,
  FetchInput,
  NodeInfo,
  PageInput,
  PartitionBounds,
  PartitionOffset,
  PartitionTimestamp,
  Position,
  ReadInput,
  RecordPage,
  SearchProgress,
  TopicAdmin,
  TransactionResult,
} from './engine.ts';
export type { EngineObserver, RewriteKind, RewriteSummary } from './engine-observer.ts';
export {
  describeLogEpoch,
  type LogEpochDescription,
  type LogEpochNode,
  raiseLogEpochByHand,
} from './epoch/describe-log-epoch.ts';
export type {
  ConsumerGroup,
  ConsumerGroupPage,
  ConsumerGroupState,
  ConsumerGroupSummary,
  GroupAdmin,
  GroupMemberInfo,
  GroupPartitionInfo,
  OffsetReset,
  ResetTarget,
} from './group/consumer-group.ts';
export type { Subscription, UnitOfTopics } from './group/group-state.ts';
export { defaultLimits, type EngineLimits } from './limits.ts';
export type { MaxTimestamp } from './position/max-timestamps.ts';
export type { InitProducerInput, Producer } from './producer/producer.ts';
export { ByteArrayBuilder, BytesColumn, elementType } from './record/array-encoding.ts';
export { BatchBuilder } from './record/batch-builder.ts';
export { partitionOfKey } from './record/partitioner.ts';
export type { Record, RecordHeader, RecordToAppend } from './record/record.ts';
export type { RecordBatch } from './record/record-batch.ts';
export type { HeaderFilter, RecordFilter } from './search/record-filter.ts';
export type { BatchSizes, SegmentStatistics, TopicRates, TopicStatistics } from './statistics/topic-statistics.ts';
export { type RideOutOptions, rideOut } from './tail/ride-out.ts';
export type { LogStorage } from './topic/read-storage.ts';
export type { CreateTopicInput, Topic, TopicPage, UpdateTopicInput } from './topic/topic.ts';
export {
  type CleanupPolicy,
  type CompressionType,
  type Format,
  type KeyIndex,
  type TimestampType,
  type TopicConfig,
  type TopicConfigOverrides,
  topicConfigDefinitions,
} from './topic/topic-config.ts';
export type {
  DeferredStatement,
  OffsetsOfMember,
  RecordsToAppend,
  SqlResult,
  Transaction,
  TransactionOptions,
  TransactionWork,
} from './transaction/transaction.ts';
export type { Finding, FindingCode } from './verify/finding.ts';
export { type VerifyOptions, type VerifyProgress, type VerifyReport, verify } from './verify/verify.ts';
