import { MillraceError } from '@millrace/core';

export function storeValueTooLarge(store: string, bytes: number, maxStateValueBytes: number): MillraceError {
  return new MillraceError(
    'RECORD_TOO_LARGE',
    `A value of store "${store}" has ${bytes} bytes, more than maxStateValueBytes (${maxStateValueBytes}): keep less of each key, spread it over several keys, or raise the limit.`,
    { details: { store, bytes } },
  );
}
