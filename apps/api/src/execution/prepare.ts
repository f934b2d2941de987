import { MillraceError } from '@millrace/core';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
  validate,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { ApiLimits } from '../limits.ts';
import { type CoerceVariables, compileVariableCoercion } from './coerce-variables.ts';
import { refusal, requestError } from './errors.ts';
import { checkOperationLimits } from './operation-limits.ts';

/** One operation of a text, ready to run. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The fields of the root type it selects, those in fragments included. */
  readonly rootNodes: readonly FieldNode[];
  /** Their names, each once. */
  readonly rootFields: readonly string[];
  readonly coerceVariables: CoerceVariables;
  readonly run: CompiledQuery['query'];
}

export type Preparation =
  | { readonly prepared: PreparedOperation; readonly errors?: undefined; readonly document: DocumentNode }
  | { readonly errors: readonly GraphQLError[]; readonly document?: DocumentNode };

/** Parses, limits, validates and compiles operations, and remembers those that were used last. */
export class Preparer {
  readonly schema: GraphQLSchema;
  readonly #limits: ApiLimits;
  readonly #prepared: LRUCache<string, Preparation>;

  constructor(schema: GraphQLSchema, limits: ApiLimits) {
    this.schema = schema;
    this.#limits = limits;
    this.#prepared = new LRUCache({
      maxSize: limits.maxOperationCacheChars,
      maxEntrySize: limits.maxOperationCacheChars,
      sizeCalculation: (_, key) => key.length + 100,
    });
  }

  prepare(text: string, operationName?: string | null): Preparation {
    const key = operationName ? `${operationName}\n${text}` : text;
    const known = this.#prepared.get(key);
    if (known) return known;
    const result = this.#prepareNew(text, operationName);
    // What is refused is not kept: it would push out what is used.
    if (!result.errors) this.#prepared.set(key, result);
    return result;
  }

  #prepareNew(text: string, operationName: string | null | undefined): Preparation {
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: this.#limits.maxQueryTokens });
    } catch (error) {
      return { errors: [this.#parseError(error as GraphQLError)] };
    }
    const beyond = checkOperationLimits(this.schema, document, this.#limits);
    if (beyond.length > 0) return { errors: beyond, document };
    const invalid = validate(this.schema, document, undefined, { maxErrors: 20 });
    if (invalid.length > 0) {
      return { errors: invalid.map((error) => requestError('GRAPHQL_VALIDATION_FAILED', error)), document };
    }
    const operation = getOperationAST(document, operationName);
    if (!operation) return { errors: [unknownOperation(operationName)], document };
    const compiled = compileQuery(this.schema, documentToCompile(text, operation), operation.name?.value, {
      useExperimentalPathBasedSkipInclude: true,
      disablingCapturingStackErrors: true,
    });
    if (!isCompiledQuery(compiled)) {
      const errors = compiled.errors ?? [new GraphQLError('The operation could not be compiled.')];
      return { errors: errors.map((error) => requestError('GRAPHQL_VALIDATION_FAILED', error)), document };
    }
    const rootNodes = rootNodesOf(document, operation);
    const prepared: PreparedOperation = {
      document,
      operation,
      kind: operation.operation,
      rootNodes,
      rootFields: [...new Set(rootNodes.map((node) => node.name.value))],
      coerceVariables: compileVariableCoercion(this.schema, operation),
      run: compiled.query,
    };
    return { prepared, document };
  }

  #parseError(error: GraphQLError): GraphQLError {
    const { maxQueryTokens: value } = this.#limits;
    if (!/token/i.test(error.message) || !error.message.includes(String(value))) {
      return requestError('GRAPHQL_PARSE_FAILED', error);
    }
    const message = `The query text has more than ${value} tokens (maxQueryTokens). Pass long lists as variables.`;
    return refusal(new MillraceError('LIMIT_EXCEEDED', message, { details: { limit: 'maxQueryTokens', value } }));
  }
}

function unknownOperation(operationName: string | null | undefined): GraphQLError {
  const message = operationName
    ? `There is no operation named "${operationName}" in the document.`
    : 'The document has no operation, or several: name the one to run in operationName.';
  return requestError('INVALID_INPUT', new GraphQLError(message));
}

/**
 * The document as graphql-jit gets it: parsed again, because it writes into the nodes, and with variables declared as JSON,
 * because they reach it coerced (see coerce-variables.ts). Booleans stay what they are: as conditions of @include and @skip it
 * takes nothing else.
 */
function documentToCompile(text: string, operation: OperationDefinitionNode): DocumentNode {
  return visit(parse(text), {
    OperationDefinition(node) {
      if (node.name?.value !== operation.name?.value) return null;
      const variableDefinitions = (node.variableDefinitions ?? []).map((definition) => {
        if (isBoolean(definition.type)) return definition;
        const { defaultValue: _, ...rest } = definition;
        return { ...rest, type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'JSON' } } as const };
      });
      return { ...node, variableDefinitions };
    },
  });
}

function isBoolean(type: TypeNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && named.name.value === 'Boolean';
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

function rootNodesOf(document: DocumentNode, operation: OperationDefinitionNode): FieldNode[] {
  const fragments = fragmentsOf(document);
  const nodes: FieldNode[] = [];
  const collect = (selectionSet: SelectionSetNode | undefined): void => {
    for (const node of selectionSet?.selections ?? []) {
      if (node.kind === Kind.FIELD) nodes.push(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      else {
        collect(fragments.get(node.name.value)?.selectionSet);
        fragments.delete(node.name.value);
      }
    }
  };
  collect(operation.selectionSet);
  return nodes;
}
