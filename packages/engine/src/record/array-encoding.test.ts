import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ByteArrayBuilder,
  BytesColumn,
  decodeInt4Array,
  decodeInt8Array,
  elementType,
  encodeInt4Array,
  encodeInt8Array,
} from './array-encoding.ts';

const hex = (buffer: Buffer) => buffer.toString('hex');

/** Elements up to and beyond the builder's first buffer, null and empty among them. */
const elements = fc.array(fc.option(fc.uint8Array({ maxLength: 300 }), { nil: null }), { maxLength: 40 });

function encoded(values: readonly (Uint8Array | null)[]): Buffer {
  const builder = new ByteArrayBuilder();
  for (const value of values) builder.push(value);
  return builder.finish(elementType.bytea);
}

describe('ByteArrayBuilder', () => {
  // From: select encode(array_send(array['\xc0ffee', null, '']::bytea[]), 'hex')
  it('writes what array_send writes', () => {
    expect(hex(encoded([Buffer.from('c0ffee', 'hex'), null, Buffer.alloc(0)]))).toBe(
      ['00000001', '00000001', '00000011', '00000003', '00000001', '00000003c0ffee', 'ffffffff', '00000000'].join(''),
    );
  });

  it('keeps every element, null apart from empty', () => {
    fc.assert(
      fc.property(elements, (values) => {
        const column = new BytesColumn(encoded(values));
        expect(column.count).toBe(values.length);
        values.forEach((value, i) => {
          expect(column.isNull(i)).toBe(value === null);
          expect(column.get(i)).toEqual(value && Buffer.from(value));
        });
      }),
    );
  });

  it('keeps text of any kind, lone surrogates as U+FFFD', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 })), (texts) => {
        const builder = new ByteArrayBuilder();
        for (const text of texts) builder.pushText(text);
        const column = new BytesColumn(builder.finish(elementType.text));
        expect(texts.map((_, i) => column.text(i))).toEqual(texts.map((text) => Buffer.from(text).toString()));
      }),
    );
  });

  it('keeps bytes that are given as a character each', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 40 }), (values) => {
        const builder = new ByteArrayBuilder();
        for (const value of values) builder.pushLatin1(Buffer.from(value).toString('latin1'));
        const column = new BytesColumn(builder.finish(elementType.bytea));
        expect(values.map((_, i) => column.get(i))).toEqual(values.map((value) => Buffer.from(value)));
        expect(values.map((_, i) => column.latin1(i))).toEqual(
          values.map((value) => Buffer.from(value).toString('latin1')),
        );
      }),
    );
  });

  it('grows by an element larger than twice its buffer', () => {
    const large = Buffer.alloc(100_000, 'x');
    const column = new BytesColumn(encoded([Buffer.from('a'), large, Buffer.from('b')]));
    expect([column.text(0), Buffer.from(column.get(1) ?? []).equals(large), column.text(2)]).toEqual(['a', true, 'b']);
  });
});

describe('BytesColumn', () => {
  it('gives views, not copies', () => {
    const buffer = encoded([Buffer.from('abc')]);
    expect(new BytesColumn(buffer).get(0)?.buffer).toBe(buffer.buffer);
  });

  it('reads an array in the middle of a larger buffer', () => {
    const inner = encoded([Buffer.from('x'), null]);
    const larger = Buffer.concat([Buffer.alloc(5, 1), inner, Buffer.alloc(5, 2)]);
    const column = new BytesColumn(larger.subarray(5, 5 + inner.length));
    expect([column.text(0), column.text(1)]).toEqual(['x', null]);
  });
});

describe('integer arrays', () => {
  it('int8: every whole number a double holds, negative ones too', () => {
    const numbers = fc.array(fc.maxSafeInteger(), { maxLength: 30 });
    fc.assert(
      fc.property(numbers, (values) => {
        expect([...decodeInt8Array(encodeInt8Array(values))]).toEqual(values);
      }),
    );
    const edges = [0, -1, 1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53) + 1];
    expect([...decodeInt8Array(encodeInt8Array(edges))]).toEqual(edges);
  });

  it("int8 is two's complement, as Postgres reads it", () => {
    expect(hex(encodeInt8Array([-2]).subarray(20))).toBe('00000008fffffffffffffffe');
  });

  it('int4', () => {
    const numbers = fc.array(fc.integer(), { maxLength: 30 });
    fc.assert(
      fc.property(numbers, (values) => {
        expect([...decodeInt4Array(encodeInt4Array(values))]).toEqual(values);
      }),
    );
  });
});
