import { MillraceError } from '@millrace/core';

/** A header that a record has to have: one of that name, and where a value is given, one of that value. */
export interface HeaderFilter {
  readonly key: string;
  readonly value?: Uint8Array | null | undefined;
}

/** What records have to be like to be found: all that is given, at least one thing. Bytes are compared as they are. */
export interface RecordFilter {
  /** Exactly this key: fast in segments with a key index (`keyIndex` of the topic). */
  readonly key?: Uint8Array | undefined;
  readonly keyPrefix?: Uint8Array | undefined;
  readonly keyContains?: Uint8Array | undefined;
  readonly valueContains?: Uint8Array | undefined;
  /**
   * A Postgres JSON path over the value. A condition (`$.temp > 20`) has to be true, which is `@@`; any other path
   * (`$.items[*] ? (@.qty > 3)`) has to select something, which is `@?`. A value that is not JSON does not match.
   */
  readonly jsonPath?: string | undefined;
  readonly headers?: readonly HeaderFilter[] | undefined;
  /** Milliseconds since 1970, inclusive. */
  readonly fromTime?: number | undefined;
  /** Milliseconds since 1970, exclusive. */
  readonly toTime?: number | undefined;
}

/** Bytes of one text of a filter. */
const maxTextBytes = 64 * 1024;
/** A key is as long as a record may be. */
const maxKeyBytes = 64 * 1024 * 1024;
const maxHeaders = 16;

const texts = ['key', 'keyPrefix', 'keyContains', 'valueContains', 'jsonPath'] as const;

/** INVALID_FILTER, whose `details.field` names what is wrong. What a JSON path is worth only Postgres can tell (see json-path.ts). */
export function assertFilter(filter: RecordFilter): void {
  for (const field of texts) {
    const text = filter[field];
    if (text === undefined) continue;
    const size = typeof text === 'string' ? Buffer.byteLength(text) : text.length;
    const max = field === 'key' ? maxKeyBytes : maxTextBytes;
    if (size > max) throw invalidFilter(field, `${field} has ${size} bytes: ${max} are the most.`);
    if (size === 0 && field !== 'key')
      throw invalidFilter(field, `${field} is empty: leave it out to find all records.`);
  }
  for (const field of ['fromTime', 'toTime'] as const) {
    const time = filter[field];
    if (time === undefined || Number.isSafeInteger(time)) continue;
    throw invalidFilter(field, `${field} is not a time in milliseconds since 1970.`);
  }
  const { fromTime, toTime, headers = [] } = filter;
  if (fromTime !== undefined && toTime !== undefined && fromTime >= toTime) {
    throw invalidFilter('toTime', 'toTime has to be later than fromTime: no record is in between.');
  }
  if (headers.length > maxHeaders) throw invalidFilter('headers', `A filter names at most ${maxHeaders} headers.`);
  const tooLong = ({ key, value }: HeaderFilter) =>
    Buffer.byteLength(key) > maxTextBytes || (value?.length ?? 0) > maxTextBytes;
  if (headers.some(tooLong)) throw invalidFilter('headers', `A header has ${maxTextBytes} bytes at most.`);
  if (headers.some(({ key }) => key.includes('\0'))) throw invalidFilter('headers', 'No header name holds U+0000.');
  const given = headers.length > 0 || fromTime !== undefined || toTime !== undefined;
  if (!given && texts.every((field) => filter[field] === undefined)) {
    throw invalidFilter(null, 'The filter is empty: say what records have to be like, or leave it out.');
  }
}

/** Whether a filter is a key and nothing else: what is looked up most, and quickest. */
export function asksForKeyOnly(filter: RecordFilter): boolean {
  const others = Object.entries(filter).filter(([name, value]) => name !== 'key' && value !== undefined);
  return filter.key !== undefined && others.length === 0;
}

export function invalidFilter(field: string | null, message: string, cause?: unknown): MillraceError {
  return new MillraceError('INVALID_FILTER', message, { details: { field }, ...(cause ? { cause } : {}) });
}
