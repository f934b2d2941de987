import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Clock, type Logger, MillraceError, silentLogger, systemClock } from '@millrace/core';
import { type Database, Notifications, translatePostgresError } from '@millrace/database';
import { AppendLane } from './append/append-lane.ts';
import { AppendRouter } from './append/append-router.ts';
import type { PartitionAppend } from './append/partition-append.ts';
import { CompactionKeeper } from './compaction/compaction-keeper.ts';
import { createGroups } from './create-groups.ts';
import { createProducers } from './create-producers.ts';
import { createTransactions } from './create-transactions.ts';
import type { Engine } from './engine.ts';
import type { EngineObserver } from './engine-observer.ts';
import { LogEpochs } from './epoch/log-epochs.ts';
import { LogReader } from './fetch/log-reader.ts';
import { KeyIndexKeeper } from './key-index/key-index-keeper.ts';
import { defaultLimits, type EngineLimits } from './limits.ts';
import { Heartbeat } from './node/heartbeat.ts';
import { OutboxRelay } from './outbox/outbox-relay.ts';
import { PostgresEngine } from './postgres-engine.ts';
import { RetentionKeeper } from './retention/retention-keeper.ts';
import { Searches } from './search/searches.ts';
import { SegmentKeeper } from './segment/segment-keeper.ts';
import { meteredObserver } from './statistics/metered-observer.ts';
import { RateMeter } from './statistics/rate-meter.ts';
import { TailHub } from './tail/tail-hub.ts';
import { PostgresTopicAdmin } from './topic/topic-admin.ts';
import { TopicCatalogue } from './topic/topic-catalogue.ts';
import type { TopicState } from './topic/topic-state.ts';
import { WakeUps } from './wake/wake-ups.ts';

export interface EngineOptions {
  /** A migrated database; the engine uses its pool and does not close it. */
  readonly database: Database;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly observer?: EngineObserver;
  /** What other nodes see of this one. */
  readonly node?: { readonly role?: string; readonly version?: string; readonly address?: string | null };
  readonly limits?: Partial<EngineLimits>;
}

/** How long it takes other nodes at most, as a rule, to hear that one has started. */
const announcementMs = 100;

const silentObserver: EngineObserver = {
  appended() {},
  fetched() {},
  producerCall() {},
  appendLatency() {},
  fetchLatency() {},
  laneQueueBytes() {},
  committed() {},
  commitLatency() {},
  outboxRelayed() {},
  outboxLag() {},
  outboxWaiting() {},
  outboxDead() {},
  rebalanced() {},
  transactionEnded() {},
  offsetLost() {},
  segmentExpired() {},
  segmentsRewritten() {},
  keyIndexBuilt() {},
  searched() {},
};

