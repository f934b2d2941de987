import type { Clock, Logger } from '@millrace/core';
import type { Database, Notifications } from '@millrace/database';
import { groupCommitsChannel } from './commit/commit-hints.ts';
import { CommitLane } from './commit/commit-lane.ts';
import { KnownEnds } from './commit/known-ends.ts';
import { OffsetTableKeeper } from './commit/offset-table-keeper.ts';
import type { PreparedCommit } from './commit/prepared-commit.ts';
import { ConsumerRegistry } from './consumer/consumer-registry.ts';
import type { EngineObserver } from './engine-observer.ts';
import type { LogEpochs } from './epoch/log-epochs.ts';
import type { GroupAdmin } from './group/consumer-group.ts';
import { PostgresGroupAdmin } from './group/group-admin.ts';
import { GroupCoordinator } from './group/group-coordinator.ts';
import { SessionKeeper } from './group/session-keeper.ts';
import type { EngineLimits } from './limits.ts';
import type { TailHub } from './tail/tail-hub.ts';
import type { TopicCatalogue } from './topic/topic-catalogue.ts';
import type { OffsetsOfMember } from './transaction/transaction.ts';

export interface GroupsOptions {
  readonly database: Database;
  readonly nodeId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  readonly observer: EngineObserver;
  readonly notifications: Notifications;
  readonly catalogue: TopicCatalogue;
  readonly hub: TailHub;
  readonly epochs: Pick<LogEpochs, 'current'>;
}

/** What a node has to do with consumer groups. */
export interface Groups {
  readonly admin: GroupAdmin;
  readonly consumers: ConsumerRegistry;
  /** A group changed, on any node; undefined: any of them may have. */
  groupChanged(name: string | undefined): void;
  /** A topic was made, changed, rolled or deleted; undefined: any of them may have been. */
  topicChanged(name: string | undefined): void;
  /** A commit of offsets for somebody else's transaction. */
  prepareCommit(input: OffsetsOfMember): Promise<PreparedCommit>;
  /** Offsets of so many partitions were committed in a transaction. */
  offsetsCommitted(partitions: number): void;
  /** The log may have lost its end: what is remembered of it and of the groups is looked at again. */
  logEpochRaised(): void;
  /** Hears of other nodes' commits and looks after members whose node is gone. This node's heart beats by then. */
  start(): Promise<void>;
  /** Ends consumers with `error`, which leave their groups, and finishes commits. The node's heart still beats. */
  close(error: unknown): Promise<void>;
}

/** Makes the parts of a node that groups need. */
export function createGroups(options: GroupsOptions): Groups {
  const { clock, logger, limits, notifications } = options;
  const { pool } = options.database;
  const coordinator = new GroupCoordinator(options);
  const offsetTables = new OffsetTableKeeper({ pool, clock, logger, limits });
  const committer = new CommitLane({ ...options, onCommitted: (partitions) => offsetTables.noteCommitted(partitions) });
  const knownEnds = new KnownEnds(pool, options.epochs);
  const shared = { ...options, pool, committer, knownEnds };
  const consumers = new ConsumerRegistry({ ...shared, membership: coordinator });
  const admin = new PostgresGroupAdmin({ ...shared, consumers, coordinator });
  let sessions: SessionKeeper | undefined;
  return {
    admin,
    consumers,
    groupChanged(name) {
      coordinator.groupChanged(name);
      admin.groupChanged(name);
    },
    topicChanged: (name) => coordinator.topicChanged(name),
    prepareCommit: (input) => admin.prepareCommit(input),
    offsetsCommitted: (partitions) => offsetTables.noteCommitted(partitions),
    logEpochRaised() {
      knownEnds.forget();
      consumers.logEpochRaised();
      coordinator.logEpochRaised();
    },
    async start() {
      await notifications.listen(groupCommitsChannel, {
        notified: (groupIds, own) => {
          if (!own) for (const id of groupIds.split(',')) consumers.committedElsewhere(Number(id));
        },
        reconnected: () => consumers.committedElsewhere(),
      });
      sessions = new SessionKeeper({ pool, clock, logger, limits, coordinator });
    },
    async close(error) {
      await consumers.close(error);
      await Promise.all([admin.close(error), committer.close(), offsetTables.close(), sessions?.close()]);
      await coordinator.close();
    },
  };
}
