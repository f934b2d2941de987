import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonList } from './json-list.ts';
import { canonicalJson, canonicalJsonSerde, jsonSerde, numberSerde, parseJson, stringSerde } from './serde.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('stringSerde', () => {
  it('reads back every text it has written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(stringSerde.deserialize(stringSerde.serialize(text))).toBe(text);
      }),
    );
  });

  it('keeps a byte order mark, which is text', () => {
    expect(stringSerde.deserialize(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => stringSerde.deserialize(bytes(0xff))).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
  });
});

describe('numberSerde', () => {
  it('reads back every finite number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(numberSerde.deserialize(numberSerde.serialize(value)) === value).toBe(true);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses to write %s', (value) => {
    expect(() => numberSerde.serialize(value)).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
  });

  it.each(['', ' ', 'one', '1x', 'Infinity'])('refuses to read "%s"', (text) => {
    expect(() => numberSerde.deserialize(utf8(text))).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
  });
});

describe('jsonSerde', () => {
  it('reads back every JSON value whose numbers a double holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!/\d{16}/.test(JSON.stringify(value)));
        expect(jsonSerde.deserialize(jsonSerde.serialize(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([2 ** 53, -(2 ** 53), 123_456_789_012_345_680_000, 2 ** 60])(
    'refuses %d, which was rounded on its way',
    (value) => {
      expect(() => jsonSerde.serialize({ deep: [value] })).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
    },
  );

  it.each([2 ** 53 - 1, -(2 ** 53 - 1), 1e21, 1.2345678901234567, 0.1 + 0.2, 1e300, 5e-324])('takes %d', (value) => {
    expect(jsonSerde.deserialize(jsonSerde.serialize(value))).toBe(value);
  });

  it('does not take digits in a text for a number', () => {
    expect(jsonSerde.deserialize(jsonSerde.serialize({ card: '4111111111111111111' }))).toEqual({
      card: '4111111111111111111',
    });
  });

  it.each(['', '{', '{"a":1,}', 'undefined', "'a'"])('refuses to read %s', (text) => {
    expect(() => jsonSerde.deserialize(utf8(text))).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
  });

  it.each([undefined, () => 1, Symbol('s')])('refuses what has no JSON text', (value) => {
    expect(() => jsonSerde.serialize(value)).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
  });
});

describe('parseJson', () => {
  it('gives integers beyond 2^53 as strings, digit by digit, and all else as it is', () => {
    expect(
      parseJson('{"id":9007199254740993,"n":-123456789012345678901234567890,"x":1.5,"s":"1234567890123456"}'),
    ).toEqual({
      id: '9007199254740993',
      n: '-123456789012345678901234567890',
      x: 1.5,
      s: '1234567890123456',
    });
  });

  it('gives integers up to 2^53 as numbers', () => {
    expect(parseJson('[9007199254740991, -9007199254740991]')).toEqual([9007199254740991, -9007199254740991]);
  });
});

describe('canonical JSON (RFC 8785)', () => {
  it('is the same for equal values, however they were written', () => {
    expect(canonicalJson({ b: 1, a: [{ d: 1, c: 2 }] })).toBe('{"a":[{"c":2,"d":1}],"b":1}');
    expect(canonicalJson({ b: 1.0, a: 1e2 })).toBe('{"a":100,"b":1}');
  });

  it("sorts by UTF-16 units, as the RFC's example does", () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text)).sort()).toEqual([...keys].sort());
    expect(text.indexOf('\u20ac')).toBeLessThan(text.indexOf('\ud83d\ude00'));
    expect(text.indexOf('\ud83d\ude00')).toBeLessThan(text.indexOf('\ufb33'));
  });

  it('reads back what it has written', () => {
    expect(canonicalJsonSerde.deserialize(canonicalJsonSerde.serialize({ z: 1, a: null }))).toEqual({ a: null, z: 1 });
  });

  it('refuses numbers that were rounded on their way', () => {
    expect(() => canonicalJson({ id: 2 ** 60 })).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
  });
});

describe('JSON that is nested deep', () => {
  const nested = (levels: number, open = '[', close = ']') => `${open.repeat(levels)}0${close.repeat(levels)}`;
  const refusal = expect.objectContaining({ code: 'INVALID_RECORD', message: expect.stringContaining('1000 levels') });

  it.each([
    ['lists', nested(1_000)],
    ['objects', nested(1_000, '{"a":', '}')],
    ['many beside each other', `[${Array.from({ length: 2_000 }, () => '[{"a":[]}]').join()}]`],
    ['brackets in texts', JSON.stringify([nested(1_001), '"[\\', '{'.repeat(2_000), '\\"{', '['.repeat(2_000)])],
  ])('of 1,000 levels at most is read and written: %s', (_, text) => {
    const value = parseJson(text);
    expect(JSON.stringify(value)).toBe(text);
    expect(jsonSerde.serialize(value)).toEqual(Buffer.from(text));
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([1_001, 4_000, 10_000, 100_000])('of %d levels is refused by name, read or written', (levels) => {
    const value = JSON.parse(nested(levels));
    for (const text of [
      nested(levels),
      nested(levels, '{"]":[', ']}'),
      `[${'"\\\\\\"[",'.repeat(100)}${nested(levels)}]`,
    ])
      expect(() => parseJson(text)).toThrow(refusal);
    expect(() => jsonSerde.serialize(value)).toThrow(refusal);
    expect(() => canonicalJson(value)).toThrow(refusal);
    expect(parseJsonList(['1', nested(levels)])).toBeNull();
  });
});
