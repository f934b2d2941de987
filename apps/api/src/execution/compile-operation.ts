import {
  type ArgumentNode,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLInputType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { mayBeCompiled } from './may-be-compiled.ts';

type Coerced = { readonly [name: string]: unknown };

/** Executes an operation with variables that are coerced already. */
export type RunOperation = (
  root: unknown,
  context: unknown,
  coerced: Coerced,
) => ExecutionResult | Promise<ExecutionResult>;

/** A value that is written out in the document. */
interface Constant {
  readonly name: string;
  readonly value: ValueNode;
  readonly type: GraphQLInputType;
}

/** Compiles what graphql-jit executes as graphql-js does, and leaves the rest to graphql-js. The document has to be valid. */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): RunOperation {
  const compiled = mayBeCompiled(document, operation) ? compile(schema, document, operation) : undefined;
  return compiled ?? interpret(schema, withCoercedVariables(document, operation, []));
}

function interpret(schema: GraphQLSchema, document: DocumentNode): RunOperation {
  return (rootValue, contextValue, variableValues) =>
    execute({ schema, document, rootValue, contextValue, variableValues });
}

/** Undefined where graphql-jit knows something that it cannot do. */
function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): RunOperation | undefined {
  const constants: Constant[] = [];
  const rest = withoutConstants(schema, document, constants);
  const compiled = compileQuery(schema, withCoercedVariables(rest, operation, constants), operation.name?.value, {
    disablingCapturingStackErrors: true,
  });
  if (!isCompiledQuery(compiled)) return undefined;
  const { query } = compiled;
  if (constants.length === 0) return query;
  return (root, context, coerced) => {
    const variables: { [name: string]: unknown } = { ...coerced };
    // Made anew for every call: a resolver may keep or change what it gets.
    for (const { name, value, type } of constants) variables[name] = valueFromAST(value, type);
    return query(root, context, variables);
  };
}

/**
 * A document whose arguments are all variables. graphql-jit writes the values it finds into the code it makes, and some texts come
 * out of that as code: what a client wrote must not get there.
 */
function withoutConstants(schema: GraphQLSchema, document: DocumentNode, constants: Constant[]): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Argument(node): ArgumentNode | undefined {
        if (node.value.kind === Kind.VARIABLE) return undefined;
        // No variable of the client's is called so: see mayBeCompiled.
        const name = `__${constants.length}`;
        constants.push({ name, value: node.value, type: types.getInputType() as GraphQLInputType });
        return { ...node, value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } };
      },
    }),
  );
}

/** The operation alone, with its variables and the constants declared as JSON: they reach it coerced (see coerce-variables.ts). */
function withCoercedVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  constants: readonly Constant[],
): DocumentNode {
  const names = [
    ...(operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
    ...constants.map(({ name }) => name),
  ];
  const variableDefinitions = names.map(declaredAsJson);
  return visit(document, {
    OperationDefinition: (node) =>
      node.name?.value === operation.name?.value ? { ...node, variableDefinitions } : null,
  });
}

function declaredAsJson(name: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'JSON' } },
  };
}
