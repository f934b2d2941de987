import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { sampleSchema } from '../testing/sample-schema.ts';
import { Preparer } from './prepare.ts';

const schema = buildSchema('scalar JSON type Query { a(b: Boolean): String c: String }');
const fields = schema.getQueryType()?.getFields() ?? {};
Object.assign(fields.a ?? {}, { resolve: (_: unknown, { b }: { b?: boolean | null }) => String(b) });
Object.assign(fields.c ?? {}, { resolve: () => 'c' });

/** What an operation answers to variables that a client sent. */
async function answer(text: string, variables: { [name: string]: unknown }): Promise<unknown> {
  const preparation = new Preparer(schema, defaultLimits).prepare(text);
  if (preparation.errors) throw new Error(preparation.errors.map(({ message }) => message).join('; '));
  const { prepared } = preparation;
  return ((await prepared.run({}, {}, prepared.coerceVariables(variables))) as { data?: unknown }).data;
}

describe('a variable of @include and @skip', () => {
  test.each([
    ['query ($x: Boolean!) { c a @include(if: $x) }', { x: true }, { c: 'c', a: 'undefined' }],
    ['query ($x: Boolean!) { c a @include(if: $x) }', { x: false }, { c: 'c' }],
    ['query ($x: Boolean!) { c a @skip(if: $x) }', { x: true }, { c: 'c' }],
    ['query ($x: Boolean = true) { c a @include(if: $x) }', {}, { c: 'c', a: 'undefined' }],
    ['query ($x: Boolean = true) { c ...F @include(if: $x) } fragment F on Query { a }', { x: false }, { c: 'c' }],
  ])('%s with %j', async (text, variables, expected) => {
    expect(await answer(text, variables)).toEqual(expected);
  });

  test('that is also an argument may be null there', async () => {
    expect(await answer('query ($x: Boolean) { a(b: $x) }', { x: null })).toEqual({ a: 'null' });
    expect(await answer('query ($x: Boolean = true) { a(b: $x) }', { x: null })).toEqual({ a: 'null' });
    expect(await answer('query ($x: Boolean) { a(b: $x) }', {})).toEqual({ a: 'undefined' });
  });
});

describe('operations that are kept', () => {
  const mebibyte = 1024 * 1024;
  const sample = sampleSchema();
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heapBytes = () => {
    // Code that is not used any more goes when it has been found unused several times.
    for (let i = 0; i < 8; i++) collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const topics = Array.from({ length: 20 }, (_, i) => `t${i}: topic(name: "t") { ...T }`).join(' ');

  test.each<[string, (i: number) => string]>([
    ['values', (i) => `mutation { produce(input: { topic: "t", records: [{ value: ${i} }] }) { batches { count } } }`],
    [
      'many values',
      (i) => `mutation { produce(input: { topic: "t${i}", records: [${'{ value: 1 }'.repeat(200)}] }) { duplicate } }`,
    ],
    ['a long value', (i) => `{ topics(search: "${i}${'x'.repeat(100_000)}") { totalCount } }`],
    ['conditions', (i) => `query ($x: Boolean! = true) { topic(name: "t${i}") { id @include(if: $x) } }`],
    [
      'fragments',
      (i) =>
        `query Q${i} { ${topics} } fragment T on Topic { id name partitions { partition endOffset } config { retentionMs } }`,
    ],
  ])('take no more memory than they may: texts with %s, each another', async (_, text) => {
    const preparer = new Preparer(sample, { ...defaultLimits, maxOperationCacheBytes: mebibyte });
    const use = async (i: number) => {
      const preparation = preparer.prepare(text(i));
      if (preparation.errors) throw new Error('The operation is not valid.');
      const { prepared } = preparation;
      await prepared.run({}, { seed: i, calls: [] }, prepared.coerceVariables({}));
    };
    await use(0);
    const before = heapBytes();
    for (let i = 1; i <= 600; i++) await use(i);
    // What is not the cache's comes and goes by a mebibyte or two; without a bound it would be 7 to 180 of them.
    expect(heapBytes() - before).toBeLessThan(4 * mebibyte);
    // It is there until here: without this line it would be garbage before it is measured.
    expect(preparer.prepare(text(600))).toBe(preparer.prepare(text(600)));
  });
});
