import { MillraceError } from '@millrace/core';

/** INVALID_INPUT unless `min <= value <= max`. `what` begins the sentence: "maxRecords is 1 to 10000, not 0." */
export function assertWithin(what: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  const range = max === Number.POSITIVE_INFINITY ? `${min} or more` : `${min} to ${max}`;
  throw new MillraceError('INVALID_INPUT', `${what} is ${range}, not ${value}.`);
}
