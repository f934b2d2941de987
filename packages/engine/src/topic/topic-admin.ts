import { MillraceError } from '@millrace/core';
import type { Database } from '@millrace/database';
import DataLoader from 'dataloader';
import type { PartitionBounds, PartitionTimestamp, TopicAdmin } from '../engine.ts';
import { retryDropped } from '../fetch/retry-dropped.ts';
import { translateReading } from '../fetch/translate-reading.ts';
import type { EngineLimits } from '../limits.ts';
import { type MaxTimestamp, readMaxTimestamps } from '../position/max-timestamps.ts';
import { type PartitionTime, readOffsetsForTimes } from '../position/offsets-for-times.ts';
import { assertTimestamp } from '../position/resolve-position.ts';
import { describeTopic } from '../statistics/describe-topic.ts';
import type { RateMeter } from '../statistics/rate-meter.ts';
import type { TopicStatistics } from '../statistics/topic-statistics.ts';
import { createTopic } from './create-topic.ts';
import { moveLogStarts } from './delete-records.ts';
import { deleteTopic } from './delete-topic.ts';
import { listTopics } from './list-topics.ts';
import { assertNamesPartitions, partitionNamedTwice } from './named-partitions.ts';
import { type PartitionEnd, readPartitionEnds } from './partition-ends.ts';
import { type LogStorage, readStorage } from './read-storage.ts';
import type { CreateTopicInput, Topic, TopicPage, UpdateTopicInput } from './topic.ts';
import type { TopicCatalogue } from './topic-catalogue.ts';
import { applyTopicConfig, resolveTopicConfig } from './topic-config.ts';
import { assertTopicName } from './topic-name.ts';
import { readTopicSizes } from './topic-size.ts';
import { type PartitionState, partitionOf, type TopicState, topicOf } from './topic-state.ts';
import { updateTopic } from './update-topic.ts';

export interface TopicAdminOptions {
  readonly database: Database;
  readonly catalogue: TopicCatalogue;
  readonly meter: RateMeter;
  readonly limits: Pick<EngineLimits, 'maxPartitionsPerTopic'>;
  /** Told when tables wait to be dropped. */
  readonly onDropped: () => void;
  /** Told when the logs of a topic start later: there may be segments that hold nothing any more. */
  readonly onRecordsDeleted: (topicId: number) => void;
  /** Told when a topic's configuration changed: there may be segments that it has something to say about. */
  readonly onConfigured: () => void;
}

/** How often a deletion goes for the topic that has the name by then. */
const maxDeleteAttempts = 5;

/** Partitions or topics looked at by one statement. */
const maxBatchSize = 10_000;

/** Creates, describes, changes and deletes topics. */
export class PostgresTopicAdmin implements TopicAdmin {
  readonly #options: TopicAdminOptions;
  // What many topics are asked for at once, as a list of them does, is one statement.
  readonly #ends: DataLoader<number, PartitionEnd | undefined>;
  readonly #offsetsForTimes: DataLoader<PartitionTime, number | null | undefined>;
  readonly #maxTimestamps: DataLoader<number, MaxTimestamp | null | undefined>;
  readonly #sizes: DataLoader<number, number>;

