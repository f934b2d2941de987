import { type Clock, isMillraceError, type Logger } from '@millrace/core';
import { answeringSession } from '@millrace/database';
import type { ClientBase, Pool } from 'pg';
import type { PartitionAppend } from '../append/partition-append.ts';
import { readRaisedPartitions } from '../epoch/raised-partitions.ts';
import type { LogReader } from '../fetch/log-reader.ts';
import type { EngineLimits } from '../limits.ts';
import { columnsOf } from '../record/batch-builder.ts';
import { ColumnBatch } from '../record/column-batch.ts';
import { type PartitionEnd, readPartitionEnds } from '../topic/partition-ends.ts';
import { type PartitionState, type TopicState, topicNotFound } from '../topic/topic-state.ts';
import { PartitionTail, type TailListener } from './partition-tail.ts';
import { readsAhead } from './reads-ahead.ts';

export interface TailHubOptions {
  readonly pool: Pool;
  readonly reader: LogReader;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
}

/** Most time that a look may go without an answer: it is done again then, over another session. */
const lookAnswerMs = 10_000;
/** What a reader holds at most: the read that it hands out, and those ahead of it. */
const readsPerReader = 1 + readsAhead;

/** The tails of all partitions that somebody on this node reads, and what tells them of new records. */
export class TailHub {
  readonly #options: TailHubOptions;
  readonly #tails = new Map<number, PartitionTail>();
  #readers = 0;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #closed = false;

  constructor(options: TailHubOptions) {
    this.#options = options;
    this.#poll();
  }

  /** Takes note of a reader; gives what says that it is gone. */
  open(): () => void {
    this.#readers += 1;
    return () => {
      this.#readers -= 1;
    };
  }

  /** The tail of a partition, with a reader more; `leave` is its counterpart. `end` is the partition's, known to be fresh. */
  join(
    topic: TopicState,
    partition: PartitionState,
    end: PartitionEnd | undefined,
    listener: TailListener,
  ): PartitionTail {
    let tail = this.#tails.get(partition.id);
    if (!tail) {
      tail = new PartitionTail({
        topic,
        partition,
        end: end ?? {
          partitionId: partition.id,
          logStartOffset: partition.logStartOffset,
          endOffset: 0,
          logEpoch: topic.logEpoch,
        },
        reader: this.#options.reader,
        limits: this.#options.limits,
        ringBytes: () => this.#ringBytes(),
        readBytes: () => this.#readBytes(),
      });
      this.#tails.set(partition.id, tail);
    } else if (end) {
      tail.advance(end);
    }
    tail.listeners.add(listener);
    return tail;
  }

  leave(tail: PartitionTail, listener: TailListener): void {
    tail.listeners.delete(listener);
    if (tail.listeners.size === 0 && this.#tails.get(tail.partition.id) === tail) this.#tails.delete(tail.partition.id);
  }

  /** What a lane of this node has committed. */
  committed(appends: readonly PartitionAppend[]): void {
    for (const append of appends) {
      const tail = this.#tails.get(append.partition.id);
      if (!tail) continue;
      let base = append.baseOffset;
      const batches = append.encoded.map((encoded, row) => {
        const columns = columnsOf(encoded, base, append.appendTimes[row] as number, append.topic.logEpoch);
        base += encoded.count;
        return new ColumnBatch(append.topic.name, append.partition.index, columns, base);
      });
      tail.offer(batches);
      // Raised a moment ago, which this node has not heard of yet.
      if (append.topic.logEpoch > tail.logEpoch) void this.look();
    }
  }

  /**
   * The log has another epoch. What is remembered of it is dropped, and readers whose place was lost end; resolves when that is done.
   * `client`: a session of the server as it is now.
   */
  logEpochRaised(client: ClientBase): Promise<void> {
    return this.#lookOver(client);
  }

  /** Looks up the ends of all partitions that are being read, in one statement; calls meanwhile share one more look. */
  look(): Promise<void> {
    if (this.#looking) {
      this.#lookAgain = true;
      return this.#looking;
    }
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
      if (!this.#lookAgain) return;
      this.#lookAgain = false;
      void this.look();
    });
    return this.#looking;
  }

  close(error: unknown): void {
    this.#closed = true;
    for (const tail of [...this.#tails.values()]) tail.fail(error);
    this.#tails.clear();
  }

  async #look(): Promise<void> {
    const { pool, clock, limits } = this.#options;
    if (this.#tails.size === 0) return;
    const answerMs = Math.min(lookAnswerMs, limits.deliveryTimeoutMs);
    try {
      await answeringSession({ pool, clock, answerMs }, (client) => this.#lookOver(client));
    } catch (error) {
      // The next look will tell; readers notice an outage by their own reads.
      if (!isMillraceError(error))
        this.#options.logger.debug({ error }, 'The ends of partitions could not be looked up');
    }
  }

  async #lookOver(client: ClientBase): Promise<void> {
    const asked = [...this.#tails.values()];
    if (asked.length === 0) return;
    const ends = await readPartitionEnds(
      client,
      asked.map((tail) => tail.partition.id),
    );
    const byId = new Map(ends.map((end) => [end.partitionId, end]));
    const raised: PartitionTail[] = [];
    for (const tail of asked) {
      const end = byId.get(tail.partition.id);
      if (!end) tail.fail(topicNotFound(tail.topic.name));
      else if (end.logEpoch > tail.logEpoch) raised.push(tail);
      else tail.advance(end);
    }
    if (raised.length > 0) await this.#raise(client, raised, byId);
  }

  async #raise(
    client: ClientBase,
    tails: readonly PartitionTail[],
    ends: ReadonlyMap<number, PartitionEnd>,
  ): Promise<void> {
    const remembered = tails.map((tail) => ({ partitionId: tail.partition.id, logEpoch: tail.logEpoch }));
    const found = await readRaisedPartitions(client, remembered);
    const byId = new Map(found.map((partition) => [partition.partitionId, partition]));
    for (const tail of tails) {
      const { topic, partition } = tail;
      const end = ends.get(partition.id) as PartitionEnd;
      const now = byId.get(partition.id);
      if (now?.topic !== topic.name || now.partition !== partition.index) tail.fail(topicNotFound(topic.name));
      else if (end.logEpoch > tail.logEpoch) tail.logEpochRaised(end, now.epochEndOffset);
    }
  }

  #poll(): void {
    this.#options.clock.schedule(this.#options.limits.pollIntervalMs, () => {
      if (this.#closed) return;
      void this.look().then(() => this.#poll());
    });
  }

  /** What one read may take: the more readers there are, the less. */
  #readBytes(): number {
    const { maxFetchBytes, minFetchBytes, maxReadersBytes } = this.#options.limits;
    const share = maxReadersBytes / (readsPerReader * Math.max(1, this.#readers));
    return Math.floor(Math.max(Math.min(minFetchBytes, maxFetchBytes), Math.min(maxFetchBytes, share)));
  }

  #ringBytes(): number {
    const { maxRingBytes, maxRingsBytes } = this.#options.limits;
    return Math.min(maxRingBytes, maxRingsBytes / this.#tails.size);
  }
}
