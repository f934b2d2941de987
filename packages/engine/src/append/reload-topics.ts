import type { MillraceError } from '@millrace/core';
import { partitionNotFound, type TopicState, topicNotFound } from '../topic/topic-state.ts';
import type { RoutedCall } from './append-call.ts';

export interface ReloadedTopics {
  /** By id; null when it was deleted. */
  readonly current: ReadonlyMap<number, TopicState | null>;
  /** As the calls knew them: those whose open segment, or whose log's epoch, is another one by now. */
  readonly changed: readonly TopicState[];
}

/** The topics of calls as they are now. */
export async function reloadTopics(
  calls: readonly RoutedCall[],
  reload: (topic: TopicState) => Promise<TopicState | null>,
): Promise<ReloadedTopics> {
  // By segment and epoch: calls from before and from behind a roll may wait together.
  const known = new Map(calls.map(({ topic }) => [`${topic.segmentId}/${topic.logEpoch}`, topic]));
  const current = new Map(
    await Promise.all([...known.values()].map(async (topic) => [topic.id, await reload(topic)] as const)),
  );
  const changed = [...known.values()].filter((topic) => {
    const now = current.get(topic.id);
    return now?.segmentId !== topic.segmentId || now.logEpoch !== topic.logEpoch;
  });
  return { current, changed };
}

/** Lets a call go to its topic as it is now. TOPIC_NOT_FOUND, and PARTITION_NOT_FOUND where a log that was put back has fewer. */
export function moveCall(call: RoutedCall, topic: TopicState | null): MillraceError | undefined {
  if (!topic) return topicNotFound(call.topic.name);
  const last = typeof call.partitions === 'number' ? call.partitions : Math.max(...new Set(call.partitions));
  if (last >= topic.partitions.length) return partitionNotFound(topic, last);
  call.topic = topic;
  return undefined;
}
