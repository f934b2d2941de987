import type { TopicConfig } from '../topic/topic-config.ts';

/** Where records stay for less than this, work on their sealed segments is not worth it: mostly they have left the log by then. */
export const shortRetentionMs = 3_600_000;

/** Whether a topic's records leave the log within the hour. */
export function isShortLived({
  cleanupPolicy,
  retentionMs,
}: Pick<TopicConfig, 'cleanupPolicy' | 'retentionMs'>): boolean {
  return cleanupPolicy !== 'COMPACT' && retentionMs >= 0 && retentionMs <= shortRetentionMs;
}
