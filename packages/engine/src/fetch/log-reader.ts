import { MillraceError } from '@millrace/core';
import { type AnswerSource, answeringSession, translatePostgresError } from '@millrace/database';
import type { EngineObserver } from '../engine-observer.ts';
import { type RememberedEpoch, readEpochEnds } from '../epoch/epoch-ends.ts';
import { type BatchColumns, ColumnBatch, indexOfOffset } from '../record/column-batch.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { type PartitionState, type TopicState, topicNotFound } from '../topic/topic-state.ts';
import { fetchBatches } from './fetch-batches.ts';
import { findSegment, type SegmentPlace } from './find-segment.ts';
import { isDroppedTable } from './retry-dropped.ts';

/** Readers wait for what it asks: a server that gives no answer must not stop them for ever. */
export interface LogReaderOptions extends AnswerSource {
  readonly catalogue: TopicCatalogue;
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

/** What one segment holds of a partition from an offset on. */
interface Found {
  readonly rows: readonly BatchColumns[];
  /** The offset that the first row has to hold; null: any row behind the one asked for, because the segment was compacted. */
  readonly expected: number | null;
}

/** Reads batches of a partition from the database, whatever segment they are in. */
export class LogReader {
  readonly #options: LogReaderOptions;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /**
   * The batches from `offset` on that one segment holds, the first one cut to begin there; none at the partition's end.
   * TOPIC_NOT_FOUND when the topic was deleted, OFFSET_OUT_OF_RANGE when the offset left the log meanwhile.
   */
  async read(input: ReadBatchesInput): Promise<ColumnBatch[]> {
    const { clock, observer } = this.#options;
    const startedAt = clock.monotonic();
    try {
      const { rows, expected } = await this.#find(input);
      const batches = rows.map((row) => new ColumnBatch(input.topic.name, input.partition.index, row, input.end));
      if (expected !== null) assertContiguous(batches, expected, input);
      const first = batches[0];
      if (first) batches[0] = first.slice(indexOfOffset(first, input.offset), first.count);
      observer.fetchLatency(clock.monotonic() - startedAt);
      return batches;
    } catch (error) {
      throw translatePostgresError(error);
    }
  }

  async #find(input: ReadBatchesInput): Promise<Found> {
    const { topic, partition } = input;
    let { offset } = input;
    /** Where rows have to begin: what lies between was compacted away. */
    let expected = offset;
    let place = offset >= partition.segmentFirstOffset ? openSegment(topic) : await this.#lookUp(input, offset);
    for (;;) {
      const rows = await this.#fetch(input, place, offset);
      if (rows && rows.length > 0) return { rows, expected: place.compacted ? null : expected };
      if (rows && place.endOffset !== null) {
        // Nothing of it is left behind the offset. Where it was not compacted that is damage, and the next rows will show it.
        offset = Math.max(offset, place.endOffset);
        if (place.compacted) expected = offset;
      }
      const next = await this.#lookUp(input, offset);
      if (rows && next.endOffset === null && next.segmentId === place.segmentId) return { rows, expected };
      if (!rows && next.tableId === place.tableId) throw missingTable(next.tableId);
      place = next;
    }
  }

  /** Up to where what was remembered at epochs is still the log's, in their order; null: all of it. */
  async epochEnds(remembered: readonly RememberedEpoch[]): Promise<(number | null)[]> {
    const ends = answeringSession(this.#options, (client) => readEpochEnds(client, remembered));
    return ends.catch((error) => {
      throw translatePostgresError(error);
    });
  }

  /** undefined: its table was dropped since it was looked up. */
  async #fetch(input: ReadBatchesInput, place: SegmentPlace, offset: number): Promise<BatchColumns[] | undefined> {
    const { maxBytes, maxBatches, partition } = input;
    const { tableId } = place;
    try {
      return await fetchBatches(this.#options, {
        tableId,
        partitionId: partition.id,
        offset,
        maxBytes,
        maxBatches,
      });
    } catch (error) {
      if (isDroppedTable(error)) return undefined;
      throw error;
    }
  }

  async #lookUp({ topic, partition }: ReadBatchesInput, offset: number): Promise<SegmentPlace> {
    const { catalogue } = this.#options;
    const place = await findSegment(this.#options, partition.id, offset);
    if (place) return place;
    const current = await catalogue.refresh(topic.name);
    if (current?.id !== topic.id) throw topicNotFound(topic.name);
    const logStartOffset = current.partitions[partition.index]?.logStartOffset ?? 0;
    throw new MillraceError(
      'OFFSET_OUT_OF_RANGE',
      `Offset ${offset} of partition ${partition.index} of "${topic.name}" was deleted: its log starts at ${logStartOffset}. Read on from there.`,
      { details: { topic: topic.name, partition: partition.index, logStartOffset } },
    );
  }
}

/** As it was last seen: maybe it was sealed since, but its rows lie where they were written until its table is dropped. */
function openSegment(topic: TopicState): SegmentPlace {
  return { segmentId: topic.segmentId, tableId: topic.segmentId, compacted: false, endOffset: null };
}

function missingTable(tableId: number): MillraceError {
  return new MillraceError(
    'CORRUPT_BATCH',
    `The table millrace_segments.s${tableId} is in the catalogue and not there: restore it from a backup, or delete the records up to the next segment.`,
  );
}

/** Offsets of a segment that was not compacted have no gaps: one that shows is damage, not something to step over. */
function assertContiguous(batches: readonly ColumnBatch[], from: number, input: ReadBatchesInput): void {
  let expected = from;
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
