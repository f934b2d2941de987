import { MillraceError } from '@millrace/core';
import { StickyPartitioner } from '../record/partitioner.ts';
import { NewestRow } from './newest-row.ts';
import type { Topic } from './topic.ts';
import { resolveTopicConfig, type TopicConfig, type TopicConfigOverrides } from './topic-config.ts';

export interface PartitionState {
  /** Unique in the database: what segment tables and locks go by. */
  readonly id: number;
  /** Its number in the topic. */
  readonly index: number;
  readonly logStartOffset: number;
  /** The offset its records of the open segment begin at. */
  readonly segmentFirstOffset: number;
  readonly newestRow: NewestRow;
}

/** A topic as this node last saw it: never changed, only replaced. What is stale is found out by the append's assertion. */
export interface TopicState {
  readonly id: number;
  readonly name: string;
  readonly internal: boolean;
  readonly createdAt: Date;
  readonly overrides: TopicConfigOverrides;
  readonly config: TopicConfig;
  /** In order: the n-th is partition n. */
  readonly partitions: readonly PartitionState[];
  /** The open one. */
  readonly segmentId: number;
  /** The log's when this was read: nothing is appended by what was seen in another one. */
  readonly logEpoch: number;
  readonly sticky: StickyPartitioner;
}

/** A topic's row with its partitions, as `loadTopics` reads it. */
export interface TopicRow {
  readonly id: number;
  readonly name: string;
  readonly internal: boolean;
  readonly config: TopicConfigOverrides;
  readonly created_at: string;
  readonly segment_id: number;
  readonly log_epoch: number;
  readonly partitions: readonly { id: number; index: number; start: number; first: number }[];
}

export function topicStateOf(row: TopicRow, sticky?: StickyPartitioner): TopicState {
  return {
    id: row.id,
    name: row.name,
    internal: row.internal,
    createdAt: new Date(row.created_at),
    overrides: row.config,
    config: resolveTopicConfig(row.config),
    partitions: row.partitions.map((partition) => ({
      id: partition.id,
      index: partition.index,
      logStartOffset: partition.start,
      segmentFirstOffset: partition.first,
      newestRow: new NewestRow(),
    })),
    segmentId: row.segment_id,
    logEpoch: row.log_epoch,
    sticky: sticky ?? new StickyPartitioner(row.id % row.partitions.length),
  };
}

export function topicOf(state: TopicState): Topic {
  return {
    id: state.id,
    name: state.name,
    internal: state.internal,
    partitionCount: state.partitions.length,
    config: state.config,
    configured: Object.keys(state.overrides) as (keyof TopicConfig)[],
    createdAt: state.createdAt,
  };
}

export function topicNotFound(name: string): MillraceError {
  return new MillraceError(
    'TOPIC_NOT_FOUND',
    `There is no topic "${name.slice(0, 249)}". Create it first, or check its name.`,
  );
}

/** PARTITION_NOT_FOUND, with the numbers there are. `record`: the index of the record of a call that names the partition. */
export function partitionNotFound(topic: TopicState, partition: number, record?: number): MillraceError {
  const last = topic.partitions.length - 1;
  const there = `its partitions are ${last === 0 ? 'just 0' : `0 to ${last}`}`;
  return new MillraceError(
    'PARTITION_NOT_FOUND',
    record === undefined
      ? `Topic "${topic.name}" has no partition ${partition}: ${there}.`
      : `Record ${record} cannot be stored: topic "${topic.name}" has no partition ${partition}, ${there}.`,
    { details: { topic: topic.name, partition, ...(record === undefined ? {} : { index: record }) } },
  );
}

/** Throws PARTITION_NOT_FOUND. */
export function partitionOf(topic: TopicState, index: number): PartitionState {
  const partition = topic.partitions[index];
  if (!partition) throw partitionNotFound(topic, index);
  return partition;
}