/** Starts the engine of one node over a migrated database. POSTGRES_UNAVAILABLE when the database does not answer. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { clock = systemClock, logger = silentLogger } = options;
  const meter = new RateMeter(clock);
  const observer = meteredObserver(options.observer ?? silentObserver, silentObserver, meter);
  const limits = { ...defaultLimits, ...options.limits };
  const { pool, directPool } = options.database;
  const epochs = new LogEpochs({
    pool,
    logger,
    onRaised: async (client) => {
      catalogue.forget();
      producers.lines.logEpochRaised();
      groups.logEpochRaised();
      await hub.logEpochRaised(client);
    },
  });
  const database = epochs.guard(options.database);
  const nodeId = randomUUID();
  const source = { pool, clock, answerMs: limits.deliveryTimeoutMs };
  const catalogue = new TopicCatalogue(source);
  const reader = new LogReader({ ...source, catalogue, observer });
  const hub = new TailHub({ pool, reader, clock, logger, limits });
  const lookAtSealed = () => {
    retention.wake();
    compaction.wake();
  };
  // Their leases and settings are those of a session.
  const keeper = new SegmentKeeper({ pool: directPool, clock, logger, limits, onSealed: lookAtSealed });
  const retention = new RetentionKeeper({
    pool: directPool,
    clock,
    logger,
    observer,
    limits,
    onExpired: () => keeper.wake(),
  });
  const compaction = new CompactionKeeper({
    pool: directPool,
    clock,
    logger,
    observer,
    limits,
    onRewritten: () => keeper.wake(),
  });
  const keyIndexes = new KeyIndexKeeper({ pool: directPool, clock, logger, observer, limits });
  const notifications = new Notifications({ database, clock, logger });
  const heartbeat = new Heartbeat({
    pool,
    clock,
    logger,
    intervalMs: limits.heartbeatIntervalMs,
    node: {
      id: nodeId,
      role: options.node?.role ?? 'engine',
      hostname: hostname(),
      processId: process.pid,
      version: options.node?.version ?? '0.1.0',
      address: options.node?.address ?? null,
    },
  });
  const wakeUps = new WakeUps({
    notifications,
    clock,
    intervalMs: limits.notifyIntervalMs,
    isAlone: () => heartbeat.isAlone,
  });
  const onCommitted = (appends: readonly PartitionAppend[]) => {
    hub.committed(appends);
    wakeUps.announceAppend();
    keeper.noteAppended(appends);
  };
  const reloadTopic = async (topic: TopicState) => {
    catalogue.forget(topic.name);
    const current = await catalogue.find(topic.name);
    return current?.id === topic.id ? current : null;
  };
  const shared = { database, nodeId, clock, logger, limits, observer, epochs };
  const producers = createProducers(shared);
  const lanes = Array.from(
    { length: limits.appendLanes },
    (_, index) =>
      new AppendLane({
        ...shared,
        index,
        onCommitted,
        producerTables: producers.tables,
        onSequenced: producers.noteAppended,
        reloadTopic,
      }),
  );
  const groups = createGroups({ ...shared, notifications, catalogue, hub });
  const transactions = createTransactions({ ...shared, catalogue, groups, reloadTopic, onCommitted });
  try {
    // Before anything is remembered of the log.
    await epochs.start();
    await wakeUps.listen({
      appended: () => void hub.look(),
      nodeStarted: () => void heartbeat.look(),
      catalogueChanged: (topic) => {
        catalogue.forget(topic);
        void hub.look();
        groups.topicChanged(topic);
      },
      groupChanged: (name) => groups.groupChanged(name),
      logEpochRaised: () => void epochs.look(),
    });
    // Before any member can join: a member without a node that beats is out.
    await heartbeat.start();
    await groups.start();
    await wakeUps.announceNode();
    // By then the others have heard of this node; until then a hint may be missing.
    clock.schedule(announcementMs, () => void hub.look());
  } catch (error) {
    await transactions.close();
    await groups.close(error);
    hub.close(error);
    await Promise.all([keeper.close(), retention.close(), compaction.close(), keyIndexes.close(), producers.close()]);
    wakeUps.close();
    await heartbeat.close();
    await notifications.close();
    throw translatePostgresError(error);
  }
  const outbox = new OutboxRelay({ database, clock, logger, limits, observer, catalogue, onCommitted });
  return new PostgresEngine({
    nodeId,
    pool,
    clock,
    limits,
    observer,
    catalogue,
    reader,
    searches: new Searches({ pool: directPool, clock, limits, observer }),
    hub,
    heartbeat,
    epochs,
    topics: new PostgresTopicAdmin({
      database,
      catalogue,
      meter,
      limits,
      onDropped: () => keeper.wake(),
      onRecordsDeleted: (topicId) => {
        keeper.recordsDeleted(topicId);
        retention.wake();
      },
      onConfigured: lookAtSealed,
    }),
    router: new AppendRouter({ catalogue, lanes, producers: producers.lines, clock, limits }),
    groups: groups.admin,
    consumers: groups.consumers,
    transactions,
    async stop() {
      const error = new MillraceError('SHUTTING_DOWN', 'This node is stopping: read on from another one.');
      // From here on no call is taken.
      const lanesClosed = Promise.all(lanes.map((lane) => lane.close()));
      // Before the groups: they may commit for members of this node.
      await transactions.close();
      producers.stop();
      // Members leave while the node still commits for them and beats: others have their partitions at once.
      await Promise.all([groups.close(error), outbox.close(), lanesClosed]);
      hub.close(error);
      await Promise.all([keeper.close(), retention.close(), compaction.close(), keyIndexes.close(), producers.close()]);
      wakeUps.close();
      await heartbeat.close();
      await notifications.close();
    },
  });
}
