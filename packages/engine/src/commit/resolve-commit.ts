import { MillraceError } from '@millrace/core';
import type { OffsetToCommit } from '../consumer/consumer.ts';
import type { EngineLimits } from '../limits.ts';
import { partitionNamedTwice } from '../topic/named-partitions.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { partitionOf, type TopicState, topicNotFound } from '../topic/topic-state.ts';
import type { PartitionCommit } from './offset-committer.ts';

/**
 * Finds the partitions of what a caller wants to commit, as a rule without a question. Its numbers and texts are checked by the
 * lane. `logEpoch`: of offsets that name none. TOPIC_NOT_FOUND, PARTITION_NOT_FOUND, LIMIT_EXCEEDED, INVALID_INPUT for none and for a partition named twice.
 */
export async function resolveCommit(
  catalogue: TopicCatalogue,
  limits: Pick<EngineLimits, 'maxPartitionsPerCommit'>,
  offsets: readonly OffsetToCommit[],
  { generation, logEpoch }: { readonly generation: number; readonly logEpoch: number },
): Promise<PartitionCommit[]> {
  if (offsets.length === 0) throw new MillraceError('INVALID_INPUT', 'Name at least one partition with its offset.');
  if (offsets.length > limits.maxPartitionsPerCommit) {
    throw new MillraceError(
      'LIMIT_EXCEEDED',
      `A commit takes up to ${limits.maxPartitionsPerCommit} partitions, not ${offsets.length}: make several of it.`,
      { details: { limit: 'maxPartitionsPerCommit', value: limits.maxPartitionsPerCommit } },
    );
  }
  const commits: PartitionCommit[] = [];
  const seen = new Set<number>();
  for (const offset of offsets) {
    const topic = catalogue.peek(offset.topic) ?? (await catalogue.get(offset.topic));
    const { id } = topic.partitions[offset.partition] ?? (await addedPartition(catalogue, topic, offset.partition));
    if (seen.has(id)) throw partitionNamedTwice(offset);
    seen.add(id);
    commits.push({
      partitionId: id,
      topic: offset.topic,
      partition: offset.partition,
      generation,
      nextOffset: offset.nextOffset,
      logEpoch: offset.logEpoch ?? logEpoch,
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
