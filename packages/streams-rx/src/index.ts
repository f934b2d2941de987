export type { Application, ApplicationState, Instance } from './application/application.ts';
export { applicationNotFound } from './application/application-errors.ts';
export { applicationRates, nodeRates } from './application/application-rates.ts';
export { describeApplication } from './application/describe-application.ts';
export { InstanceRegistry, type InstanceRegistryOptions } from './application/instance-registry.ts';
export type {
  ApplicationRegistration,
  InstanceSnapshot,
  InstanceState,
  ProcessingError,
  TaskSnapshot,
} from './application/instance-snapshot.ts';
export { type ApplicationPage, type ListApplicationsInput, listApplications } from './application/list-applications.ts';
export { type ErrorPage, listErrors, type RegisteredError } from './application/list-errors.ts';
export { type ApplicationReset, resetApplication } from './application/reset-application.ts';
export { createStreams, Streams, type StreamsOptions } from './application/streams.ts';
export { defaultStreamsLimits, type StreamsLimits } from './application/streams-limits.ts';
export { type TaskInfo, taskId, tasksOf } from './application/task-info.ts';
export { aggregate } from './operators/aggregate.ts';
export { aggregateCogrouped, aggregateCogroupedSessions } from './operators/aggregate-cogrouped.ts';
export { aggregateSessions } from './operators/aggregate-sessions.ts';
export { aggregateTable } from './operators/aggregate-table.ts';
export type { StoreNaming } from './operators/aggregation.ts';
export { type Branches, type BranchPredicate, branch } from './operators/branch.ts';
export { type Cogroup, cogroup } from './operators/cogroup.ts';
export { countRecords } from './operators/count-records.ts';
export { countRows } from './operators/count-rows.ts';
export { type DedupeOptions, dedupe } from './operators/dedupe.ts';
export { filterTable } from './operators/filter-table.ts';
export { flatMapValues } from './operators/flat-map-values.ts';
export type { ForeignKeyJoinOptions } from './operators/foreign-key-join.ts';
export { type GroupOptions, groupByKey } from './operators/group-by-key.ts';
export { type GroupTableOptions, groupTableBy } from './operators/group-table-by.ts';
export { joinForeignKey } from './operators/join-foreign-key.ts';
export { joinGlobalTable } from './operators/join-global-table.ts';
export { joinStream } from './operators/join-stream.ts';
export { joinTable } from './operators/join-table.ts';
export { joinTables } from './operators/join-tables.ts';
export type { JoinWindow } from './operators/join-window.ts';
export { leftJoinForeignKey } from './operators/left-join-foreign-key.ts';
export { leftJoinGlobalTable } from './operators/left-join-global-table.ts';
export { leftJoinStream } from './operators/left-join-stream.ts';
export { leftJoinTable } from './operators/left-join-table.ts';
export { leftJoinTables } from './operators/left-join-tables.ts';
export { mapTableValues } from './operators/map-table-values.ts';
export { mapValues } from './operators/map-values.ts';
export { mergeStreams } from './operators/merge-streams.ts';
export { named } from './operators/named.ts';
export { type OnCommit, onCommit } from './operators/on-commit.ts';
export { outerJoinStream } from './operators/outer-join-stream.ts';
export { outerJoinTables } from './operators/outer-join-tables.ts';
export type { Forwarded, ProcessContext, ProcessOptions, Punctuation } from './operators/process-options.ts';
export { processRecords } from './operators/process-records.ts';
export {
  type ProcessStore,
  type ProcessStoreOptions,
  processStore,
  type StoreAccess,
} from './operators/process-store.ts';
export {
  type KeyTimes,
  type ProcessWindowStore,
  type ProcessWindowStoreOptions,
  processWindowStore,
  type TimedEntry,
  type WindowStoreAccess,
} from './operators/process-window-store.ts';
export { reduceRecords } from './operators/reduce-records.ts';
export { reduceTable } from './operators/reduce-table.ts';
export { type RepartitionOptions, repartition } from './operators/repartition.ts';
export { selectKey } from './operators/select-key.ts';
export type { GlobalJoinOptions } from './operators/stream-global-table-join.ts';
export type { StreamJoinOptions } from './operators/stream-stream-join.ts';
export type { JoinOptions } from './operators/stream-table-join.ts';
export { type SuppressOptions, suppress } from './operators/suppress.ts';
export type { TableJoinOptions } from './operators/table-table-join.ts';
export { type ToOptions, to } from './operators/to.ts';
export { type Emit, type ToStreamOptions, toStream } from './operators/to-stream.ts';
export { type AsTable, type ToTableOptions, toTable } from './operators/to-table.ts';
export { type InWindows, windowedBy } from './operators/windowed-by.ts';
export { hasValue } from './record/has-value.ts';
export { StreamRecord } from './record/stream-record.ts';
export { type Windowed, windowedSerde } from './record/windowed.ts';
export { MemoryStateBackend } from './state/memory-state-backend.ts';
export { PostgresStateBackend, type PostgresStateBackendOptions } from './state/postgres/postgres-state-backend.ts';
export { defaultStateLimits, type StateLimits } from './state/postgres/state-limits.ts';
export { type DescribedStore, describeStores } from './state/reading/describe-stores.ts';
export { findStore, findStores, type KnownStore } from './state/reading/find-store.ts';
export type { StoreEntry } from './state/reading/read-entries.ts';
export {
  type EntryPage,
  type EntryPosition,
  type StateRangeInput,
  StateReader,
  type StateScanInput,
} from './state/reading/state-reader.ts';
export {
  type ChangePosition,
  endOfChanges,
  type ReadChanges,
  readStoreChanges,
  type StoreChange,
} from './state/reading/store-changes.ts';
export { resetState } from './state/reset-state.ts';
export {
  behindPrefix,
  bytesOf,
  keyOfPrefixed,
  prefixOf,
  type StateKey,
  stateKeyOf,
  timeKey,
  timeKeyLength,
  timeOfKey,
} from './state/state-key.ts';
export {
  boundsBetween,
  boundsOfKey,
  type TableKey,
  type TableShape,
  type TableWindow,
  tableKeyOf,
  type WindowBounds,
  windowFilter,
} from './table/table-key.ts';
export {
  type KeyInWindow,
  type TablePage,
  type TableRangeInput,
  TableReader,
  type TableRow,
  type TableScanInput,
  type TableWindowsInput,
} from './table/table-reader.ts';
export type { ErrorPolicies, ErrorPolicy } from './task/error-policy.ts';
export type {
  CogroupAggregator,
  CogroupedStream,
  Cogrouping,
  SessionWindowedCogroupedStream,
  WindowedCogroupedStream,
} from './topology/cogrouped-stream.ts';
export type { GlobalTable } from './topology/global-table.ts';
export type { GroupedStream } from './topology/grouped-stream.ts';
export type { GroupedTable } from './topology/grouped-table.ts';
export type { FixedGrouping, Grouping, Windowable } from './topology/grouping.ts';
export type { SessionWindowedStream } from './topology/session-windowed-stream.ts';
export type { Records, Stream } from './topology/stream.ts';
export type { Table } from './topology/table.ts';
export type { TopologyApp } from './topology/topology-app.ts';
export type {
  NodeDescription,
  StoreDescription,
  SubTopologyDescription,
  TopologyDescription,
} from './topology/topology-description.ts';
export type { WindowedStream } from './topology/windowed-stream.ts';
export { days, hours, milliseconds, minutes, seconds } from './windows/duration.ts';
export type { LateOptions } from './windows/late-records.ts';
export { type SessionOptions, type SessionWindows, session } from './windows/session-windows.ts';
export { type SlidingOptions, type SlidingWindows, sliding } from './windows/sliding-windows.ts';
export {
  type Suppression,
  type TimeLimitOptions,
  type UntilTimeLimit,
  type UntilWindowCloses,
  untilTimeLimit,
  untilWindowCloses,
} from './windows/suppression.ts';
export {
  type HoppingOptions,
  hopping,
  type TimeWindows,
  type TumblingOptions,
  tumbling,
} from './windows/time-windows.ts';
export type { WindowingOptions, Windows } from './windows/windowing.ts';
