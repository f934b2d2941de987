import type { Clock, Logger } from '@millrace/core';
import type { Database } from '@millrace/database';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import type { ProducerTables } from '../producer/producer-tables.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { PartitionAppend } from './partition-append.ts';

export interface AppendLaneOptions {
  readonly index: number;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  readonly observer: EngineObserver;
  readonly producerTables: ProducerTables;
  /** The topic as it is now; null when it was deleted. */
  readonly reloadTopic: (topic: TopicState) => Promise<TopicState | null>;
  /** Told of every commit, before the calls are answered. */
  readonly onCommitted: (appends: readonly PartitionAppend[]) => void;
  /** Told how many calls of a commit had a producer. */
  readonly onSequenced: (calls: number) => void;
}
