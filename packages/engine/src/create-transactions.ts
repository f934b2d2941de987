import type { Clock, Logger } from '@millrace/core';
import type { Database } from '@millrace/database';
import type { PartitionAppend } from './append/partition-append.ts';
import type { Groups } from './create-groups.ts';
import type { EngineObserver } from './engine-observer.ts';
import type { EngineLimits } from './limits.ts';
import type { TopicCatalogue } from './topic/topic-catalogue.ts';
import type { TopicState } from './topic/topic-state.ts';
import { OffsetTable } from './transaction/offset-table.ts';
import { ProducerUse } from './transaction/producer-use.ts';
import { HeldBytes } from './transaction/transaction-buffer.ts';
import { TransactionSessions } from './transaction/transaction-sessions.ts';
import { Transactions } from './transaction/transactions.ts';

export interface CreateTransactionsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  readonly observer: EngineObserver;
  readonly catalogue: TopicCatalogue;
  readonly groups: Groups;
  readonly reloadTopic: (topic: TopicState) => Promise<TopicState | null>;
  readonly onCommitted: (appends: readonly PartitionAppend[]) => void;
}

/** Makes the parts of a node that transactions need. */
export function createTransactions(options: CreateTransactionsOptions): Transactions {
  const { database, groups } = options;
  return new Transactions({
    ...options,
    pool: database.pool,
    serverVersion: database.serverVersion,
    sessions: new TransactionSessions(options),
    offsetTable: new OffsetTable(),
    held: new HeldBytes(),
    producerUse: new ProducerUse({ ...options, pool: database.pool }),
    findConsumer: (consumer) => groups.consumers.own(consumer),
    prepareCommit: (input) => groups.prepareCommit(input),
    onOffsetsCommitted: (partitions) => groups.offsetsCommitted(partitions),
  });
}
