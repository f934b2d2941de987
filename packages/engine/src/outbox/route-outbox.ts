import type { RoutedCall } from '../append/append-call.ts';
import { partitionOfKey } from '../record/partitioner.ts';
import type { RecordToAppend } from '../record/record.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { OutboxRow } from './outbox-row.ts';

/** Rows of the outbox as calls, one a topic, in the order they were produced. */
export interface RoutedOutbox {
  readonly calls: readonly RoutedCall[];
  /** How many of the rows these are, from the first: fewer than were given where they touch more partitions than a flush takes. */
  readonly taken: number;
  /** Rows among them whose topic was deleted: they are appended nowhere. */
  readonly dead: number;
}

/**
 * Gives each row its partition. `topics`: by id, those that exist. What was checked when it was produced is not checked again: a
 * topic that takes less by now must not stop the outbox.
 */
export function routeOutbox(
  rows: readonly OutboxRow[],
  topics: ReadonlyMap<number, TopicState>,
  maxPartitions: number,
  now: number,
): RoutedOutbox {
  const byTopic = new Map<
    number,
    { topic: TopicState; records: RecordToAppend[]; partitions: number[]; bytes: number }
  >();
  const touched = new Set<number>();
  let taken = 0;
  let dead = 0;
  for (const { topicId, record, byteSize } of rows) {
    const topic = topics.get(topicId);
    if (topic) {
      const count = topic.partitions.length;
      const index = record.key === null ? topic.sticky.next(byteSize, count) : partitionOfKey(record.key, count);
      touched.add(topic.partitions[index]?.id as number);
      if (touched.size > maxPartitions) break;
      const call = byTopic.get(topicId) ?? { topic, records: [], partitions: [], bytes: 0 };
      byTopic.set(topicId, call);
      call.records.push(record);
      call.partitions.push(index);
      call.bytes += byteSize;
    } else {
      dead += 1;
    }
    taken += 1;
  }
  const calls = [...byTopic.values()].map(({ topic, records, partitions, bytes }) => ({
    topic,
    records,
    partitions: Uint16Array.from(partitions),
    byteSize: bytes,
    now,
    sequenced: null,
    placements: [],
    placementOf: null,
    positionOf: null,
  }));
  return { calls, taken, dead };
}
