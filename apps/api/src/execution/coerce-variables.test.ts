import { buildSchema, type GraphQLError, getVariableValues, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { compileVariableCoercion } from './coerce-variables.ts';

const schema = buildSchema(`
  enum E { A B }
  input Inner { x: Int!  y: String = "why"  more: Inner }
  input One @oneOf { a: Int  b: String }
  type Query {
    f(i: Int, s: String!, l: [Int!], ll: [[Int]], e: E, in: Inner, list: [Inner!], d: Int! = 7, one: One, id: ID, b: Boolean, x: Float): Int
  }
`);
const query = `query (
  $i: Int, $s: String!, $l: [Int!], $ll: [[Int]], $e: E, $in: Inner, $list: [Inner!], $d: Int! = 7, $one: One, $id: ID, $b: Boolean, $x: Float
) { f(i: $i, s: $s, l: $l, ll: $ll, e: $e, in: $in, list: $list, d: $d, one: $one, id: $id, b: $b, x: $x) }`;
const operation = parse(query).definitions.find(
  (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
) as OperationDefinitionNode;
const coerce = compileVariableCoercion(schema, operation);

const given: [string, { [name: string]: unknown }][] = [
  ['nothing but the required', { s: 'x' }],
  [
    'everything',
    {
      s: 'x',
      i: 1,
      l: [1, 2],
      ll: [[1, null], null],
      e: 'A',
      in: { x: 1, more: { x: 2, y: null } },
      list: [{ x: 1 }],
      d: 1,
      one: { a: 1 },
      id: 5,
      b: true,
      x: 1.5,
    },
  ],
  ['nulls', { s: 'x', i: null, l: null, e: null, in: null, list: null, one: null }],
  ['one item for a list', { s: 'x', l: 1, list: { x: 1 }, ll: 1 }],
  ['a variable that there is not', { s: 'x', other: 1 }],
  ['no required variable', {}],
  ['null for a required variable', { s: null }],
  ['null where there is a default', { s: 'x', d: null }],
  ['a wrong scalar', { s: 1 }],
  ['a fraction', { s: 'x', i: 1.5 }],
  ['too large', { s: 'x', i: 2 ** 31 }],
  ['null in a list', { s: 'x', l: [1, null] }],
  ['no such member', { s: 'x', e: 'C' }],
  ['a missing field', { s: 'x', in: {} }],
  ['a field too many', { s: 'x', in: { x: 1, z: 1 } }],
  ['deep down', { s: 'x', list: [{ x: 1 }, { x: 1, more: { x: 'y' } }] }],
  ['no object', { s: 'x', in: 'x' }],
  ['two of one', { s: 'x', one: { a: 1, b: 'b' } }],
  ['none of one', { s: 'x', one: {} }],
  ['null of one', { s: 'x', one: { a: null } }],
];

describe('compiled coercion does as graphql-js does', () => {
  test.each(given)('%s', (_, variables) => {
    const expected = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    if (expected.errors) expect(() => coerce(variables)).toThrow();
    else expect(coerce(variables)).toEqual(expected.coerced);
  });
});

test('a refusal has a code and the place', () => {
  const refused = () => coerce({ s: 'x', list: [{ x: 1 }, { x: 1, more: { x: 'y' } }] });
  expect(refused).toThrow('at "list[1].more.x"');
  try {
    refused();
  } catch (error) {
    expect((error as GraphQLError).extensions).toEqual({
      code: 'INVALID_INPUT',
      retriable: false,
      details: { path: 'list[1].more.x' },
    });
  }
});

test('what is inherited is not given', () => {
  expect(() => coerce(Object.create({ s: 'x' }))).toThrow('required');
  expect(() => coerce({ s: 'x', in: JSON.parse('{"x":1,"__proto__":{"y":"z"}}') })).toThrow('__proto__');
});
