import type { TopicState } from '../topic/topic-state.ts';
import type { RoutedCall } from './append-call.ts';

export interface ReloadedTopics {
  /** By id; null when it was deleted. */
  readonly current: ReadonlyMap<number, TopicState | null>;
  /** As the calls knew them: those whose open segment is another one by now. */
  readonly changed: readonly TopicState[];
}

/** The topics of calls as they are now. */
export async function reloadTopics(
  calls: readonly RoutedCall[],
  reload: (topic: TopicState) => Promise<TopicState | null>,
): Promise<ReloadedTopics> {
  // By segment: calls from before and from behind a roll may wait together.
  const known = new Map(calls.map((call) => [call.topic.segmentId, call.topic]));
  const current = new Map(
    await Promise.all([...known.values()].map(async (topic) => [topic.id, await reload(topic)] as const)),
  );
  const changed = [...known.values()].filter((topic) => current.get(topic.id)?.segmentId !== topic.segmentId);
  return { current, changed };
}
