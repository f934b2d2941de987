import { NewestOffsets } from './newest-offsets.ts';
import type { PartitionRanges } from './partition-ranges.ts';
import type { SealedSegment } from './read-sealed-topics.ts';
import type { Rewriting } from './rewrite-table.ts';
import { beforeRows, type RowPlace, scanKeys } from './scan-keys.ts';
import { type CleaningPartition, visitKeys } from './survivors.ts';

/** Keys are a small part of most rows, so a look at them takes many rows. */
const scannedFetches = 4;

/**
 * Reads the keys of dirty segments, oldest first, until all are known or the map is full, and notes on each partition how far they
 * are. Gives the map and the segments that it covers: all of each but the last, of which it may be a part.
 */
export async function readNewest(
  rewriting: Rewriting,
  segments: readonly SealedSegment[],
  ranges: PartitionRanges,
): Promise<{ readonly newest: NewestOffsets; readonly covered: readonly SealedSegment[]; readonly isFull: boolean }> {
  const newest = new NewestOffsets(rewriting.limits.maxCompactionMapBytes);
  for (const [i, segment] of segments.entries()) {
    if (segment.clean) continue;
    const stoppedAt = await readSegment(rewriting, segment, ranges, newest);
    for (const partition of ranges.partitions.values()) {
      // Rows lie in the order of partitions: those behind the one where the map was full were not looked at.
      if (stoppedAt && partition.id > stoppedAt.partitionId) continue;
      const end =
        stoppedAt?.partitionId === partition.id ? stoppedAt.baseOffset : ranges.endOf(segment.id, partition.id);
      partition.coveredOffset = Math.max(partition.coveredOffset, end ?? 0);
    }
    if (stoppedAt) return { newest, covered: segments.slice(0, i + 1), isFull: true };
  }
  return { newest, covered: segments, isFull: false };
}

/** Where the map was full: the first record it does not know; undefined: it knows all of the segment. */
async function readSegment(
  { client, pace, limits }: Rewriting,
  segment: SealedSegment,
  { partitions }: PartitionRanges,
  newest: NewestOffsets,
): Promise<RowPlace | undefined> {
  for (let place = beforeRows; ; ) {
    const { rows, bytesRead } = await scanKeys(client, segment.tableId, place, scannedFetches * limits.maxFetchBytes);
    await pace.spend(bytesRead);
    const last = rows.at(-1);
    if (!last) return undefined;
    place = last;
    for (const row of rows) {
      await pace.breathe();
      const partition: CleaningPartition | undefined = partitions.get(row.partitionId);
      if (!partition || row.lastOffset < partition.compactedOffset) continue;
      let full = -1;
      visitKeys(row, (keys, start, end, offset) => {
        if (offset < partition.compactedOffset || newest.put(row.partitionId, keys, start, end, offset)) return true;
        full = offset;
        return false;
      });
      if (full >= 0) return { partitionId: row.partitionId, baseOffset: full };
    }
  }
}
