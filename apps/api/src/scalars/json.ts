import { GraphQLScalarType, type ValueNode, valueFromASTUntyped } from 'graphql';

/** Values pass as they are; that no number was rounded is checked where a value becomes bytes. */
export const JsonValue = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node: ValueNode, variables) => valueFromASTUntyped(node, variables),
});
