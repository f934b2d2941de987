import fc from 'fast-check';
import { execute, getOperationAST, type OperationDefinitionNode, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type ApiLimits, defaultLimits } from '../limits.ts';
import { type GeneratedOperation, generatedOperations } from '../testing/generate-operation.ts';
import { type SampleContext, sampleSchema } from '../testing/sample-schema.ts';
import { mayBeCompiled } from './may-be-compiled.ts';
import { type PreparedOperation, Preparer } from './prepare.ts';

const schema = sampleSchema();
const limits: ApiLimits = {
  ...defaultLimits,
  maxQueryAliases: 1_000,
  maxQueryDirectives: 1_000,
  maxRootFields: 1_000,
  maxQueryCost: 1e12,
};
const preparer = new Preparer(schema, limits);

type Result = { readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] };

/** What is compared: the data, whether anything failed, and what the resolvers were called with. */
function outcome({ data, errors }: Result, { calls }: SampleContext): unknown {
  // Once something has failed it is open which of its neighbours are still called, and whether their errors are told, too.
  return toPlain({ data, failed: errors !== undefined, calls: errors ? [] : calls.map(canonical).sort() });
}

function toPlain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The same text for what is the same to JavaScript but for order and prototypes; what is undefined is not what is omitted. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (typeof value !== 'object' || value === null)
    return value === undefined ? 'undefined' : Object.is(value, -0) ? '-0' : JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`)}}`;
}

async function reference({ text, variables }: GeneratedOperation, seed: number): Promise<unknown> {
  const contextValue: SampleContext = { seed, calls: [] };
  const result = await execute({
    schema,
    document: parse(text),
    rootValue: {},
    contextValue,
    variableValues: variables,
  });
  return outcome(result, contextValue);
}

function prepare(text: string): PreparedOperation {
  const preparation = preparer.prepare(text);
  if (preparation.errors) throw new Error(preparation.errors.map(({ message }) => message).join('; '));
  return preparation.prepared;
}

async function ours({ text, variables }: GeneratedOperation, seed: number): Promise<unknown> {
  const prepared = prepare(text);
  const context: SampleContext = { seed, calls: [] };
  let coerced: { [name: string]: unknown };
  try {
    coerced = prepared.coerceVariables(variables);
  } catch (error) {
    return outcome({ errors: [error as Error] }, context);
  }
  return outcome((await prepared.run({}, context, coerced)) as Result, context);
}

describe('what graphql-jit alone does otherwise', () => {
  const produce = (value: string) =>
    `{ produce(input: { topic: "t", records: [{ key: { id: $id }, value: ${value} }] }) { batches { count } } }`;
  // The words by which graphql-jit marks a date that it writes into its code.
  const marked = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d0,globalThis.injected=true';
  test.each<[string, string, { [name: string]: unknown }]>([
    ['a variable in a JSON value', `mutation ($id: Int!) ${produce('{ id: $id, tags: ["a", $id] }')}`, { id: 7 }],
    ['one that is not given in it', `mutation ($id: Int) ${produce('{ id: $id, tags: ["a", $id] }')}`, {}],
    [
      'a variable in an input object that is not given',
      `mutation ($a: Long, $b: Long) { updateTopic(input: { name: "t", config: { retentionMs: $a, segmentMs: $b } }) { topic { id } } }`,
      { b: 5 },
    ],
    [
      'one where there is a default',
      'mutation ($n: Int) { createTopic(input: { name: "t", partitionCount: $n }) { topic { id } } }',
      {},
    ],
    [
      'null where there is a default',
      'mutation ($n: Int = 5) { createTopic(input: { name: "t", partitionCount: $n }) { topic { id } } }',
      { n: null },
    ],
    [
      'null in a list that has none',
      'query ($p: Int = 2) { records(topic: "t", partitions: [$p]) { atEnd } }',
      { p: null },
    ],
    [
      'a fragment that is spread twice under other conditions',
      'query ($x: Boolean!) { topic(name: "t") { ...F @include(if: $x) id ...G } } fragment G on Topic { ...F } fragment F on Topic { name }',
      { x: false },
    ],
    [
      'a field that is there twice under other conditions',
      'query ($x: Boolean!) { topic(name: "t") { config { retentionMs } config @include(if: $x) { ... on TopicConfig { segmentMs @skip(if: $x) segmentMs } } } }',
      { x: false },
    ],
    ['null as a condition', 'query ($x: Boolean = true) { topics @include(if: $x) { totalCount } }', { x: null }],
    ['a name that is not one of a property', '{ topic(name: "t") { __proto__: name } }', {}],
    ['such a name in a JSON value', `mutation ($id: Int) ${produce('{ __proto__: { a: 1 }, b: 2 }')}`, {}],
    ['a text that it would run', `{ topics(search: "${marked}") { totalCount } }`, {}],
  ])('%s', async (_, text, variables) => {
    expect(validate(schema, parse(text))).toEqual([]);
    for (let seed = 0; seed < 20; seed++) {
      const operation = { text, variables };
      expect(await ours(operation, seed)).toEqual(await reference(operation, seed));
    }
    expect(globalThis).not.toHaveProperty('injected');
  });

  test('a mutation behind one that fails', async () => {
    const prepared = prepare('mutation { deleteTopic(input: { name: "t" }) { id } initProducer { epoch } }');
    const calls: number[] = [];
    for (let seed = 0; seed < 100; seed++) {
      const context: SampleContext = { seed, calls: [] };
      const result = (await prepared.run({}, context, {})) as Result;
      if (result.errors?.[0]?.message.startsWith('deleteTopic')) calls.push(context.calls.length);
    }
    expect(new Set(calls)).toEqual(new Set([1]));
  });
});

test('what has to be fast is compiled', () => {
  const compiled = (text: string) => {
    const document = parse(text);
    return mayBeCompiled(document, getOperationAST(document) as OperationDefinitionNode);
  };
  expect(compiled('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }')).toBe(true);
  expect(compiled('subscription { tail(topics: ["t"]) { __typename records { key value } } }')).toBe(true);
  expect(
    compiled(`subscription ($input: ConsumeInput!) { consume(input: $input) { ... on RecordBatch { ...F } } }
    fragment F on RecordBatch { nextOffset records { value } }`),
  ).toBe(true);
});

test('whatever a client writes does what graphql-js would do', async () => {
  const valid = generatedOperations(schema).filter(({ text }) => validate(schema, parse(text)).length === 0);
  await fc.assert(
    fc.asyncProperty(valid, fc.nat(1_000), async (operation, seed) => {
      expect(await ours(operation, seed)).toEqual(await reference(operation, seed));
    }),
    { numRuns: 1_000 },
  );
});
