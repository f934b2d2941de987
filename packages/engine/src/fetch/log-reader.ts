import { MillraceError } from '@millrace/core';
import { type AnswerSource, answeringSession } from '@millrace/database';
import type { EngineObserver } from '../engine-observer.ts';
import { type RememberedEpoch, readEpochEnds } from '../epoch/epoch-ends.ts';
import { ColumnBatch, indexOfOffset } from '../record/column-batch.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { type PartitionState, type TopicState, topicNotFound } from '../topic/topic-state.ts';
import { fetchBatches } from './fetch-batches.ts';
import { fetchPlaces } from './fetch-places.ts';
import { findSegment, type SegmentPlace } from './find-segment.ts';
import { isDroppedTable } from './retry-dropped.ts';
import { RowPlaces } from './row-places.ts';
import { translateReading } from './translate-reading.ts';

/** Readers wait for what it asks: a server that gives no answer must not stop them for ever. */
export interface LogReaderOptions extends AnswerSource {
  readonly catalogue: TopicCatalogue;
  readonly observer: EngineObserver;
}

/** A partition, and the first offset wanted of it. */
export interface ReadFrom {
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly offset: number;
}

export interface ReadBatchesInput extends ReadFrom {
  /** The partition's end as far as known. */
  readonly end: number;
  readonly maxBytes: number;
  readonly maxBatches: number;
}

export interface ReadPlacesInput extends ReadFrom {
  /** Rows are added while those before them hold fewer. */
  readonly maxRecords: number;
}

/** A row with a part of its records, or all. */
interface CuttableRow<Row> extends Pick<RecordBatch, 'count' | 'nextOffset' | 'offset'> {
  slice(start: number, end: number): Row;
}

/** What one segment holds of a partition from an offset on. */
interface Found<Row> {
  readonly rows: readonly Row[];
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
    const { maxBytes, maxBatches } = input;
    const { topic, partition, end } = input;
    try {
      const batches = await this.#rows(
        input,
        ({ tableId }, offset) =>
          fetchBatches(this.#options, { tableId, partitionId: partition.id, offset, maxBytes, maxBatches }),
        (columns) => new ColumnBatch(topic.name, partition.index, columns, end),
      );
      observer.fetchLatency(clock.monotonic() - startedAt);
      return batches;
    } catch (error) {
      throw translateReading(error);
    }
  }

  /** The same without what the records hold: where they are, and when they are from. */
  async readPlaces(input: ReadPlacesInput): Promise<RowPlaces[]> {
    const { partition, maxRecords } = input;
    try {
      return await this.#rows(
        input,
        ({ tableId }, offset) => fetchPlaces(this.#options, { tableId, partitionId: partition.id, offset, maxRecords }),
        (columns) => new RowPlaces(columns),
      );
    } catch (error) {
      throw translateReading(error);
    }
  }

  /** The rows from an offset on, the first one cut to begin there. */
  async #rows<Columns, Row extends CuttableRow<Row>>(
    input: ReadFrom,
    fetch: (place: SegmentPlace, offset: number) => Promise<Columns[]>,
    toRow: (columns: Columns) => Row,
  ): Promise<Row[]> {
    const found = await this.#find(input, fetch);
    const rows = found.rows.map(toRow);
    if (found.expected !== null) assertContiguous(rows, found.expected, input);
    const first = rows[0];
    if (first) rows[0] = first.slice(indexOfOffset(first, input.offset), first.count);
    return rows;
  }

  async #find<Row>(
    input: ReadFrom,
    fetch: (place: SegmentPlace, offset: number) => Promise<Row[]>,
  ): Promise<Found<Row>> {
    let { offset } = input;
    /** Where rows have to begin: what lies between was compacted away. */
    let expected = offset;
    let guess = this.#openSegment(input);
    let place = guess ?? (await this.#lookUp(input, offset));
    for (;;) {
      const rows = await unlessDropped(fetch(place, offset));
      if (rows && rows.length > 0) return { rows, expected: place.compacted ? null : expected };
      if (rows && place.endOffset !== null) {
        // Nothing of it is left behind the offset. Where it was not compacted that is damage, and the next rows will show it.
        offset = Math.max(offset, place.endOffset);
        if (place.compacted) expected = offset;
      }
      const next = await this.#lookUp(input, offset);
      if (rows && next.endOffset === null && next.segmentId === place.segmentId) return { rows, expected };
      if (!rows && next.tableId === place.tableId) throw missingTable(next.tableId);
      // It was rolled: who reads next is to begin with the one that is open now. Where that cannot be told, the next one finds out.
      if (guess) await this.#options.catalogue.refresh(input.topic.name).catch(() => null);
      guess = undefined;
      place = next;
    }
  }

  /**
   * The open segment, where that is the one that holds the offset, as far as is known: maybe it was sealed since, but its rows lie
   * where they were written until its table is dropped. A reader may be much older than what the catalogue has.
   */
  #openSegment({ topic, partition, offset }: ReadFrom): SegmentPlace | undefined {
    const known = this.#options.catalogue.peek(topic.name);
    const { segmentId, partitions } = known?.id === topic.id ? known : topic;
    if (offset < (partitions[partition.index] ?? partition).segmentFirstOffset) return undefined;
    return { segmentId, tableId: segmentId, compacted: false, endOffset: null };
  }

  /** Up to where what was remembered at epochs is still the log's, in their order; null: all of it. */
  async epochEnds(remembered: readonly RememberedEpoch[]): Promise<(number | null)[]> {
    const ends = answeringSession(this.#options, (client) => readEpochEnds(client, remembered));
    return ends.catch((error) => {
      throw translateReading(error);
    });
  }

  async #lookUp({ topic, partition }: ReadFrom, offset: number): Promise<SegmentPlace> {
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

/** undefined: its table was dropped since it was looked up. */
async function unlessDropped<Row>(rows: Promise<Row[]>): Promise<Row[] | undefined> {
  try {
    return await rows;
  } catch (error) {
    if (isDroppedTable(error)) return undefined;
    throw error;
  }
}

function missingTable(tableId: number): MillraceError {
  return new MillraceError(
    'CORRUPT_BATCH',
    `The table millrace_segments.s${tableId} is in the catalogue and not there: restore it from a backup, or delete the records up to the next segment.`,
  );
}

/** Offsets of a segment that was not compacted have no gaps: one that shows is damage, not something to step over. */
function assertContiguous(
  batches: readonly Pick<RecordBatch, 'offset' | 'nextOffset'>[],
  from: number,
  input: ReadFrom,
): void {
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
