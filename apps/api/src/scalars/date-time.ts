import { MillraceError } from '@millrace/core';
import { GraphQLScalarType, Kind } from 'graphql';

const pattern = /^(\d{4}-\d{2}-(\d{2}))[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;
/** 9999-12-31T23:59:59.999Z: what RFC 3339 can write. */
const maxMs = 253_402_300_799_999;
const minMs = -62_167_219_200_000;

/** Milliseconds since 1970 of an RFC 3339 time; fractions beyond milliseconds are cut off. */
export function parseDateTime(value: unknown): number {
  if (typeof value === 'string') {
    const match = pattern.exec(value);
    const ms = match ? Date.parse(value.toUpperCase()) : Number.NaN;
    // Date.parse takes 31 February for 3 March: the day must exist.
    if (match && ms >= minMs && ms <= maxMs && dayExists(match[1] as string, Number(match[2]))) return ms;
  }
  throw new MillraceError(
    'INVALID_INPUT',
    'A DateTime is an RFC 3339 text with a zone, for example "2026-01-31T12:00:00.000Z".',
  );
}

function dayExists(date: string, day: number): boolean {
  return new Date(`${date}T00:00:00Z`).getUTCDate() === day;
}

let cachedSecond = Number.NaN;
let cachedPrefix = '';

/** RFC 3339 with milliseconds. Records come in runs of the same second, whose text is made once. */
export function formatDateTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== cachedSecond) {
    cachedPrefix = new Date(second * 1000).toISOString().slice(0, -4);
    cachedSecond = second;
  }
  const millis = ms - second * 1000;
  return `${cachedPrefix}${millis < 10 ? '00' : millis < 100 ? '0' : ''}${millis}Z`;
}

export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  serialize: (value) => formatDateTime(value instanceof Date ? value.getTime() : (value as number)),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
});
