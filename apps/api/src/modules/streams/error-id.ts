import { MillraceError } from '@millrace/core';

/** The id of the error that a page of errors ended with. INVALID_POSITION for what is none. */
export function errorIdOf(cursor: string | null | undefined): number | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const id = /^\d{1,16}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  throw new MillraceError(
    'INVALID_POSITION',
    '`after` is no cursor of a page of errors: pass pageInfo.endCursor as it came.',
  );
}
