import { readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { Base64 } from '../scalars/base64.ts';
import { DateTime } from '../scalars/date-time.ts';
import { JsonValue } from '../scalars/json.ts';
import { Long, Offset } from '../scalars/long.ts';

/** What the resolvers of a sample schema get: where they note their calls, and what their data is made from. */
export interface SampleContext {
  readonly seed: number;
  readonly calls: { readonly field: string; readonly args: unknown }[];
}

const origins = new WeakMap<object, { readonly type: string; readonly seed: number }>();

/**
 * The API's own types and scalars with made-up data: the same for the same seed, with nulls, lists of none to two, members of unions,
 * errors, and promises. A resolver, as in the API, is only where a root field is or a field has arguments; the others are getters.
 */
export function sampleSchema(): GraphQLSchema {
  const typeDefs = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  const schema = makeExecutableSchema({ typeDefs, resolvers: { Base64, DateTime, JSON: JsonValue, Long, Offset } });
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isUnionType(type)) type.resolveType = (value: object) => origins.get(value)?.type;
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (roots.includes(type) || field.args.length > 0) field.resolve = resolver(type, field);
    }
  }
  return schema;
}

function resolver(type: GraphQLObjectType, field: GraphQLField<unknown, SampleContext>) {
  return (source: object, args: unknown, { seed, calls }: SampleContext): unknown => {
    calls.push({ field: `${type.name}.${field.name}`, args });
    const own = mix(origins.get(source)?.seed ?? seed, field.name);
    if (own % 16 < 2) {
      // At once or late, but never both in one operation: where an item of a list fails at once, graphql-js 16 forgets the promises of those
      // before it (completeListValue), and nobody hears that one is rejected.
      if (seed % 2 === 0) throw new Error(`${field.name} fails`);
      return Promise.reject(new Error(`${field.name} fails late`));
    }
    const value = sample(field.type, own);
    return own % 2 === 0 ? value : Promise.resolve(value);
  };
}

function mix(seed: number, text: string): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0;
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 8;
}

function sample(type: GraphQLOutputType, seed: number): unknown {
  if (isNonNullType(type)) return present(type.ofType, seed);
  return seed % 5 === 0 ? null : present(type, seed);
}

function present(type: GraphQLOutputType, seed: number): unknown {
  if (isListType(type)) return Array.from({ length: seed % 3 }, (_, i) => sample(type.ofType, mix(seed, String(i))));
  if (isUnionType(type)) return sampleObject(type.getTypes()[seed % type.getTypes().length] as GraphQLObjectType, seed);
  if (isObjectType(type)) return sampleObject(type, seed);
  if (isEnumType(type)) return type.getValues()[seed % type.getValues().length]?.value;
  return sampleScalar(type as GraphQLNamedOutputType, seed);
}

function sampleObject(type: GraphQLObjectType, seed: number): object {
  const object = {};
  origins.set(object, { type: type.name, seed });
  for (const { name, type: fieldType } of Object.values(type.getFields())) {
    Object.defineProperty(object, name, { get: () => sample(fieldType, mix(seed, name)) });
  }
  return object;
}

function sampleScalar({ name }: GraphQLNamedOutputType, seed: number): unknown {
  if (name === 'JSON') return seed % 2 === 0 ? { id: seed % 100, list: [1, null] } : `text ${seed % 100}`;
  if (name === 'Base64') return Buffer.from(String(seed));
  if (name === 'Boolean') return seed % 2 === 0;
  return name === 'String' || name === 'ID' ? `${name} ${seed % 100}` : seed % 1_000_000;
}
