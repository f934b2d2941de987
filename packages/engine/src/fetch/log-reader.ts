import { type Clock, MillraceError } from '@millrace/core';
import { sqlState, translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { EngineObserver } from '../engine.ts';
import { type BatchColumns, ColumnBatch, indexOfOffset } from '../record/column-batch.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { type PartitionState, type TopicState, topicNotFound } from '../topic/topic-state.ts';
import { fetchBatches } from './fetch-batches.ts';
import { findNextSegment, findSegment } from './find-segment.ts';

export interface LogReaderOptions {
  readonly pool: Pool;
  readonly catalogue: TopicCatalogue;
  readonly clock: Clock;
  readonly observer: EngineObserver;
}

export interface ReadBatchesInput {
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly offset: number;
  /** The partition's end as far as known. */
  readonly end: number;
  readonly maxBytes: number;
  readonly maxBatches: number;
}

const undefinedTable = '42P01';

/** Reads batches of a partition from the database, whatever segment they are in. */
export class LogReader {
  readonly #options: LogReaderOptions;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /**
   * The batches from `offset` on that one segment holds, the first one cut to begin there; none at the partition's end.
   * TOPIC_NOT_FOUND when the topic was deleted.
   */
  async read(input: ReadBatchesInput): Promise<ColumnBatch[]> {
    const { clock, observer } = this.#options;
    const startedAt = clock.monotonic();
    try {
      const columns = await this.#find(input);
      const batches = columns.map((row) => new ColumnBatch(input.topic.name, input.partition.index, row, input.end));
      assertContiguous(batches, input);
      const first = batches[0];
      if (first) batches[0] = first.slice(indexOfOffset(first, input.offset), first.count);
      observer.fetchLatency(clock.monotonic() - startedAt);
      return batches;
    } catch (error) {
      throw translatePostgresError(error);
    }
  }

  async #find(input: ReadBatchesInput): Promise<BatchColumns[]> {
    const { pool, catalogue } = this.#options;
    const { partition } = input;
    let { topic, offset } = input;
    let segmentId = offset >= partition.segmentFirstOffset ? topic.segmentId : await this.#segmentOf(partition, offset);
    for (;;) {
      const batches = await this.#fetch({ ...input, topic }, segmentId, offset);
      if (batches.length > 0) return batches;
      const next = await findNextSegment(pool, partition.id, segmentId);
      if (next) {
        // The segment was sealed, and nothing of it is left behind the offset.
        segmentId = next.segmentId;
        offset = Math.max(offset, next.firstOffset);
        continue;
      }
      const current = await catalogue.refresh(topic.name);
      if (current?.id !== topic.id) throw topicNotFound(topic.name);
      if (current.segmentId === segmentId) return [];
      topic = current;
      segmentId = await this.#segmentOf(partition, offset);
    }
  }

  async #fetch(input: ReadBatchesInput, segmentId: number, offset: number): Promise<BatchColumns[]> {
    const { pool, catalogue } = this.#options;
    const { maxBytes, maxBatches, topic, partition } = input;
    try {
      return await fetchBatches(pool, { segmentId, partitionId: partition.id, offset, maxBytes, maxBatches });
    } catch (error) {
      if (sqlState(error) !== undefinedTable) throw error;
      const current = await catalogue.refresh(topic.name);
      throw current?.id === topic.id ? error : topicNotFound(topic.name);
    }
  }

  async #segmentOf(partition: PartitionState, offset: number): Promise<number> {
    const segment = await findSegment(this.#options.pool, partition.id, offset);
    if (!segment) {
      throw new MillraceError(
        'OFFSET_OUT_OF_RANGE',
        `Offset ${offset} lies before the log of partition ${partition.index}.`,
      );
    }
    return segment.segmentId;
  }
}

/** Offsets of a segment that was not compacted have no gaps: one that shows is damage, not something to step over. */
function assertContiguous(batches: readonly ColumnBatch[], input: ReadBatchesInput): void {
  let expected = input.offset;
  for (const [i, batch] of batches.entries()) {
    const base = batch.offset(0);
    // The first one holds the offset that was asked for, and mostly begins before it.
    if (i === 0 ? base > expected : base !== expected) {
      throw new MillraceError(
        'CORRUPT_BATCH',
        `Partition ${input.partition.index} of "${input.topic.name}" goes from offset ${expected - 1} to ${base}: records are missing.`,
      );
    }
    expected = batch.nextOffset;
  }
}
