import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
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
