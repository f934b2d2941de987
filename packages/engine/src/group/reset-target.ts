import { MillraceError } from '@millrace/core';
import type { ResetTarget } from './consumer-group.ts';

/** What is known of a partition when its offset is about to be reset. */
export interface ResetBasis {
  readonly topic: string;
  readonly partition: number;
  readonly logStartOffset: number;
  readonly endOffset: number;
  readonly committedOffset: number | null;
  /** What the other group has committed. */
  readonly otherOffset: number | null;
  /** Of the first record with the wanted time or a later one, else the end. */
  readonly offsetAtTime: number | null;
}

/** Throws INVALID_INPUT and INVALID_POSITION for what is wrong with any partition. */
export function assertResetTarget(to: ResetTarget): void {
  const given = Object.entries(to).filter(([, value]) => value !== undefined);
  const [name, value] = given[0] ?? [];
  const known =
    name === 'edge'
      ? value === 'EARLIEST' || value === 'LATEST'
      : name === 'group'
        ? typeof value === 'string'
        : (name === 'offset' || name === 'timestamp' || name === 'shiftBy') && Number.isSafeInteger(value);
  if (given.length === 1 && known) return;
  throw new MillraceError(
    'INVALID_INPUT',
    'Reset to exactly one of: edge (EARLIEST or LATEST), offset, timestamp (ms since 1970), shiftBy (whole numbers all three), group.',
  );
}

/** Where a partition is reset to; null: the target has nothing for it, it stays. OFFSET_OUT_OF_RANGE for an `offset` out of the log. */
export function resetOffset(to: ResetTarget, basis: ResetBasis): number | null {
  const { logStartOffset, endOffset } = basis;
  const bounded = (offset: number | null) =>
    offset === null ? null : Math.min(Math.max(offset, logStartOffset), endOffset);
  if ('edge' in to) return to.edge === 'EARLIEST' ? logStartOffset : endOffset;
  if ('timestamp' in to) return bounded(basis.offsetAtTime);
  if ('group' in to) return bounded(basis.otherOffset);
  if ('shiftBy' in to) return bounded(basis.committedOffset === null ? null : basis.committedOffset + to.shiftBy);
  if (to.offset >= logStartOffset && to.offset <= endOffset) return to.offset;
  const { topic, partition } = basis;
  throw new MillraceError(
    'OFFSET_OUT_OF_RANGE',
    `Offset ${to.offset} is not in partition ${partition} of "${topic}", which holds ${logStartOffset} up to ${endOffset}: choose one of these, or name the partitions it is meant for.`,
    { details: { topic, partition, logStartOffset, endOffset } },
  );
}
