import { MillraceError } from '@millrace/core';

/** Where a page begins or ends: an offset for each partition (by number), and in which direction to read from there. */
export interface PageCursor {
  readonly topicId: number;
  readonly direction: 'forward' | 'backward';
  readonly offsets: ReadonlyMap<number, number>;
}

export function encodeCursor(cursor: PageCursor): string {
  const { topicId, direction, offsets } = cursor;
  return Buffer.from(JSON.stringify([topicId, direction, ...offsets].flat())).toString('base64url');
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
  if (!Array.isArray(parts) || parts.length % 2 !== 0) throw invalid();
  const [topicId, direction, ...pairs] = parts as unknown[];
  const known = direction === 'forward' || direction === 'backward';
  if (topicId !== topic.id || !known || !pairs.every((part) => Number.isSafeInteger(part) && (part as number) >= 0)) {
    throw invalid();
  }
  const offsets = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += 2) offsets.set(pairs[i] as number, pairs[i + 1] as number);
  return { topicId, direction, offsets };
}
