import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './serde.ts';
import { ShapedJson } from './shaped-json.ts';

/** Parsed one after the other, in one memory. */
function parseAll(texts: readonly string[], shaped = new ShapedJson()): unknown[] {
  const parts = texts.map((text) => Buffer.from(text));
  const memory = Buffer.concat(parts);
  let at = 0;
  return parts.map(({ length }) => {
    at += length;
    return shaped.parse(memory, at - length, at);
  });
}

function plain(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const scalar = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -999_999, max: 999_999 }).map((n) => n / 100),
  fc.boolean(),
  fc.constantFrom(null, -0, 123_456_789_012_345, 'a text that is longer than twelve'),
);
const key = fc.oneof(fc.constantFrom('id', 'a b', '1', 'toString', '__proto__', 'ü', 'q"'), fc.string());
/** Objects that have the same keys, mostly. */
const similar = fc.array(fc.tuple(key, fc.boolean()), { maxLength: 6 }).chain((keys) =>
  fc.array(
    fc.tuple(...keys.map(([, nested]) => (nested ? fc.record({ x: scalar, y: scalar }) : scalar))).map((values) => {
      const members = keys.map(([name], i) => `${JSON.stringify(name)}: ${JSON.stringify(values[i])}`);
      return `{${members.join(',')}}`;
    }),
    { minLength: 2, maxLength: 10 },
  ),
);

const shapeOfAll = '{"s":"x","n":1,"o":{"b":true}}';

describe('ShapedJson', () => {
  it('gives what each text gives by itself, or leaves it to who asks', () => {
    fc.assert(
      fc.property(similar, (texts) => {
        const values = parseAll(texts);
        values.forEach((value, i) => {
          if (value !== undefined) expect(value).toStrictEqual(plain(texts[i] as string));
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives nothing for what is no JSON, whatever was changed in a text that is', () => {
    const changed = fc.tuple(fc.nat(shapeOfAll.length), fc.nat(2), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(changed, { maxLength: 3 }), (changes) => {
        let text = shapeOfAll;
        for (const [at, gone, more] of changes) text = text.slice(0, at) + more + text.slice(at + gone);
        const [, value] = parseAll([shapeOfAll, text, shapeOfAll]);
        if (value !== undefined) expect(value).toStrictEqual(plain(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '{"s":"x","n":01,"o":{"b":true}}',
    '{"s":"x","n":1.,"o":{"b":true}}',
    '{"s":"x","n":-,"o":{"b":true}}',
    '{"s":"x","n":.5,"o":{"b":true}}',
    '{"s":"x","n":1,"o":{"b":True}}',
    '{"s":"\u0001","n":1,"o":{"b":true}}',
    '{"s":"x","n":1,"o":{"b":true}',
    '{"s":"x","n":1,"o":{"b":true}}}',
  ])('refuses %j', (text) => {
    expect(parseAll([shapeOfAll, text])[1]).toBeUndefined();
  });

  it('parses all but the first of a shape, and several shapes in turns', () => {
    const texts = Array.from({ length: 900 }, (_, i) => {
      if (i % 3 === 0) return `{"id":${i},"name":"n${i}","none":null}`;
      return i % 3 === 1 ? `{"at":${i / 10},"is":{"so":${i % 2 === 0}}}` : '{}';
    });
    const values = parseAll(texts);
    expect(values.filter((value) => value === undefined).length).toBe(3);
    expect(values[899]).toEqual({});
    expect(values[898]).toEqual({ at: 89.8, is: { so: true } });
  });

  it('cuts texts from one memory and another', () => {
    const shaped = new ShapedJson();
    const texts = Array.from({ length: 2_000 }, (_, i) => `{"short":"s${i}","long":"${'l'.repeat(40)}${i}"}`);
    for (const part of [texts, texts.toReversed(), texts.filter((_, i) => i % 37 === 0)]) {
      expect(parseAll(part, shaped).slice(1)).toEqual(part.slice(1).map(plain));
    }
  });

  it('leaves texts alone that have no shape, and looks again later', () => {
    const shaped = new ShapedJson();
    const odd = Array.from({ length: 6_000 }, (_, i) => `[${i}]`);
    expect(parseAll(odd, shaped).every((value) => value === undefined)).toBe(true);
    const values = parseAll(
      Array.from({ length: 9_000 }, (_, i) => `{"i":${i}}`),
      shaped,
    );
    expect(values.at(-1)).toEqual({ i: 8_999 });
  });
});
