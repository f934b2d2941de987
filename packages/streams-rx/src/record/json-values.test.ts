import { parseJson, ShapedJson } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonValues } from './json-values.ts';

/** What a batch gives of such values; and how many it was asked for. */
function batchOf(texts: readonly (string | null)[]) {
  const asked = { values: 0 };
  const all = texts.map((text) => (text === null ? null : Buffer.from(text).toString('latin1')));
  const valuesLatin1 = (start: number, end: number) => {
    asked.values += end - start;
    return all.slice(start, end);
  };
  const memory = Buffer.from(all.map((text) => text ?? '').join(''), 'latin1');
  const sizes = all.map((text) => text?.length ?? -1);
  const valueStart = (i: number) => sizes.slice(0, i).reduce((sum, size) => sum + Math.max(size, 0), 0);
  const batch = {
    count: texts.length,
    valuesLatin1,
    valueSize: (i: number) => sizes[i] as number,
    valueMemory: () => memory,
    valueStart,
  };
  return { batch, asked };
}

const valuesOf = (texts: readonly (string | null)[]) => new JsonValues(batchOf(texts).batch, new ShapedJson());

const value = fc.oneof(
  { arbitrary: fc.json(), weight: 8 },
  { arbitrary: fc.constantFrom(null, 'no JSON', '1,2', '[1', '2]', '', '12345678901234567'), weight: 1 },
);

describe('JsonValues', () => {
  it('gives each value as it is by itself, or leaves it to who asks', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (texts, looks) => {
          const values = valuesOf(texts);
          for (const i of [...looks.map((look) => look % texts.length), ...texts.keys()]) {
            const taken = values.take(i);
            if (taken !== undefined) expect(taken).toEqual(parseJson(texts[i] as string));
          }
        },
      ),
    );
  });

  it('gives one of a shape anew each time, so that nobody shares it', () => {
    const values = valuesOf(['{"a":1}', '{"a":2}', '{"a":3}']);
    values.take(0);
    const [one, again] = [values.take(1), values.take(1)];
    expect([one, again]).toEqual([{ a: 2 }, { a: 2 }]);
    expect(one).not.toBe(again);
  });

  it('gives nearly all that are looked at in their order', () => {
    const texts = Array.from({ length: 1_000 }, (_, i) => (i === 500 ? null : `[${i}]`));
    const values = valuesOf(texts);
    const taken = texts.map((_, i) => values.take(i));
    expect(taken.filter((one) => one === undefined).length).toBe(1);
    expect(taken[999]).toEqual([999]);
  });

  it('gives all but those around one that cannot be read', () => {
    const texts = Array.from({ length: 1_000 }, (_, i) => (i === 500 ? '{' : `[${i}]`));
    const values = valuesOf(texts);
    const taken = texts.map((_, i) => values.take(i));
    expect(taken[500]).toBeUndefined();
    expect(taken.filter((one) => one === undefined).length).toBeLessThan(20);
  });

  it('gives a value of a list once, so that nobody shares it', () => {
    const values = valuesOf(['[]', '[]']);
    expect([values.take(0), values.take(0), values.take(1)]).toEqual([[], undefined, []]);
  });

  it('parses no more than twice what is looked at here and there', () => {
    const { batch, asked } = batchOf(Array.from({ length: 10_000 }, () => '1'));
    const values = new JsonValues(batch, new ShapedJson());
    for (let i = 0; i < 10_000; i += 3) values.take(i);
    expect(asked.values).toBeLessThan(7_000);
  });
});
