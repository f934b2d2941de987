import { MillraceError } from '@millrace/core';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ApiLimits } from '../limits.ts';
import { type CoerceVariables, compileVariableCoercion } from './coerce-variables.ts';
import { compileOperation, type RunOperation } from './compile-operation.ts';
import { refusal, requestError } from './errors.ts';
import { checkOperationLimits, countFields } from './operation-limits.ts';
import { rootNodesOf } from './root-nodes.ts';

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
  readonly run: RunOperation;
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
    this.#prepared = new LRUCache({ maxSize: limits.maxOperationCacheBytes });
  }

  prepare(text: string, operationName?: string | null): Preparation {
    const key = operationName ? `${operationName}\n${text}` : text;
    const known = this.#prepared.get(key);
    if (known) return known;
    const result = this.#prepareNew(text, operationName);
    // What is refused is not kept: it would push out what is used.
    if (!result.errors) this.#prepared.set(key, result, { size: this.#bytesOf(key, result.prepared) });
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
    const rootNodes = rootNodesOf(document, operation);
    const prepared: PreparedOperation = {
      document,
      operation,
      kind: operation.operation,
      rootNodes,
      rootFields: [...new Set(rootNodes.map((node) => node.name.value))],
      coerceVariables: compileVariableCoercion(this.schema, operation),
      run: compileOperation(this.schema, document, operation),
    };
    return { prepared, document };
  }

  /**
   * What an operation that is kept takes of the heap, rather too much than too little: its text with the values cut out of it, its tokens
   * and nodes, and its code, which grows with the fields. Texts with values in them come once each, and all are kept until they are pushed out.
   */
  #bytesOf(key: string, { document, operation }: PreparedOperation): number {
    const fields = countFields(this.schema, document, operation, this.#limits);
    return 8_192 + 6 * key.length + 400 * (document.tokenCount ?? 0) + 1_500 * fields;
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
