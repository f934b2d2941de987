import { MillraceError } from '@millrace/core';
import type { RememberedPosition } from '../epoch/assert-not-lost.ts';
import type { BoundedPartition } from './resolve-position.ts';

/** Where a page begins or ends: an offset for each partition (by number), and in which direction to read from there. */
export interface PageCursor {
  readonly topicId: number;
  readonly direction: 'forward' | 'backward';
  readonly offsets: ReadonlyMap<number, number>;
  /** The log's, when the page was read. */
  readonly logEpoch: number;
}

/** Where a cursor stands in a partition. */
export function rememberedBy(cursor: PageCursor, { topic, partition, end }: BoundedPartition): RememberedPosition {
  const place = { topic: topic.name, partition: partition.index, partitionId: partition.id };
  const offset = cursor.offsets.get(partition.index) as number;
  return { ...place, offset, logEpoch: cursor.logEpoch, logEpochNow: end.logEpoch };
}

export function encodeCursor(cursor: PageCursor): string {
  const { topicId, direction, logEpoch, offsets } = cursor;
  return Buffer.from(JSON.stringify([topicId, direction, logEpoch, ...offsets].flat())).toString('base64url');
}

/** INVALID_POSITION for anything that is not a cursor of this topic. */
export function decodeCursor(text: string, topic: { readonly id: number; readonly name: string }): PageCursor {
  const invalid = (cause?: unknown) =>
    new MillraceError(
      'INVALID_POSITION',
      `This is not a cursor of topic "${topic.name}": pass one as it came, or start from another position.`,
      { cause },
    );
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch (cause) {
    throw invalid(cause);
  }
  if (!Array.isArray(parts) || parts.length % 2 !== 1 || parts.length < 5) throw invalid();
  const [topicId, direction, logEpoch, ...pairs] = parts as unknown[];
  const known = direction === 'forward' || direction === 'backward';
  const isNumber = (part: unknown): part is number => Number.isSafeInteger(part) && (part as number) >= 0;
  if (topicId !== topic.id || !known || !isNumber(logEpoch) || logEpoch >= 2 ** 31 || !pairs.every(isNumber)) {
    throw invalid();
  }
  const offsets = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += 2) offsets.set(pairs[i] as number, pairs[i + 1] as number);
  return { topicId, direction, logEpoch, offsets };
}

/** A page behind a cursor is of the cursor's partitions. INVALID_POSITION where others are named beside it: which of the two counts, nobody can tell. */
export function assertSamePartitions(cursor: PageCursor, named: readonly number[] | undefined): void {
  if (!named) return;
  const wanted = new Set(named);
  if (wanted.size === cursor.offsets.size && [...wanted].every((partition) => cursor.offsets.has(partition))) return;
  throw new MillraceError(
    'INVALID_POSITION',
    'The cursor is of other partitions than those named beside it: leave partitions out to go on with its own, or start these from another position.',
  );
}
