import { type ASTNode, BREAK, type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { rootNodesOf } from './root-nodes.ts';

/**
 * Whether graphql-jit does with an operation what graphql-js does. It does not where there is
 *
 * - a directive: of a fragment or a field that is there twice it forgets under which conditions it is included;
 * - a variable within a list, an object or a JSON value: one that is not given becomes null instead of being left out, and in a JSON
 *   value any becomes null;
 * - a mutation with several fields: when one has failed that must not be null, it goes on with the next;
 * - a name that begins with two underscores, `__typename` excepted: `__proto__` is no property in the code it makes, and names of ours
 *   begin so (compile-operation.ts). Introspection is among these: it is large, and asked for once.
 *
 * All of it is seen in the document, so it is decided once, and none of it is in what has to be fast.
 */
export function mayBeCompiled(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation === 'mutation' && rootNodesOf(document, operation).length > 1) return false;
  let compilable = true;
  const refuse = () => {
    compilable = false;
    return BREAK;
  };
  visit(document, {
    Directive: refuse,
    Name: ({ value }) => (value.startsWith('__') && value !== '__typename' ? refuse() : undefined),
    Variable(_node, _key, parent) {
      const { kind } = parent as ASTNode;
      return kind === Kind.ARGUMENT || kind === Kind.VARIABLE_DEFINITION ? undefined : refuse();
    },
  });
  return compilable;
}
