import { formatCount, formatRecords } from '../quantity/quantity.ts';

/** What a reset does to one partition, or would do: the API's OffsetReset. */
export interface PartitionReset {
  readonly committedOffset?: number | null;
  /** null: the target has no offset for it, it stays as it is. */
  readonly newOffset?: number | null;
  readonly logStartOffset: number;
  readonly endOffset: number;
}

/** Records, as far as they are still in the log. */
export type ResetDifference =
  | { readonly kind: 'kept' | 'same' | 'first' }
  | { readonly kind: 'skips' | 'again'; readonly records: number };

/**
 * kept: nothing is set. same: set to what it is already. first: nothing was committed before, so there is nothing to compare
 * with. skips, again: the group leaves records out, or gets records a second time.
 */
export function differenceOf(reset: PartitionReset): ResetDifference {
  const { committedOffset, newOffset, logStartOffset } = reset;
  if (newOffset == null) return { kind: 'kept' };
  if (committedOffset == null) return { kind: 'first' };
  if (newOffset === committedOffset) return { kind: 'same' };
  const [from, to] = [Math.min(committedOffset, newOffset), Math.max(committedOffset, newOffset)];
  const records = Math.max(0, to - Math.max(from, logStartOffset));
  return { kind: newOffset > committedOffset ? 'skips' : 'again', records };
}

export function differenceText(reset: PartitionReset): string {
  const difference = differenceOf(reset);
  switch (difference.kind) {
    case 'kept':
      return 'stays as it is';
    case 'same':
      return 'no change';
    case 'first':
      return `nothing committed before; ${formatRecords(reset.endOffset - (reset.newOffset ?? reset.endOffset))} to read`;
    case 'skips':
      return difference.records === 0 ? 'skips only deleted records' : `skips ${formatRecords(difference.records)}`;
    case 'again':
      return difference.records === 0 ? 'no record to read again' : `reads ${formatCount(difference.records)} again`;
  }
}

/** All partitions in one sentence: "Skips 1,200 records, reads 300 again, 2 partitions do not change." */
export function resetSummary(resets: readonly PartitionReset[]): string {
  const sums = { skips: 0, again: 0, first: 0, unchanged: 0 };
  for (const reset of resets) {
    const difference = differenceOf(reset);
    if (difference.kind === 'skips' || difference.kind === 'again') sums[difference.kind] += difference.records;
    else if (difference.kind === 'first') sums.first++;
    else sums.unchanged++;
  }
  const partitions = (count: number) => (count === 1 ? '1 partition' : `${formatCount(count)} partitions`);
  if (sums.unchanged === resets.length) return 'Nothing changes.';
  const parts = [
    sums.skips > 0 && `skips ${formatRecords(sums.skips)}`,
    sums.again > 0 && `reads ${formatCount(sums.again)} again`,
    sums.first > 0 && `sets ${partitions(sums.first)} for the first time`,
    sums.unchanged > 0 && `leaves ${partitions(sums.unchanged)} as ${sums.unchanged === 1 ? 'it is' : 'they are'}`,
  ].filter((part) => part !== false);
  const text = parts.join(', ') || 'moves offsets only where no record is left';
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}
