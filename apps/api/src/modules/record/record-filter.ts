import { isMillraceError, MillraceError } from '@millrace/core';
import type { RecordFilter } from '@millrace/engine';
import type { GqlRecordFilter } from '../../generated/resolver-types.ts';
import { encodeHeader, encodeKey } from './encode-record.ts';
import type { RecordFormats } from './record-view.ts';

/** A filter in the engine's words. INVALID_FILTER says what is wrong with it. */
export function toFilter(input: GqlRecordFilter, { keyFormat }: RecordFormats): RecordFilter {
  const bytesOf = (text: string | null | undefined) =>
    text === null || text === undefined ? undefined : Buffer.from(text);
  return {
    key: named('key', () => encodeKey(input.key, input.keyBytes, keyFormat)) ?? undefined,
    keyPrefix: bytesOf(input.keyPrefix),
    keyContains: bytesOf(input.keyContains),
    valueContains: bytesOf(input.valueContains),
    jsonPath: input.jsonPath ?? undefined,
    headers: named('headers', () => {
      // Without a value of its own a header filter asks for the name alone.
      return input.headers?.map(encodeHeader);
    }),
    fromTime: input.fromTime ?? undefined,
    toTime: input.toTime ?? undefined,
  };
}

function named<T>(field: string, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    if (!isMillraceError(error, 'INVALID_RECORD')) throw error;
    throw new MillraceError('INVALID_FILTER', `filter.${field}: ${error.message}`, {
      cause: error,
      details: { field },
    });
  }
}
