import { MillraceError } from '@millrace/core';
import { GraphQLScalarType, Kind } from 'graphql';

function parse(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new MillraceError('INVALID_INPUT', `${name} is a whole JSON number below 2^53.`);
}

/** 64-bit integers as JSON numbers: everything beyond 2^53 is refused instead of rounded. */
function integer(name: string): GraphQLScalarType<number, number> {
  return new GraphQLScalarType<number, number>({
    name,
    serialize: (value) => value as number,
    parseValue: (value) => parse(name, value),
    parseLiteral: (node) => parse(name, node.kind === Kind.INT ? Number(node.value) : undefined),
  });
}

export const Long = integer('Long');
export const Offset = integer('Offset');
