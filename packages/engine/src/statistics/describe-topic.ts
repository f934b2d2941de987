import type { Pool } from 'pg';
import { retryDropped } from '../fetch/retry-dropped.ts';
import { readPartitionEnds } from '../topic/partition-ends.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { RateMeter } from './rate-meter.ts';
import {
  type BatchSample,
  type KnownSegment,
  readSegments,
  readTimes,
  sampleBatches,
  sizeSteps,
} from './read-statistics.ts';
import type { BatchSizes, TopicStatistics } from './topic-statistics.ts';

/** Segments whose rows are sampled: what was written lately, and with that what will be. */
const sampledSegments = 3;

/** What a topic comes to. `maxSegments`: so many of the newest are listed. */
export async function describeTopic(
  pool: Pool,
  topic: TopicState,
  meter: RateMeter,
  maxSegments: number,
): Promise<TopicStatistics> {
  const segments = await readSegments(pool, topic.id);
  const filled = segments.filter(({ recordCount }) => recordCount !== 0);
  const ends = await retryDropped(() =>
    readPartitionEnds(
      pool,
      topic.partitions.map(({ id }) => id),
    ),
  );
  const samples = await Promise.all(filled.slice(0, sampledSegments).map((segment) => sampleBatches(pool, segment)));
  const seen = samples.filter((sample) => sample !== undefined);
  const batches = sum(seen, (sample) => sample.batches);
  const meanBatchRecords = batches === 0 ? null : sum(seen, (sample) => sample.records) / batches;
  const spans = sum(ends, ({ logStartOffset, endOffset }) => endOffset - logStartOffset);
  const times = await timesOf(pool, topic.id, filled);
  const recordCount = countRecords(segments, spans);
  return {
    sizeBytes: sum(segments, ({ sizeBytes }) => sizeBytes),
    keyIndexBytes: sum(segments, ({ keyIndexBytes }) => keyIndexBytes),
    recordCount,
    batchCount: countBatches(segments, recordCount, meanBatchRecords),
    batchSizes: sizesOf(seen),
    meanBatchBytes: batches === 0 ? null : sum(seen, (sample) => sample.bytes) / batches,
    meanBatchRecords,
    ...times,
    removedRecords: sum(segments, ({ removedRecords }) => removedRecords),
    removedBytes: sum(segments, ({ removedBytes }) => removedBytes),
    segmentCount: segments.length,
    segments: segments.slice(0, maxSegments).map(({ tableId: _, mainPages: __, ...segment }) => segment),
    rates: meter.ratesOf(topic.name),
  };
}

/** Offsets have gaps only where a segment was compacted: its gaps are what was taken out of it. */
function countRecords(segments: readonly KnownSegment[], spans: number): number {
  return Math.max(0, spans - sum(segments, ({ removedRecords }) => removedRecords));
}

/** Those of sealed segments were counted; the others have their records, in batches as large as those of the sample. */
function countBatches(segments: readonly KnownSegment[], recordCount: number, mean: number | null): number {
  const counted = sum(segments, ({ batchCount }) => batchCount ?? 0);
  const left = Math.max(0, recordCount - sum(segments, (segment) => segment.recordCount ?? 0));
  return counted + (mean === null ? 0 : Math.round(left / mean));
}

function sizesOf(samples: readonly BatchSample[]): BatchSizes[] {
  return sizeSteps.map((minRecords, i) => ({
    minRecords,
    maxRecords: sizeSteps[i + 1] === undefined ? null : (sizeSteps[i + 1] as number) - 1,
    batches: sum(samples, ({ sizes }) => sizes[i]?.batches ?? 0),
    records: sum(samples, ({ sizes }) => sizes[i]?.records ?? 0),
  }));
}

async function timesOf(pool: Pool, topicId: number, filled: readonly KnownSegment[]) {
  const [newest, oldest] = [filled[0], filled.at(-1)];
  if (!newest || !oldest) return { oldestTimestamp: null, newestTimestamp: null };
  const first = await readTimes(pool, topicId, oldest);
  const last = oldest.id === newest.id ? first : await readTimes(pool, topicId, newest);
  const latest = [last.newest, ...filled.map(({ maxTimestamp }) => maxTimestamp)].filter((time) => time !== null);
  return {
    // The oldest segment may hold nothing that still counts, and the next one is as far as is looked.
    oldestTimestamp: first.oldest ?? last.oldest,
    newestTimestamp: latest.length === 0 ? null : latest.reduce((a, b) => Math.max(a, b)),
  };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
