import type { ExpiryReason } from '../engine-observer.ts';
import type { TopicConfig } from '../topic/topic-config.ts';

export interface SealedSegment {
  readonly id: number;
  /** Of its newest record, ms since 1970; -1: it holds none; null: not known yet. */
  readonly maxTimestamp: number | null;
  /** On disk; null: not known yet. */
  readonly byteSize: number | null;
}

export interface RetainedTopic {
  readonly config: Pick<TopicConfig, 'cleanupPolicy' | 'retentionMs' | 'retentionBytes'>;
  readonly partitionCount: number;
  /** Oldest first. */
  readonly sealed: readonly SealedSegment[];
  /** Its size is looked up only where `retentionBytes` is a limit. */
  readonly open: { readonly id: number; readonly byteSize: number };
  /** All records before this segment are deleted: every partition's log starts where it begins, or later. null: of none but the first. */
  readonly reachedId: number | null;
  /** The database's time, ms since 1970. */
  readonly now: number;
}

export interface Expiry {
  /** Where the log goes on: all segments before it leave. */
  readonly nextSegmentId: number;
  readonly segments: readonly { readonly id: number; readonly reason: ExpiryReason; readonly byteSize: number }[];
}

/**
 * The oldest segments that leave the log, without a gap; null: none does. By size as Kafka does it: a segment leaves while what
 * is left still has `retentionBytes` a partition, so that a log is never shorter than that.
 */
export function expiredSegments(topic: RetainedTopic): Expiry | null {
  const { sealed, open } = topic;
  const expired: Expiry['segments'][number][] = [];
  let total = sealed.reduce((sum, segment) => sum + (segment.byteSize ?? 0), open.byteSize);
  let nextSegmentId = open.id;
  for (const [i, segment] of sealed.entries()) {
    const nextId = sealed[i + 1]?.id ?? open.id;
    total -= segment.byteSize ?? 0;
    const reason = reasonToExpire(topic, segment, { nextId, bytesLeft: total });
    if (!reason) break;
    expired.push({ id: segment.id, reason, byteSize: segment.byteSize ?? 0 });
    nextSegmentId = nextId;
  }
  return expired.length === 0 ? null : { nextSegmentId, segments: expired };
}

function reasonToExpire(
  { config, reachedId, partitionCount, now }: RetainedTopic,
  { maxTimestamp, byteSize }: SealedSegment,
  { nextId, bytesLeft }: { nextId: number; bytesLeft: number },
): ExpiryReason | null {
  if (reachedId !== null && nextId <= reachedId) return 'DELETED';
  const { cleanupPolicy, retentionMs, retentionBytes } = config;
  if (cleanupPolicy === 'COMPACT') return null;
  if (retentionMs >= 0 && maxTimestamp !== null && maxTimestamp < now - retentionMs) return 'TIME';
  if (retentionBytes >= 0 && byteSize !== null && bytesLeft >= retentionBytes * partitionCount) return 'SIZE';
  return null;
}
