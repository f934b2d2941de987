import { translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { RecordPage } from '../engine.ts';
import type { LogReader } from '../fetch/log-reader.ts';
import { retryDropped } from '../fetch/retry-dropped.ts';
import type { EngineLimits } from '../limits.ts';
import { indexOfOffset, recordAt } from '../record/column-batch.ts';
import { mergeBatches } from '../record/merged-batch.ts';
import type { Record } from '../record/record.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import type { TopicState } from '../topic/topic-state.ts';
import { mergeBackward, mergeForward, type PickedRecord } from './merge-records.ts';
import { encodeCursor } from './page-cursor.ts';
import type { BoundedPartition, StartingPartition } from './resolve-position.ts';

export interface PageReader {
  readonly pool: Pool;
  readonly reader: LogReader;
  readonly limits: EngineLimits;
}

/** Records of one partition in [from, to), at most `limit` of them; undefined when there are none. */
async function readRange(
  { reader, limits }: PageReader,
  bounded: BoundedPartition,
  from: number,
  to: number,
  limit: number,
): Promise<RecordBatch | undefined> {
  const parts: RecordBatch[] = [];
  let offset = from;
  let count = 0;
  while (offset < to && count < limit) {
    const read = await reader.read({
      topic: bounded.topic,
      partition: bounded.partition,
      offset,
      end: bounded.end.endOffset,
      maxBytes: limits.minFetchBytes,
      maxBatches: Math.min(limit - count, limits.maxFetchBatches),
    });
    if (read.length === 0) break;
    for (const batch of read) {
      const part = batch.slice(0, Math.min(limit - count, indexOfOffset(batch, to)));
      if (part.count === 0) break;
      parts.push(part);
      count += part.count;
    }
    offset = (read.at(-1) as RecordBatch).nextOffset;
  }
  return parts.length === 0 ? undefined : mergeBatches(parts, bounded.end.endOffset);
}

/** The page that begins at the given offsets. */
export async function pageForward(
  page: PageReader,
  topic: TopicState,
  starts: readonly StartingPartition[],
  limit: number,
): Promise<RecordPage> {
  const batches = await Promise.all(
    starts.map((start) => readRange(page, start, start.offset, start.end.endOffset, limit)),
  );
  const picks = mergeForward(batches, limit);
  const nexts = starts.map((start) => start.offset);
  for (const { source, index } of picks) nexts[source] = (batches[source] as RecordBatch).offset(index) + 1;
  return pageOf(topic, starts, batches, picks, {
    starts: starts.map((start) => start.offset),
    nexts,
  });
}

/** At least the `limit` newest records of one partition before an offset, or all there are; undefined when there are none. */
async function readBackward(
  page: PageReader,
  bounded: BoundedPartition,
  to: number,
  limit: number,
): Promise<{ readonly batch: RecordBatch | undefined; readonly from: number }> {
  const { logStartOffset } = bounded.end;
  const from = Math.max(logStartOffset, to - limit);
  const batch = await readRange(page, bounded, from, to, limit);
  const count = batch?.count ?? 0;
  if (count === to - from || from === logStartOffset) return { batch, from };
  // Some offsets are gone: records that are wanted lie further back.
  const further = await offsetBefore(page.pool, bounded.partition.id, to, limit);
  return { batch: await readRange(page, bounded, further, to, Number.MAX_SAFE_INTEGER), from: further };
}

async function offsetBefore(pool: Pool, partitionId: number, before: number, count: number): Promise<number> {
  const { rows } = await retryDropped(() =>
    pool.query<{ found: string }>('select millrace.offset_before($1, $2, $3) as found', [partitionId, before, count]),
  ).catch((error) => {
    throw translatePostgresError(error);
  });
  return Number(rows[0]?.found ?? 0);
}

/** The newest records before the given offsets, which are `ends` of the partitions by default. */
export async function pageBackward(
  page: PageReader,
  topic: TopicState,
  partitions: readonly BoundedPartition[],
  ends: readonly number[],
  limit: number,
): Promise<RecordPage> {
  const reads = await Promise.all(
    partitions.map((bounded, i) => readBackward(page, bounded, ends[i] as number, limit)),
  );
  const batches = reads.map(({ batch }) => batch);
  const picks = mergeBackward(batches, limit);
  const starts = [...ends];
  const firsts = batches.map((batch) => batch?.count ?? 0);
  for (const { source, index } of [...picks].reverse()) {
    starts[source] = (batches[source] as RecordBatch).offset(index);
    firsts[source] = index;
  }
  partitions.forEach(({ end }, i) => {
    // All of the partition was taken: what lies between its start and its first record is gone.
    if (firsts[i] === 0 && reads[i]?.from === end.logStartOffset) starts[i] = end.logStartOffset;
  });
  return pageOf(topic, partitions, batches, picks, { starts, nexts: ends });
}

function pageOf(
  topic: TopicState,
  partitions: readonly BoundedPartition[],
  batches: readonly (RecordBatch | undefined)[],
  picks: readonly PickedRecord[],
  bounds: PageBounds,
): RecordPage {
  const records = picks.map(({ source, index }) => recordAt(batches[source] as RecordBatch, index));
  return pageOfRecords(topic, partitions, records, bounds);
}

/** The offsets of each partition between which a page lies: those of its first records, and those behind its last ones. */
export interface PageBounds {
  readonly starts: readonly number[];
  readonly nexts: readonly number[];
}

/** A page with the cursors on from it and back. */
export function pageOfRecords(
  topic: TopicState,
  partitions: readonly BoundedPartition[],
  records: readonly Record[],
  bounds: PageBounds,
): RecordPage {
  const cursor = (direction: 'forward' | 'backward', offsets: readonly number[]) =>
    encodeCursor({
      topicId: topic.id,
      direction,
      logEpoch: partitions[0]?.end.logEpoch ?? topic.logEpoch,
      offsets: new Map(partitions.map(({ partition }, i) => [partition.index, offsets[i] as number])),
    });
  return {
    records,
    starts: bounds.starts,
    next: cursor('forward', bounds.nexts),
    previous: partitions.every(({ end }, i) => (bounds.starts[i] as number) <= end.logStartOffset)
      ? null
      : cursor('backward', bounds.starts),
    atEnd: partitions.every(({ end }, i) => (bounds.nexts[i] as number) >= end.endOffset),
  };
}
