import { MillraceError } from '@millrace/core';
import type { OffsetToCommit } from '../consumer/consumer.ts';
import type { EngineLimits } from '../limits.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { partitionOf, type TopicState, topicNotFound } from '../topic/topic-state.ts';
import type { PartitionCommit } from './offset-committer.ts';

const maxMetadataLength = 4_096;
const maxInteger = 2 ** 31 - 1;

/**
 * Checks what a caller wants to commit, as far as can be told without the partitions' ends, and finds its partitions.
 * TOPIC_NOT_FOUND, PARTITION_NOT_FOUND, OFFSET_OUT_OF_RANGE for a negative offset, LIMIT_EXCEEDED, INVALID_INPUT.
 */
export async function resolveCommit(
  catalogue: TopicCatalogue,
  limits: Pick<EngineLimits, 'maxPartitionsPerCommit'>,
  offsets: readonly OffsetToCommit[],
  generation: number,
): Promise<PartitionCommit[]> {
  if (offsets.length === 0) throw new MillraceError('INVALID_INPUT', 'Name at least one partition with its offset.');
  if (offsets.length > limits.maxPartitionsPerCommit) {
    throw new MillraceError(
      'LIMIT_EXCEEDED',
      `A commit takes up to ${limits.maxPartitionsPerCommit} partitions, not ${offsets.length}: make several of it.`,
    );
  }
  if (!isInteger(generation)) {
    throw new MillraceError('INVALID_INPUT', `${generation} is no generation: give the one of the last assignment.`);
  }
  const commits: PartitionCommit[] = [];
  const seen = new Set<number>();
  for (const offset of offsets) {
    assertOffset(offset);
    const topic = catalogue.peek(offset.topic) ?? (await catalogue.get(offset.topic));
    const { id } = topic.partitions[offset.partition] ?? (await addedPartition(catalogue, topic, offset.partition));
    if (seen.has(id)) throw invalid(offset, 'is named twice: give each partition one offset.');
    seen.add(id);
    commits.push({
      partitionId: id,
      topic: offset.topic,
      partition: offset.partition,
      generation,
      nextOffset: offset.nextOffset,
      logEpoch: offset.logEpoch ?? 0,
      metadata: offset.metadata ?? null,
    });
  }
  return commits;
}

/** A partition that is not remembered: another node may have added it a moment ago. */
async function addedPartition(catalogue: TopicCatalogue, known: TopicState, index: number) {
  const topic = await catalogue.refresh(known.name);
  if (!topic) throw topicNotFound(known.name);
  return partitionOf(topic, index);
}

function assertOffset(offset: OffsetToCommit): void {
  const { nextOffset, logEpoch, metadata } = offset;
  if (!Number.isSafeInteger(nextOffset) || nextOffset < 0) {
    throw new MillraceError(
      'OFFSET_OUT_OF_RANGE',
      `Offset ${nextOffset} cannot be committed in partition ${offset.partition} of "${offset.topic.slice(0, 249)}": it is the number of the next record to read, from 0 on.`,
      { details: { topic: offset.topic, partition: offset.partition } },
    );
  }
  if (logEpoch !== undefined && !isInteger(logEpoch)) throw invalid(offset, `has no log epoch ${logEpoch}.`);
  if (metadata == null) return;
  if (metadata.length > maxMetadataLength) {
    throw invalid(offset, `has ${metadata.length} characters of metadata: up to ${maxMetadataLength} are kept.`);
  }
  if (metadata.includes('\u0000')) throw invalid(offset, 'has metadata with a U+0000, which Postgres cannot keep.');
}

const isInteger = (value: number) => Number.isInteger(value) && value >= 0 && value <= maxInteger;

function invalid({ topic, partition }: OffsetToCommit, problem: string): MillraceError {
  return new MillraceError('INVALID_INPUT', `Partition ${partition} of "${topic.slice(0, 249)}" ${problem}`);
}
