import { type Cleaning, compactSegment, holdsSuperseded } from './compact-segment.ts';
import { readPartitionRanges } from './partition-ranges.ts';
import { readNewest } from './read-newest.ts';
import type { SealedSegment, SealedTopic } from './read-sealed-topics.ts';
import { recordCompaction } from './record-compaction.ts';
import type { RewriteResult } from './rewrite-result.ts';
import { type Rewriting, rewriteTable } from './rewrite-table.ts';

/** Of `retentionMs`: by so much may joining put off that records leave. */
const joinedPart = 0.1;

/**
 * Compacts the first segments of a topic, the clean ones and those behind them: the newest record of every key stays, with its
 * offset. Small ones are joined. As Kafka's cleaner it looks at what is dirty for the newest offset of each key, as far as fits
 * into memory, and then writes all of it anew, oldest first; so a reader finds every key at any moment.
 */
export async function compactTopic(
  rewriting: Rewriting,
  topic: SealedTopic,
  segments: readonly SealedSegment[],
): Promise<RewriteResult> {
  const { deleteRetentionMs } = topic.config;
  const ids = segments.map(({ id }) => id);
  const ranges = await readPartitionRanges(rewriting.client, topic.id, ids, topic.now - deleteRetentionMs);
  const { newest, covered, isFull } = await readNewest(rewriting, segments, ranges);
  const whole = isFull ? covered.slice(0, -1) : covered;
  const cleaning: Cleaning = { partitions: ranges.partitions, newest };
  const result = { bytesBefore: 0, bytesAfter: 0, removedRecords: 0, isDone: !isFull };
  // A segment of which only a part is known stays by itself: it is not clean when this is done.
  for (const neighbours of isFull ? [whole, covered.slice(-1)] : [whole]) {
    for (let at = 0; at < neighbours.length; ) {
      const rest = neighbours.slice(at);
      if (!(await isWorthRewriting(rewriting, topic, rest, cleaning))) {
        at += 1;
        continue;
      }
      const rewritten = await rewriteSegments(rewriting, topic, rest, cleaning);
      if (!rewritten) return { ...result, isDone: true };
      const { swap, byteSize } = rewritten;
      result.bytesBefore += swap.segments.reduce((sum, segment) => sum + (segment.byteSize ?? 0), 0);
      result.bytesAfter += byteSize;
      result.removedRecords += swap.removedRecords;
      at += swap.segments.length;
    }
  }
  await recordCompaction(rewriting.client, {
    topicId: topic.id,
    partitions: ranges.partitions.values(),
    cleanSegmentIds: whole.map(({ id }) => id),
    deleteRetentionMs,
    startedAt: topic.now,
  });
  return result;
}

/** A segment smaller than this is joined with the next one. */
function isSmall(bytes: number, topic: SealedTopic): boolean {
  return bytes * 2 < topic.config.segmentBytes;
}

/**
 * Whether two segments may become one: not where records leave by age, as old as the newest of their segment, and the younger ones
 * would keep the older ones for much longer.
 */
function mayJoin(first: SealedSegment, next: SealedSegment, { config }: SealedTopic): boolean {
  if (config.cleanupPolicy === 'COMPACT' || config.retentionMs < 0) return true;
  return (next.maxTimestamp ?? 0) - (first.maxTimestamp ?? 0) <= config.retentionMs * joinedPart;
}

async function isWorthRewriting(
  rewriting: Rewriting,
  topic: SealedTopic,
  [segment, next]: readonly SealedSegment[],
  cleaning: Cleaning,
): Promise<boolean> {
  if (!segment?.clean) return true;
  if (next && isSmall(segment.byteSize ?? 0, topic) && mayJoin(segment, next, topic)) return true;
  const mayLoseTombstones = [...cleaning.partitions.values()].some(({ tombstonesBefore }) => tombstonesBefore > 0);
  if (segment.tombstoneCount > 0 && mayLoseTombstones) return true;
  return holdsSuperseded(rewriting, segment, cleaning);
}

function rewriteSegments(
  rewriting: Rewriting,
  topic: SealedTopic,
  segments: readonly SealedSegment[],
  cleaning: Cleaning,
) {
  const source = { topicId: topic.id, tableId: (segments[0] as SealedSegment).tableId };
  return rewriteTable(rewriting, source, async (writer) => {
    const joined: SealedSegment[] = [];
    let removedRecords = 0;
    for (const segment of segments) {
      const [first] = joined;
      if (first && !(isSmall(writer.byteSize, topic) && mayJoin(first, segment, topic))) break;
      removedRecords += await compactSegment(rewriting, segment, cleaning, writer);
      joined.push(segment);
    }
    return { topicId: topic.id, segments: joined, compacting: true, removedRecords };
  });
}
