import { assertSomePartitions } from '../topic/named-partitions.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { type PartitionState, partitionOf, type TopicState, topicNotFound } from '../topic/topic-state.ts';

export interface TopicPartitions {
  readonly topic: TopicState;
  readonly partitions: readonly PartitionState[];
}

/**
 * A topic as it is now, with the partitions that are named, or all. Looked up anew, because another node may have changed it a moment
 * ago. TOPIC_NOT_FOUND, PARTITION_NOT_FOUND, INVALID_INPUT for an empty list.
 */
export async function topicPartitions(
  catalogue: TopicCatalogue,
  name: string,
  indexes: readonly number[] | undefined,
): Promise<TopicPartitions> {
  assertSomePartitions(indexes);
  const topic = await catalogue.refresh(name);
  if (!topic) throw topicNotFound(name);
  const partitions = indexes ? [...new Set(indexes)].map((index) => partitionOf(topic, index)) : topic.partitions;
  return { topic, partitions };
}
