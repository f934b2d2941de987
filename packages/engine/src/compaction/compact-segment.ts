import { MillraceError } from '@millrace/core';
import type { NewestOffsets } from './newest-offsets.ts';
import type { SealedSegment } from './read-sealed-topics.ts';
import type { Rewriting } from './rewrite-table.ts';
import type { RowWriter } from './row-writer.ts';
import { beforeRows, type KeyRow, scanKeys } from './scan-keys.ts';
import { readRowsAt, type SourceRow } from './source-row.ts';
import { type CleaningPartition, survivorsOf } from './survivors.ts';

/** What decides which records stay. */
export interface Cleaning {
  readonly partitions: ReadonlyMap<number, CleaningPartition>;
  readonly newest: NewestOffsets;
}

/**
 * Writes the records of a segment that compaction keeps. Looks at keys first, and reads only rows of which something stays. Gives the
 * number of those it left out.
 */
export async function compactSegment(
  { client, pace, limits }: Rewriting,
  segment: Pick<SealedSegment, 'tableId'>,
  cleaning: Cleaning,
  writer: RowWriter,
): Promise<number> {
  let removed = 0;
  for (let place = beforeRows; ; ) {
    const { rows, bytesRead } = await scanKeys(client, segment.tableId, place, limits.maxFetchBytes);
    await pace.spend(bytesRead);
    const last = rows.at(-1);
    if (!last) return removed;
    place = last;
    const survivors = new Map<number, readonly number[] | null>();
    const wanted: KeyRow[] = [];
    for (const row of rows) {
      await pace.breathe();
      removed += row.count;
      const kept = judge(row, cleaning);
      if (kept?.length === 0) continue;
      survivors.set(wanted.length, kept);
      wanted.push(row);
    }
    if (wanted.length === 0) continue;
    const read = await readRowsAt(client, segment.tableId, wanted);
    const writtenBefore = writer.byteSize;
    if (read.rows.length !== wanted.length) {
      throw new MillraceError('INTERNAL', `Rows of millrace_segments.s${segment.tableId} are gone, and it is sealed.`);
    }
    for (const [i, row] of read.rows.entries()) {
      await pace.breathe();
      const kept = withoutTombstones(row, survivors.get(i) ?? null, cleaning);
      removed -= kept?.length ?? row.records.count;
      if (kept?.length !== 0) await writer.write(row, kept);
    }
    await pace.spend(read.bytesRead + writer.byteSize - writtenBefore);
  }
}

/** Whether compaction would leave anything of a segment out, as far as keys tell. */
export async function holdsSuperseded(
  { client, pace, limits }: Rewriting,
  segment: Pick<SealedSegment, 'tableId'>,
  cleaning: Cleaning,
): Promise<boolean> {
  for (let place = beforeRows; ; ) {
    const { rows, bytesRead } = await scanKeys(client, segment.tableId, place, limits.maxFetchBytes);
    await pace.spend(bytesRead);
    const last = rows.at(-1);
    if (!last) return false;
    place = last;
    for (const row of rows) {
      await pace.breathe();
      if (judge(row, cleaning) !== null) return true;
    }
  }
}

function judge(row: KeyRow, { partitions, newest }: Cleaning): readonly number[] | null {
  const partition = partitions.get(row.partitionId);
  return partition ? survivorsOf(row, partition, newest) : null;
}

/** Leaves out tombstones that everybody has had the time to see. Whether a record is one, only its row tells. */
function withoutTombstones(
  row: SourceRow,
  kept: readonly number[] | null,
  { partitions }: Cleaning,
): readonly number[] | null {
  const partition = partitions.get(row.partitionId);
  if (!partition || row.baseOffset >= partition.tombstonesBefore) return kept;
  const { records } = row;
  const mayGo = (i: number) =>
    records.isTombstone(i) &&
    records.offset(i) < partition.tombstonesBefore &&
    records.offset(i) !== partition.lastSealedOffset;
  if (!kept) {
    let some = false;
    for (let i = 0; i < records.count && !some; i++) some = mayGo(i);
    if (!some) return null;
  }
  return (kept ?? Array.from({ length: records.count }, (_, i) => i)).filter((i) => !mayGo(i));
}
