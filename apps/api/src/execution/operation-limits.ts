import { MillraceError } from '@millrace/core';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ApiLimits } from '../limits.ts';
import { refusal } from './errors.ts';

interface Size {
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
  cost: number;
}

const sizeArguments = ['first', 'limit', 'maxRecords'];

/**
 * Measures operations before they are validated or compiled: both take time that grows faster than the text. A fragment is
 * measured once, so that fragments within fragments cost nothing here; one within itself counts as empty (validation refuses it).
 */
export function checkOperationLimits(schema: GraphQLSchema, document: DocumentNode, limits: ApiLimits): GraphQLError[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const measure = measurer(schema, fragments, limits);
  const errors: GraphQLError[] = [];
  for (const operation of operations) {
    const size = measure(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
    const variables = operation.variableDefinitions ?? [];
    size.directives += variables.reduce((sum, { directives }) => sum + (directives?.length ?? 0), 0);
    const checks: [keyof ApiLimits, number, string][] = [
      ['maxQueryDepth', size.depth, 'levels of fields'],
      ['maxQueryFields', size.fields, 'fields'],
      ['maxQueryAliases', size.aliases, 'aliases'],
      ['maxQueryDirectives', size.directives, 'directives'],
      ['maxRootFields', operation.selectionSet.selections.length, 'root fields'],
      ['maxQueryCost', size.cost, 'fields of list items, as its list sizes say'],
    ];
    for (const [limit, found, what] of checks) {
      if (found <= limits[limit]) continue;
      const message = `The operation has ${found} ${what}; ${limit} allows ${limits[limit]}. Ask for less, or in several operations.`;
      errors.push(refusal(new MillraceError('LIMIT_EXCEEDED', message, { details: { limit, value: limits[limit] } })));
    }
  }
  return errors;
}

type Measure = (selectionSet: SelectionSetNode, type: GraphQLNamedType | undefined) => Size;

function measurer(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  limits: ApiLimits,
): Measure {
  const measured = new Map<string, Size>();
  const nothing: Size = { depth: 0, fields: 0, aliases: 0, directives: 0, cost: 0 };

  function fragmentSize(name: string): Size {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    if (!fragment) return nothing;
    const size = measure(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
    measured.set(name, size);
    return size;
  }

  function fieldSize(node: FieldNode, type: GraphQLNamedType | undefined): Size {
    const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined;
    const inner = node.selectionSet
      ? measure(node.selectionSet, field ? getNamedType(field.type) : undefined)
      : nothing;
    return {
      depth: inner.depth + 1,
      fields: inner.fields + 1,
      aliases: inner.aliases + (node.alias ? 1 : 0),
      directives: inner.directives,
      cost: 1 + inner.cost * listSize(node, limits),
    };
  }

  function measure(selectionSet: SelectionSetNode, type: GraphQLNamedType | undefined): Size {
    const total = { ...nothing };
    for (const node of selectionSet.selections) {
      const size =
        node.kind === Kind.FIELD
          ? fieldSize(node, type)
          : node.kind === Kind.FRAGMENT_SPREAD
            ? fragmentSize(node.name.value)
            : measure(node.selectionSet, node.typeCondition ? schema.getType(node.typeCondition.name.value) : type);
      total.depth = Math.max(total.depth, size.depth);
      total.fields += size.fields;
      total.aliases += size.aliases;
      total.directives += size.directives + (node.directives?.length ?? 0);
      total.cost += size.cost;
    }
    return total;
  }
  return measure;
}

/** As the arguments say; a variable is taken for the largest page there is. */
function listSize(node: FieldNode, limits: ApiLimits): number {
  for (const argument of node.arguments ?? []) {
    if (!sizeArguments.includes(argument.name.value)) continue;
    const largest = argument.name.value === 'first' ? limits.maxTopicsPerPage : limits.maxRecordsPerPage;
    const given = argument.value.kind === Kind.INT ? Number(argument.value.value) : largest;
    return Math.max(1, given);
  }
  return 1;
}
