import { type Clock, isMillraceError, MillraceError } from '@millrace/core';
import { translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { AppendRouter } from './append/append-router.ts';
import type { Consumer, ConsumerInput } from './consumer/consumer.ts';
import type { ConsumerRegistry } from './consumer/consumer-registry.ts';
import type {
  AppendInput,
  AppendResult,
  Engine,
  EngineCapability,
  FetchInput,
  NodeInfo,
  PageInput,
  Position,
  ReadInput,
  RecordPage,
  TopicAdmin,
  TransactionResult,
} from './engine.ts';
import type { EngineObserver } from './engine-observer.ts';
import { assertNotLost } from './epoch/assert-not-lost.ts';
import type { LogEpochs } from './epoch/log-epochs.ts';
import type { LogReader } from './fetch/log-reader.ts';
import { translateReading } from './fetch/translate-reading.ts';
import type { GroupAdmin } from './group/consumer-group.ts';
import type { EngineLimits } from './limits.ts';
import type { Heartbeat } from './node/heartbeat.ts';
import { offsetsOfNewest, type PageStart, readPage } from './position/page.ts';
import { assertSamePartitions, decodeCursor, rememberedBy } from './position/page-cursor.ts';
import {
  type BoundedPartition,
  boundPartitions,
  resolvePosition,
  type StartingPartition,
} from './position/resolve-position.ts';
import { initProducer } from './producer/init-producer.ts';
import type { InitProducerInput, Producer } from './producer/producer.ts';
import { emptyBatch } from './record/empty-batch.ts';
import { mergeBatches } from './record/merged-batch.ts';
import type { RecordBatch } from './record/record-batch.ts';
import { recordByteSize } from './record/record-size.ts';
import type { Searches } from './search/searches.ts';
import { DeferredReader } from './tail/deferred-reader.ts';
import type { TailHub } from './tail/tail-hub.ts';
import { TopicReader } from './tail/topic-reader.ts';
import { assertSomePartitions } from './topic/named-partitions.ts';
import type { TopicCatalogue } from './topic/topic-catalogue.ts';
import { partitionOf, type TopicState } from './topic/topic-state.ts';
import type { SqlResult, TransactionOptions, TransactionWork } from './transaction/transaction.ts';
import type { Transactions } from './transaction/transactions.ts';

const defaultMaxRecords = 1_000;
const defaultFetchBytes = 1024 * 1024;
const maxPageRecords = 10_000;
const maxPageAttempts = 5;

export interface PostgresEngineParts {
  readonly nodeId: string;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly observer: EngineObserver;
  readonly catalogue: TopicCatalogue;
  readonly reader: LogReader;
  readonly searches: Searches;
  readonly hub: TailHub;
  readonly heartbeat: Heartbeat;
  readonly epochs: LogEpochs;
  readonly topics: TopicAdmin;
  readonly router: AppendRouter;
  readonly groups: GroupAdmin;
  readonly consumers: ConsumerRegistry;
  readonly transactions: Transactions;
  /** Stops the parts, in order. */
  readonly stop: () => Promise<void>;
}

/** The engine's door over its parts. */
export class PostgresEngine implements Engine {
  readonly capabilities: ReadonlySet<EngineCapability> = new Set(['SQL_IN_TRANSACTIONS']);
  readonly #parts: PostgresEngineParts;
  #closing: Promise<void> | undefined;

  constructor(parts: PostgresEngineParts) {
    this.#parts = parts;
  }

  get nodeId(): string {
    return this.#parts.nodeId;
  }

  get logEpoch(): number {
    return this.#parts.epochs.current;
  }

  get topics(): TopicAdmin {
    return this.#parts.topics;
  }

  get groups(): GroupAdmin {
    return this.#parts.groups;
  }

  append(input: AppendInput, options?: { signal?: AbortSignal | undefined }): Promise<AppendResult> {
    return this.#parts.router.append(input, options?.signal);
  }

  initProducer(input: InitProducerInput = {}): Promise<Producer> {
    return initProducer(this.#parts, input);
  }

  transaction<T>(work: TransactionWork<T>, options?: TransactionOptions): Promise<TransactionResult<T>> {
    return this.#parts.transactions.run(work, options);
  }

  async query<R extends object>(sql: string, parameters: readonly unknown[] = []): Promise<SqlResult<R>> {
    this.#assertOpen();
    const { rows, rowCount } = await this.#parts.pool.query<R>(sql, [...parameters]).catch((error) => {
      throw translatePostgresError(error);
    });
    return { rows, rowCount };
  }

  async fetch(input: FetchInput): Promise<RecordBatch> {
    const { pool, limits, reader, observer } = this.#parts;
    assertCount('maxRecords', input.maxRecords, 1);
    assertCount('maxBytes', input.maxBytes, 0);
    const [bounded] = await this.#bounded([input.topic], [input.partition]);
    const start = (await resolvePosition(pool, [bounded as BoundedPartition], input))[0];
    const { topic, partition, end } = start as StartingPartition;
    const read = await reader.read({
      topic,
      partition,
      offset: input.offset,
      end: end.endOffset,
      maxBytes: input.maxBytes ?? defaultFetchBytes,
      maxBatches: Math.min(input.maxRecords ?? defaultMaxRecords, limits.maxFetchBatches),
    });
    if (read.length === 0) return emptyBatch(topic.name, partition.index, input.offset, end);
    const batch = mergeBatches(read, end.endOffset).slice(0, input.maxRecords ?? defaultMaxRecords);
    observer.fetched(topic.name, batch.count, batch.byteSize);
    return batch;
  }

  read(input: ReadInput): AsyncIterableIterator<RecordBatch> {
    const { hub, clock, limits, observer } = this.#parts;
    return new DeferredReader(async () => {
      assertCount('maxRecords', input.maxRecords, 1);
      this.#assertOpen();
      const starts = await this.#starts(input);
      this.#assertOpen();
      const opened = new TopicReader({
        hub,
        clock,
        limits,
        starts,
        maxRecords: input.maxRecords ?? defaultMaxRecords,
        signal: input.signal,
        onBatch: (batch) => observer.fetched(batch.topic, batch.count, batch.byteSize),
      });
      // What was committed here between the look at the ends and now was told to nobody.
      void hub.look();
      return opened;
    });
  }

  consumer(input: ConsumerInput): Consumer {
    return this.#parts.consumers.open(input);
  }

  async page(input: PageInput): Promise<RecordPage> {
    // Who names no offset has nothing to learn from one that left the log between the look at its start and the reading.
    const namesOffset = input.from !== undefined && ('offset' in input.from || 'offsets' in input.from);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#page(input);
      } catch (error) {
        if (namesOffset || attempt === maxPageAttempts || !isMillraceError(error, 'OFFSET_OUT_OF_RANGE')) throw error;
      }
    }
  }

  async #page(input: PageInput): Promise<RecordPage> {
    const { pool, reader, limits, observer, searches } = this.#parts;
    const { limit } = input;
    if (!Number.isInteger(limit) || limit < 1 || limit > maxPageRecords) {
      throw new MillraceError('INVALID_INPUT', `limit is 1 to ${maxPageRecords} records, not ${limit}.`);
    }
    const topic = await this.#parts.catalogue.get(input.topic);
    const { partitions, start } = await this.#pageStart(input, topic);
    const result = input.filter
      ? await searches.page(input, topic, partitions, start)
      : await readPage({ pool, reader, limits }, topic, partitions, start);
    const bytes = result.records.reduce((sum, record) => sum + recordByteSize(record), 0);
    observer.fetched(input.topic, result.records.length, bytes);
    return result;
  }

  async #pageStart(
    input: PageInput,
    topic: TopicState,
  ): Promise<{ readonly partitions: readonly BoundedPartition[]; readonly start: PageStart }> {
    const { pool } = this.#parts;
    const { limit, from } = input;
    if (from !== undefined && 'cursor' in from) {
      const cursor = decodeCursor(from.cursor, topic);
      assertSamePartitions(cursor, input.partitions);
      const partitions = await this.#bounded([input.topic], [...cursor.offsets.keys()]);
      await assertNotLost(
        pool,
        partitions.map((bounded) => rememberedBy(cursor, bounded)),
      );
      const offsets = partitions.map(({ partition, end }) => {
        const wanted = cursor.offsets.get(partition.index) as number;
        // What was deleted since is stepped over: the cursor names where a page ended, not a record.
        return Math.min(Math.max(wanted, end.logStartOffset), end.endOffset);
      });
      return { partitions, start: { direction: cursor.direction, offsets, limit } };
    }
    const partitions = await this.#bounded([input.topic], input.partitions);
    if (from === undefined || 'last' in from) {
      const offsets = partitions.map(({ end }) => end.endOffset);
      const wanted = from === undefined ? limit : Math.min(limit, checkedLast(from.last));
      return { partitions, start: { direction: 'backward', offsets, limit: wanted } };
    }
    const starts = await resolvePosition(pool, partitions, from);
    const offsets = starts.map(({ offset }) => offset);
    return { partitions, start: { direction: 'forward', offsets, limit } };
  }

  nodes(): Promise<readonly NodeInfo[]> {
    return this.#parts.heartbeat.nodes().catch((error) => {
      throw translatePostgresError(error);
    });
  }

  async ping(): Promise<void> {
    await this.#parts.pool.query('select').catch((error) => {
      throw translatePostgresError(error);
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#parts.stop();
    return this.#closing;
  }

  #assertOpen(): void {
    if (this.#closing) throw new MillraceError('SHUTTING_DOWN', 'This node is stopping: read from another one.');
  }

  /** The partitions to read with their bounds as they are now. */
  async #bounded(topics: readonly string[], partitions?: readonly number[]): Promise<BoundedPartition[]> {
    const { pool, catalogue } = this.#parts;
    assertSomePartitions(partitions);
    const states = await Promise.all([...new Set(topics)].map((name) => catalogue.get(name)));
    const wanted = states.flatMap((topic) =>
      (partitions ? [...new Set(partitions)].map((index) => partitionOf(topic, index)) : topic.partitions).map(
        (partition) => ({ topic, partition }),
      ),
    );
    try {
      return await boundPartitions(pool, wanted);
    } catch (error) {
      for (const topic of states) catalogue.forget(topic.name);
      throw translateReading(error);
    }
  }

  async #starts(input: ReadInput): Promise<StartingPartition[]> {
    const { pool, reader } = this.#parts;
    const { topics, partitions, from = { edge: 'LATEST' } } = input;
    if (topics.length === 0) throw new MillraceError('INVALID_INPUT', 'Name at least one topic to read.');
    const bounded = await this.#bounded(topics, partitions);
    if (!('last' in from)) return resolvePosition(pool, bounded, from as Exclude<Position, { last: number }>);
    const offsets = await offsetsOfNewest({ pool, reader }, bounded, checkedLast(from.last));
    return bounded.map((partition, i) => ({ ...partition, offset: offsets[i] as number }));
  }
}

function assertCount(name: string, value: number | undefined, min: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= min)) return;
  throw new MillraceError('INVALID_INPUT', `${name} is a whole number from ${min} on, not ${value}.`);
}

function checkedLast(last: number): number {
  if (Number.isInteger(last) && last >= 0 && last <= maxPageRecords) return last;
  throw new MillraceError('INVALID_POSITION', `last is 0 to ${maxPageRecords} records, not ${last}.`);
}
