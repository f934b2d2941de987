import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { formatDateTime, parseDateTime } from './date-time.ts';
import { Long } from './long.ts';

describe('DateTime', () => {
  test('every millisecond of the years 0 to 9999 survives', () => {
    const times = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
    fc.assert(fc.property(times, (ms) => parseDateTime(formatDateTime(ms)) === ms));
    fc.assert(fc.property(times, (ms) => formatDateTime(ms) === new Date(ms).toISOString()));
  });

  test('other zones are converted, finer fractions cut off', () => {
    expect(parseDateTime('2026-01-31T13:00:00.1239+01:00')).toBe(Date.UTC(2026, 0, 31, 12, 0, 0, 123));
    expect(parseDateTime('2024-02-29t00:00:00z')).toBe(Date.UTC(2024, 1, 29));
  });

  test.each([
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-01-31 12:00:00Z',
    '2026-02-31T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-01-31T24:00:01Z',
    '2026-13-01T00:00:00Z',
    '20260131T120000Z',
    '',
    1_700_000_000_000,
    null,
  ])('%s is refused', (value) => {
    expect(() => parseDateTime(value)).toThrow('RFC 3339');
  });
});

describe('Base64', () => {
  test('any bytes survive', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        (bytes) => Buffer.compare(decodeBase64(encodeBase64(bytes)) as Uint8Array, bytes) === 0,
      ),
    );
  });

  test.each(['YQ', 'YQ=', 'YQ===', 'Y Q=', 'YR==', '-_8=', 'Y*==', '====', 'YQ==\n'])('%s is refused', (text) => {
    expect(decodeBase64(text)).toBeNull();
  });
});

test('Long takes whole numbers below 2^53', () => {
  expect(Long.parseValue(2 ** 53 - 1)).toBe(2 ** 53 - 1);
  for (const value of [2 ** 53, 1.5, '1', Number.NaN, true]) expect(() => Long.parseValue(value)).toThrow('2^53');
});
