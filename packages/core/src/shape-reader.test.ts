import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type JsonShape, jsonShapeOf } from './json-shape.ts';
import { failed, JsonText } from './json-text.ts';
import { type ShapeReader, shapeReader } from './shape-reader.ts';

function shapeOf(text: string): JsonShape | null {
  const bytes = Buffer.from(text);
  return jsonShapeOf(bytes, 0, bytes.length);
}

function readBy(read: ShapeReader, text: string): unknown {
  const bytes = Buffer.from(text);
  const source = new JsonText();
  source.begin(bytes, 0, bytes.length);
  const value = read(source);
  return source.isAtEnd ? value : failed;
}

const scalar = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.double({ noNaN: true }), fc.constant(null));
const key = fc.oneof(fc.constantFrom('id', 'a b', '7', 'toString', 'constructor', "it's", '`'), fc.string());
const object = fc.letrec((tie) => ({
  value: fc.dictionary(key, fc.oneof({ depthSize: 'small' }, scalar, tie('value')), { maxKeys: 5 }),
})).value;

describe('shapeReader', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('gives the same by a function that was made for the shape as by going through it: what JSON.parse gives, or nothing', () => {
    let read = 0;
    fc.assert(
      fc.property(object, object, fc.nat(3), (first, other, indent) => {
        const text = JSON.stringify(first, null, indent);
        const shape = shapeOf(text);
        if (!shape) return;
        const compiled = shapeReader(shape, 0);
        const walking = shapeReader(shape, Number.POSITIVE_INFINITY);
        for (const each of [text, JSON.stringify(other, null, indent), text.replace(/\d/, '77')]) {
          const value = readBy(compiled, each);
          deepStrictEqual(value, readBy(walking, each));
          if (value === failed) continue;
          read += 1;
          deepStrictEqual(value, JSON.parse(each));
          expect(Object.keys(value as object)).toEqual(Object.keys(JSON.parse(each)));
        }
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it('goes through the shape where code may not be made of strings', () => {
    const refused = vi.fn(function refuse() {
      throw new EvalError('Code generation from strings disallowed for this context');
    });
    vi.stubGlobal('Function', refused);
    const text = '{"id":1,"of":{"name":"a"}}';
    const read = shapeReader(shapeOf(text) as JsonShape, 1);
    for (let i = 0; i < 3; i++) expect(readBy(read, text)).toEqual({ id: 1, of: { name: 'a' } });
    expect(refused).toHaveBeenCalledOnce();
  });
});
