import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonList } from './json-list.ts';
import { mayHoldLongInteger } from './long-integer.ts';
import { parseJson } from './serde.ts';

const latin1 = (text: string) => Buffer.from(text).toString('latin1');

describe('parseJsonList', () => {
  it('gives what each text gives by itself', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 20 }), (texts) => {
        const values = parseJsonList(texts.map(latin1));
        if (values !== null) expect(values).toEqual(texts.map(parseJson));
        else expect(texts.some(mayHoldLongInteger)).toBe(true);
      }),
    );
  });

  it('gives keys that come twice and __proto__ as JSON.parse does', () => {
    const texts = ['{"a":1,"a":2}', '{"__proto__":{"x":1},"b":-0}', ' "ü€😀" ', 'null'];
    expect(parseJsonList(texts.map(latin1))).toStrictEqual(texts.map((text) => JSON.parse(text)));
  });

  it.each([
    [['1,2']],
    [['[1', '2]']],
    [['[1', '2]', '3,4,5']],
    [['1,2,3', '[4', '5]']],
    [['{"a":1', '"b":2}']],
    [['"a', 'b"']],
    [['1', '', '2']],
    [['', '']],
    [['1]', '[2']],
    [['{"a":[{}', '{}]}', '{},{},{}']],
    [['{"id":9007199254740993}', '1']],
  ])('refuses %j, of which not every one is a value', (texts) => {
    expect(parseJsonList(texts)).toBeNull();
  });

  it('refuses bytes that are not UTF-8, also where two texts together would be', () => {
    expect(parseJsonList(['"\u00ff"', '1'])).toBeNull();
    expect(parseJsonList(['"\u00c3', '\u00bc"'])).toBeNull();
  });
});

describe('mayHoldLongInteger', () => {
  it('finds every place where a number of 16 digits can begin', () => {
    const part = fc.oneof(
      fc.stringMatching(/^\d{1,20}$/),
      fc.constantFrom(':', ',', ' ', '[', '-', '.', '"', 'a', '\n'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(mayHoldLongInteger(text)).toBe(/(?:^|[\s:,[])-?\d{16}/.test(text));
      }),
    );
  });
});
