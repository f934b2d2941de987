import { MillraceError } from '@millrace/core';
import type { EntryPosition } from '@millrace/streams-rx';

/** How a page was read: a cursor goes on with the same way only. */
export type TableWay = 'get' | 'range' | 'scan';

export interface TableName {
  readonly application: string;
  readonly store: string;
}

export function encodeTableCursor(
  { application, store }: TableName,
  way: TableWay,
  { partition, key }: EntryPosition,
): string {
  const parts = [application, store, way, partition, Buffer.from(key, 'latin1').toString('base64url')];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Where the page before ended. INVALID_POSITION for anything that is not a cursor of this table and way. */
export function decodeTableCursor(
  { application, store }: TableName,
  way: TableWay,
  cursor: string | null | undefined,
): EntryPosition | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const place = parsed(cursor, [application, store, way]);
  if (place) return place;
  throw new MillraceError(
    'INVALID_POSITION',
    `\`after\` is no cursor of \`${way}\` of the table "${store}" of "${application}": pass pageInfo.endCursor as it came.`,
  );
}

function parsed(cursor: string, expected: readonly string[]): EntryPosition | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 5 || expected.some((part, i) => parts[i] !== part)) return undefined;
  const [partition, key] = parts.slice(3) as unknown[];
  if (!Number.isSafeInteger(partition) || typeof key !== 'string') return undefined;
  return { partition: partition as number, key: Buffer.from(key, 'base64url').toString('latin1') };
}
