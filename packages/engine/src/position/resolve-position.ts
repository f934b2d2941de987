import { MillraceError } from '@millrace/core';
import type { Pool } from 'pg';
import type { Position } from '../engine.ts';
import { assertNotLost, type RememberedPosition } from '../epoch/assert-not-lost.ts';
import { translateReading } from '../fetch/translate-reading.ts';
import { partitionNamedTwice } from '../topic/named-partitions.ts';
import { type PartitionEnd, readPartitionEnds } from '../topic/partition-ends.ts';
import { type PartitionState, type TopicState, topicNotFound } from '../topic/topic-state.ts';
import { readOffsetsForTimes } from './offsets-for-times.ts';

/** A partition with its bounds as they are now. */
export interface BoundedPartition {
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly end: PartitionEnd;
}

export interface StartingPartition extends BoundedPartition {
  readonly offset: number;
}

/** Looks up the bounds of partitions, in one statement. TOPIC_NOT_FOUND when one was deleted meanwhile. */
export async function boundPartitions(
  pool: Pool,
  partitions: readonly { topic: TopicState; partition: PartitionState }[],
): Promise<BoundedPartition[]> {
  const ends = await readPartitionEnds(
    pool,
    partitions.map(({ partition }) => partition.id),
  );
  const byId = new Map(ends.map((end) => [end.partitionId, end]));
  return partitions.map(({ topic, partition }) => {
    const end = byId.get(partition.id);
    if (!end) throw topicNotFound(topic.name);
    return { topic, partition, end };
  });
}

/** Where reading starts in each partition. `last` is not for here: it needs records (see page). */
export async function resolvePosition(
  pool: Pool,
  partitions: readonly BoundedPartition[],
  from: Exclude<Position, { readonly last: number }>,
): Promise<StartingPartition[]> {
  if ('edge' in from) {
    return partitions.map((bounded) => ({
      ...bounded,
      offset: from.edge === 'EARLIEST' ? bounded.end.logStartOffset : bounded.end.endOffset,
    }));
  }
  if ('timestamp' in from) return atTime(pool, partitions, from.timestamp);
  if ('offset' in from) {
    const [only] = partitions;
    if (!only || partitions.length !== 1) {
      throw new MillraceError(
        'INVALID_POSITION',
        'An offset is a position of one partition: name exactly one topic and one partition, or pass offsets per partition.',
      );
    }
    await assertNotLost(pool, [remembered(only, from)]);
    return [{ ...only, offset: inRange(only, from.offset) }];
  }
  return atOffsets(pool, partitions, from.offsets);
}

async function atTime(
  pool: Pool,
  partitions: readonly BoundedPartition[],
  timestamp: number,
): Promise<StartingPartition[]> {
  assertTimestamp(timestamp);
  const found = await readOffsetsForTimes(
    pool,
    partitions.map(({ partition }) => ({ partitionId: partition.id, timestamp })),
  ).catch((error) => {
    throw translateReading(error);
  });
  return partitions.map((bounded, i) => ({ ...bounded, offset: found[i] ?? bounded.end.endOffset }));
}

/** INVALID_POSITION. */
export function assertTimestamp(timestamp: number): void {
  if (Number.isSafeInteger(timestamp)) return;
  throw new MillraceError('INVALID_POSITION', `${timestamp} is not a time in milliseconds since 1970.`);
}

function remembered(
  { topic, partition, end }: BoundedPartition,
  { offset, logEpoch }: { readonly offset: number; readonly logEpoch?: number | undefined },
): RememberedPosition {
  assertLogEpoch(logEpoch);
  const place = { topic: topic.name, partition: partition.index, partitionId: partition.id };
  return { ...place, offset, logEpoch, logEpochNow: end.logEpoch };
}

async function atOffsets(
  pool: Pool,
  partitions: readonly BoundedPartition[],
  offsets: Extract<Position, { readonly offsets: unknown }>['offsets'],
): Promise<StartingPartition[]> {
  const wanted = new Map<string, (typeof offsets)[number]>();
  for (const entry of offsets) {
    const name = `${entry.topic}/${entry.partition}`;
    if (wanted.has(name)) throw partitionNamedTwice(entry, 'INVALID_POSITION');
    wanted.set(name, entry);
  }
  const named = partitions.flatMap((bounded) => {
    const entry = wanted.get(`${bounded.topic.name}/${bounded.partition.index}`);
    return entry ? [remembered(bounded, entry)] : [];
  });
  await assertNotLost(pool, named);
  const starts = partitions.map((bounded) => {
    const name = `${bounded.topic.name}/${bounded.partition.index}`;
    const offset = wanted.get(name)?.offset;
    wanted.delete(name);
    return { ...bounded, offset: offset === undefined ? bounded.end.logStartOffset : inRange(bounded, offset) };
  });
  const [unknown] = wanted.keys();
  if (unknown !== undefined) {
    throw new MillraceError(
      'INVALID_POSITION',
      `An offset is given for ${unknown}, which is not among the partitions to read.`,
    );
  }
  return starts;
}

function inRange({ topic, partition, end }: BoundedPartition, offset: number): number {
  if (Number.isSafeInteger(offset) && offset >= end.logStartOffset && offset <= end.endOffset) return offset;
  throw new MillraceError(
    'OFFSET_OUT_OF_RANGE',
    `Offset ${offset} is not in partition ${partition.index} of "${topic.name}", which holds ${end.logStartOffset} up to ${end.endOffset}.`,
    {
      details: {
        topic: topic.name,
        partition: partition.index,
        logStartOffset: end.logStartOffset,
        endOffset: end.endOffset,
      },
    },
  );
}

const maxInt4 = 2 ** 31 - 1;

function assertLogEpoch(logEpoch: number | undefined): void {
  if (logEpoch === undefined || (Number.isInteger(logEpoch) && logEpoch >= 0 && logEpoch <= maxInt4)) return;
  throw new MillraceError(
    'INVALID_POSITION',
    `logEpoch is a whole number from 0 to ${maxInt4}, not ${logEpoch}: pass it as it came.`,
  );
}
