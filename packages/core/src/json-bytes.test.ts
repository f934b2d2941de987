import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainJsonBytes } from './json-bytes.ts';
import { jsonSerde } from './serde.ts';

const written = (value: unknown) => {
  const bytes = plainJsonBytes(value);
  return bytes && Buffer.from(bytes).toString();
};

describe('plainJsonBytes', () => {
  it('writes what JSON.stringify writes, or nothing', () => {
    const number = fc.oneof(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double(),
      fc.integer().map((n) => n / 100),
      fc.maxSafeInteger().map((n) => n / 100),
      fc.maxSafeInteger().map((n) => n / 1_000),
    );
    const leaf = fc.oneof(number, fc.string(), fc.boolean(), fc.constantFrom(null, undefined, -0));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, leaf, tie('object'), tie('list')),
      object: fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
      list: fc.array(tie('value'), { maxLength: 5 }),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { maxKeys: 5 }), (object) => {
        const text = written(object);
        if (text !== undefined) expect(text).toBe(JSON.stringify(object));
      }),
      { numRuns: 3_000 },
    );
  });

  it('writes orders', () => {
    const order = {
      id: 1_000_005,
      at: 1_767_225_600_035,
      user: 'u1',
      total: 459.81,
      none: null,
      is: [true, -1.5, { x: 0.1 }],
    };
    expect(written(order)).toBe(JSON.stringify(order));
    expect(written({ a: 0.29, b: 4.35, c: 1e-7, d: 5e-324, e: 0.1 + 0.2, f: -0, g: 99_999_999, h: 100_000_000 })).toBe(
      JSON.stringify({ a: 0.29, b: 4.35, c: 1e-7, d: 5e-324, e: 0.1 + 0.2, f: -0, g: 99_999_999, h: 100_000_000 }),
    );
  });

  class Money {
    readonly amount = 1;
  }
  const inItself: Record<string, unknown> = {};
  inItself.self = inItself;

  it.each<[string, unknown]>([
    ['a text', 'text'],
    ['null', null],
    ['a member that is left out', { a: undefined }],
    ['a function', { a: () => 1 }],
    ['a number that may have been rounded', { a: 2 ** 53 }],
    ['infinity', { a: Number.POSITIVE_INFINITY }],
    ['bigint', { a: 1n }],
    ['a date', { a: new Date(0) }],
    ['an own toJSON', { toJSON: () => 1 }],
    ['an instance', new Money()],
    ['a boxed value', { a: Object(1) }],
    ['an escape', { a: 'line\n' }],
    ['what is not ASCII', { a: 'ü' }],
    ['what is in itself', inItself],
    ['what is large', { a: 'x'.repeat(20_000) }],
    ['many members', Array.from({ length: 20_000 }, () => 1)],
  ])('leaves %s to others', (_, value) => {
    expect(plainJsonBytes(value)).toBeUndefined();
  });

  it('writes deep and large values whole, or leaves them to others', () => {
    for (let size = 16_200; size < 16_400; size++) {
      const deep: unknown = { a: [[[[[[[[[[['x'.repeat(size), 1.5]]]]]]]]]]] };
      const text = written(deep);
      if (text !== undefined) expect(text).toBe(JSON.stringify(deep));
    }
  });

  it('leaves a value to others that is written while another one is', () => {
    const inner: (string | undefined)[] = [];
    const value = {
      get a() {
        inner.push(written({ b: 1 }));
        return 'a';
      },
      c: 2,
    };
    expect(written(value)).toBe('{"a":"a","c":2}');
    expect(inner).toEqual([undefined]);
  });

  it('gives memory of its own', () => {
    const [one, other] = [plainJsonBytes({ a: 1 }), plainJsonBytes({ b: 2 })];
    expect([one, other].map(String)).toEqual(['{"a":1}', '{"b":2}'].map((text) => String(Buffer.from(text))));
  });
});

describe('jsonSerde.serializeTo', () => {
  it('gives what serialize gives, one value after the other, plain or not', () => {
    const taken: string[] = [];
    const target = {
      push: (bytes: Uint8Array) => void taken.push(Buffer.from(bytes).toString()),
      pushPart: (memory: Uint8Array, start: number, size: number) =>
        void taken.push(Buffer.from(memory).toString('utf8', start, start + size)),
    };
    const values = [{ a: 1 }, { b: 'é' }, 'text', 5, [{ a: [] }], { at: new Date(0) }, { large: 'x'.repeat(20_000) }];
    for (const value of values) jsonSerde.serializeTo?.(value, target);
    expect(taken).toEqual(values.map((value) => Buffer.from(jsonSerde.serialize(value)).toString()));
    expect(() => jsonSerde.serializeTo?.(() => 1, target)).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
    expect(() => jsonSerde.serializeTo?.({ n: 2 ** 53 }, target)).toThrow(
      expect.objectContaining({ code: 'INVALID_RECORD' }),
    );
  });
});