  constructor(options: TopicAdminOptions) {
    this.#options = options;
    const { pool } = options.database;
    this.#ends = new DataLoader(
      async (ids) => {
        const ends = await retryDropped(() => readPartitionEnds(pool, [...new Set(ids)]));
        const byId = new Map(ends.map((end) => [end.partitionId, end]));
        return ids.map((id) => byId.get(id));
      },
      { cache: false, maxBatchSize },
    );
    this.#offsetsForTimes = new DataLoader((wanted) => readOffsetsForTimes(pool, wanted), {
      cache: false,
      maxBatchSize,
    });
    this.#maxTimestamps = new DataLoader(
      async (ids) => {
        const found = await readMaxTimestamps(pool, ids);
        return ids.map((id) => found.get(id));
      },
      { cache: false, maxBatchSize },
    );
    this.#sizes = new DataLoader((ids) => readTopicSizes(pool, ids), { cache: false, maxBatchSize });
  }

  async create(input: CreateTopicInput): Promise<Topic> {
    const { database, catalogue } = this.#options;
    assertTopicName(input.name);
    const partitionCount = input.partitionCount ?? 1;
    this.#assertPartitionCount(partitionCount);
    const overrides = applyTopicConfig({}, input.config ?? {});
    await createTopic(database, {
      name: input.name,
      internal: input.internal ?? false,
      partitionCount,
      overrides,
      compression: resolveTopicConfig(overrides).compressionType,
    });
    catalogue.forget(input.name);
    return topicOf(await catalogue.get(input.name));
  }

  async describe(name: string): Promise<Topic | null> {
    const topic = await this.#options.catalogue.find(name);
    return topic && topicOf(topic);
  }

  async list(input: { search?: string; internal?: boolean; first: number; after?: string }): Promise<TopicPage> {
    return translated(listTopics(this.#options.database.prisma, input));
  }

  async update(input: UpdateTopicInput): Promise<Topic> {
    const { database, catalogue, onConfigured } = this.#options;
    if (input.partitionCount !== undefined) this.#assertPartitionCount(input.partitionCount);
    await updateTopic(database, {
      name: input.name,
      partitionCount: input.partitionCount,
      config: input.config ?? {},
    });
    catalogue.forget(input.name);
    if (input.config) onConfigured();
    return topicOf(await catalogue.get(input.name));
  }

  async delete(name: string): Promise<Topic> {
    const { database, catalogue, onDropped } = this.#options;
    for (let attempt = 1; attempt <= maxDeleteAttempts; attempt++) {
      const topic = await catalogue.get(name);
      const isDeleted = await deleteTopic(database, topic);
      catalogue.forget(name);
      // Deleted since it was remembered; there may be another one of the same name by now.
      if (!isDeleted) continue;
      onDropped();
      return topicOf(topic);
    }
    throw new MillraceError(
      'TOPIC_NOT_FOUND',
      `Topic "${name}" was gone each time it was to be deleted, and there again: delete it once it is not made again all the time.`,
      { retriable: true },
    );
  }

  async deleteRecords(input: {
    topic: string;
    partitions: readonly { partition: number; before?: number | undefined }[];
  }): Promise<readonly PartitionBounds[]> {
    const { database, catalogue, onRecordsDeleted } = this.#options;
    const topic = await catalogue.get(input.topic);
    assertNamesPartitions(input.partitions);
    const indexes = input.partitions.map(({ partition }) => partitionOf(topic, partition).index);
    const twice = indexes.find((index, i) => indexes.indexOf(index) < i);
    if (twice !== undefined) throw partitionNamedTwice({ topic: topic.name, partition: twice });
    // Its ids too: they are those of the topic that has the name now, whatever was remembered.
    const looked = await this.#lookUp(input.topic, indexes, (id) => this.#ends.load(id));
    const { wanted, found } = looked;
    const starts = wanted.map(({ id, index: partition }, n) => {
      const before = input.partitions[n]?.before;
      const end = found[n]?.endOffset ?? 0;
      if (before !== undefined && (!Number.isSafeInteger(before) || before < 0 || before > end)) {
        throw new MillraceError(
          'OFFSET_OUT_OF_RANGE',
          `Partition ${partition} of "${input.topic}" ends at ${end}: records before ${before} cannot be deleted.`,
          { details: { partition, endOffset: end } },
        );
      }
      return { partitionId: id, logStartOffset: before ?? end };
    });
    await translated(moveLogStarts(database.pool, input.topic, starts));
    catalogue.forget(input.topic);
    onRecordsDeleted(looked.topic.id);
    return this.bounds(input.topic, indexes);
  }

  async bounds(name: string, partitions?: readonly number[]): Promise<readonly PartitionBounds[]> {
    const { topic, wanted, found } = await this.#lookUp(name, partitions, (id) => this.#ends.load(id));
    return wanted.map((partition, n) => ({
      topic: name,
      partition: partition.index,
      logStartOffset: found[n]?.logStartOffset ?? 0,
      endOffset: found[n]?.endOffset ?? 0,
      logEpoch: found[n]?.logEpoch ?? topic.logEpoch,
    }));
  }

  async offsetsForTimes(name: string, times: readonly PartitionTimestamp[]): Promise<readonly (number | null)[]> {
    for (const { timestamp } of times) assertTimestamp(timestamp);
    const partitions = times.map(({ partition }) => partition);
    const { found } = await this.#lookUp(name, partitions, (partitionId, n) =>
      this.#offsetsForTimes.load({ partitionId, timestamp: (times[n] as PartitionTimestamp).timestamp }),
    );
    return found.map((offset) => offset ?? null);
  }

  async maxTimestamps(name: string, partitions?: readonly number[]): Promise<readonly (MaxTimestamp | null)[]> {
    const { found } = await this.#lookUp(name, partitions, (id) => this.#maxTimestamps.load(id));
    return found.map((record) => record ?? null);
  }

  async sizeBytes(name: string): Promise<number> {
    const topic = await this.#options.catalogue.get(name);
    return translated(this.#sizes.load(topic.id));
  }

  storage({ first }: { first: number }): Promise<LogStorage> {
    return translated(readStorage(this.#options.database.pool, first));
  }

  async statistics(name: string, maxSegments = 50): Promise<TopicStatistics> {
    const { database, catalogue, meter } = this.#options;
    return translated(describeTopic(database.pool, await catalogue.get(name), meter, maxSegments));
  }

  /** What `load` finds of a topic's partitions by their ids; it gives undefined for one that is not there any more. */
  async #lookUp<T>(
    name: string,
    partitions: readonly number[] | undefined,
    load: (partitionId: number, n: number) => Promise<T | undefined>,
  ): Promise<{ topic: TopicState; wanted: readonly PartitionState[]; found: readonly (T | undefined)[] }> {
    const { catalogue } = this.#options;
    const topic = await catalogue.get(name);
    const wanted = partitions?.map((index) => partitionOf(topic, index)) ?? topic.partitions;
    const found = await translated(Promise.all(wanted.map(({ id }, n) => load(id, n))));
    if (found.includes(undefined)) {
      // Deleted since it was remembered; there may be another one of the same name by now.
      catalogue.forget(name);
      if ((await catalogue.get(name)).id !== topic.id) return this.#lookUp(name, partitions, load);
    }
    return { topic, wanted, found };
  }

  #assertPartitionCount(count: number): void {
    const { maxPartitionsPerTopic } = this.#options.limits;
    if (Number.isInteger(count) && count >= 1 && count <= maxPartitionsPerTopic) return;
    throw new MillraceError(
      'INVALID_PARTITIONS',
      `A topic has 1 to ${maxPartitionsPerTopic} partitions, not ${count}.`,
    );
  }
}

async function translated<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw translateReading(error);
  }
}
