import { isShortLived } from '../retention/short-lived.ts';
import type { SealedSegment, SealedTopic } from './read-sealed-topics.ts';

/** Compaction begins when this part of what it would read is dirty: Kafka's min.cleanable.dirty.ratio. */
const minDirtyRatio = 0.5;
/** Fewer rows than this are not worth a table. */
const minMergedRows = 1_000;
/** Rows that take more than this on disk, on average, are read as quickly as large ones: docs/decisions/ says what was measured. */
const maxMergedRowBytes = 1024;

export type DueWork =
  /** `segments`: from the first on, those that may be compacted; the clean ones come first. */
  | { readonly kind: 'COMPACT'; readonly segments: readonly SealedSegment[] }
  | { readonly kind: 'MERGE'; readonly segments: readonly SealedSegment[] };

/** What is to be done with a topic's sealed segments now; null: nothing. */
export function dueWork(topic: SealedTopic): DueWork | null {
  return topic.config.cleanupPolicy === 'DELETE' ? dueMerge(topic) : dueCompaction(topic);
}

/** As Kafka's cleaner decides: by the part that is dirty, by the age of the oldest dirty record, for tombstones that may go. */
function dueCompaction({ config, segments, tombstonesSince, now }: SealedTopic): DueWork | null {
  const { minCompactionLagMs, maxCompactionLagMs, deleteRetentionMs } = config;
  const young = segments.findIndex(
    (segment) =>
      !segment.clean &&
      (segment.byteSize === null || segment.maxTimestamp === null || segment.maxTimestamp > now - minCompactionLagMs),
  );
  const old = young < 0 ? segments : segments.slice(0, young);
  const compact: DueWork = { kind: 'COMPACT', segments: old };
  const dirty = old.filter((segment) => !segment.clean);
  const [oldest] = dirty;
  if (oldest) {
    const isOverdue = maxCompactionLagMs >= 0 && oldest.openedAt <= now - maxCompactionLagMs;
    if (isOverdue || bytesOf(dirty) >= minDirtyRatio * bytesOf(old)) return compact;
  }
  const mayGo = tombstonesSince !== null && tombstonesSince <= now - deleteRetentionMs;
  return mayGo && old.some((segment) => segment.tombstoneCount > 0) ? compact : null;
}

/** Segments of many small rows, which take more room and are read more slowly, unless they leave the log soon anyway. */
function dueMerge({ config, segments }: SealedTopic): DueWork | null {
  if (isShortLived(config)) return null;
  const small = segments.filter(
    ({ rewritten, rowCount, byteSize }) =>
      !rewritten &&
      rowCount !== null &&
      byteSize !== null &&
      rowCount >= minMergedRows &&
      byteSize / rowCount < maxMergedRowBytes,
  );
  return small.length > 0 ? { kind: 'MERGE', segments: small } : null;
}

function bytesOf(segments: readonly SealedSegment[]): number {
  return segments.reduce((sum, { byteSize }) => sum + (byteSize ?? 0), 0);
}
