import { type ErrorCode, MillraceError } from './error.ts';

/** How many of a call's refused records are named. */
const maxNamed = 100;

/**
 * The error of a call of which some records are refused, made of that of the first one (`details.index`): `details.records` has the index, the code
 * and the message of each, the first 100. `check` throws what a record is refused with. Any other error comes back as it is.
 */
export function namingRefused(first: unknown, count: number, check: (index: number) => void): unknown {
  if (!(first instanceof MillraceError) || typeof first.details?.index !== 'number') return first;
  const records: { index: number; code: ErrorCode; message: string }[] = [];
  for (let index = first.details.index; index < count && records.length < maxNamed; index++) {
    try {
      check(index);
    } catch (error) {
      if (!(error instanceof MillraceError)) return first;
      records.push({ index, code: error.code, message: error.message });
    }
  }
  const more = records.length > 1 ? ` It is not the only one: details.records names ${records.length}.` : '';
  return new MillraceError(first.code, first.message + more, {
    ...(first.cause === undefined ? {} : { cause: first.cause }),
    details: { ...first.details, records },
  });
}
