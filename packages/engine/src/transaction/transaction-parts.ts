import type { Clock, Logger } from '@millrace/core';
import type { Pool } from 'pg';
import type { PartitionAppend } from '../append/partition-append.ts';
import type { PreparedCommit } from '../commit/prepared-commit.ts';
import type { Consumer } from '../consumer/consumer.ts';
import type { GroupConsumer } from '../consumer/group-consumer.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { OffsetTable } from './offset-table.ts';
import type { ProducerUse } from './producer-use.ts';
import type { OffsetsOfMember } from './transaction.ts';
import type { HeldBytes } from './transaction-buffer.ts';
import type { TransactionSessions } from './transaction-sessions.ts';

/** What all transactions of a node work with. */
export interface TransactionParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  readonly observer: EngineObserver;
  readonly pool: Pool;
  readonly serverVersion: number;
  readonly catalogue: TopicCatalogue;
  readonly sessions: TransactionSessions;
  readonly offsetTable: OffsetTable;
  readonly held: HeldBytes;
  readonly producerUse: ProducerUse;
  /** The topic as it is now; null when it was deleted. */
  readonly reloadTopic: (topic: TopicState) => Promise<TopicState | null>;
  /** The same consumer, if it is one of this engine that is being read. */
  readonly findConsumer: (consumer: Consumer) => GroupConsumer | undefined;
  readonly prepareCommit: (input: OffsetsOfMember) => Promise<PreparedCommit>;
  /** Told of every commit that appended, before its caller hears of it. */
  readonly onCommitted: (appends: readonly PartitionAppend[]) => void;
  /** Told how many partitions' offsets were committed. */
  readonly onOffsetsCommitted: (partitions: number) => void;
}
