import { MillraceError } from '@millrace/core';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { ApiLimits } from '../limits.ts';
import { refusal } from './errors.ts';
import { rootNodesOf } from './root-nodes.ts';

interface Size {
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
  cost: number;
}

const sizeArguments = ['first', 'limit', 'maxRecords', 'segments'];

/**
 * Measures operations before they are validated or compiled: both take time that grows faster than the text. A fragment is
 * measured once, so that fragments within fragments cost nothing here; one within itself counts as empty (validation refuses it).
 */
export function checkOperationLimits(schema: GraphQLSchema, document: DocumentNode, limits: ApiLimits): GraphQLError[] {
  const measure = measurer(schema, fragmentsOf(document), limits);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
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
      ['maxRootFields', rootNodesOf(document, operation).length, 'root fields'],
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

/** How many fields an operation selects, fragments expanded: what is compiled grows with it. */
export function countFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limits: ApiLimits,
): number {
  const type = schema.getRootType(operation.operation) ?? undefined;
  return measurer(schema, fragmentsOf(document), limits)(operation.selectionSet, type).fields;
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
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
      cost: 1 + inner.cost * listSize(node, field, limits),
    };
  }

  function nodeSize(node: SelectionNode, type: GraphQLNamedType | undefined): Size {
    if (node.kind === Kind.FIELD) return fieldSize(node, type);
    if (node.kind === Kind.FRAGMENT_SPREAD) return fragmentSize(node.name.value);
    return measure(node.selectionSet, node.typeCondition ? schema.getType(node.typeCondition.name.value) : type);
  }

  function measure(selectionSet: SelectionSetNode, type: GraphQLNamedType | undefined): Size {
    const total = { ...nothing };
    /** Of a union an item is one member only: what it costs is what its dearest member does. */
    const memberCosts = new Map<string, number>();
    for (const node of selectionSet.selections) {
      const size = nodeSize(node, type);
      total.depth = Math.max(total.depth, size.depth);
      total.fields += size.fields;
      total.aliases += size.aliases;
      total.directives += size.directives + (node.directives?.length ?? 0);
      const member = isAbstractType(type) ? typeConditionOf(node, fragments) : undefined;
      if (member === undefined || member === type?.name) total.cost += size.cost;
      else memberCosts.set(member, (memberCosts.get(member) ?? 0) + size.cost);
    }
    total.cost += Math.max(0, ...memberCosts.values());
    return total;
  }
  return measure;
}

function typeConditionOf(
  node: SelectionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string | undefined {
  if (node.kind === Kind.INLINE_FRAGMENT) return node.typeCondition?.name.value;
  return node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)?.typeCondition.name.value : undefined;
}

/** As the arguments say, or the fields of `input`, or else their defaults; a variable is taken for the largest page there is. */
function listSize(node: FieldNode, field: GraphQLField<unknown, unknown> | undefined, limits: ApiLimits): number {
  for (const argument of field?.args ?? []) {
    const value = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
    const type = getNamedType(argument.type);
    const inner = isInputObjectType(type) ? sizedIn(Object.values(type.getFields())) : undefined;
    const size = inner ?? sizedIn([argument]);
    if (!size) continue;
    if (!inner) return sizeOf(value, size, field, limits);
    if (value && value.kind !== Kind.OBJECT) return largest(size.name, field, limits);
    return sizeOf(value?.fields.find(({ name }) => name.value === size.name)?.value, size, field, limits);
  }
  return 1;
}

type Sized = Pick<GraphQLInputField, 'name' | 'defaultValue'>;

function sizedIn(inputs: readonly Sized[]): Sized | undefined {
  return inputs.find(({ name }) => sizeArguments.includes(name));
}

function sizeOf(
  given: ValueNode | undefined,
  { name, defaultValue }: Sized,
  field: GraphQLField<unknown, unknown> | undefined,
  limits: ApiLimits,
): number {
  if (given) return given.kind === Kind.INT ? Math.max(1, Number(given.value)) : largest(name, field, limits);
  return typeof defaultValue === 'number' ? defaultValue : 1;
}

function largest(name: string, field: GraphQLField<unknown, unknown> | undefined, limits: ApiLimits): number {
  if (name === 'first') return largestPage(field, limits);
  return name === 'segments' ? limits.maxListedSegments : limits.maxRecordsPerPage;
}

function largestPage(field: GraphQLField<unknown, unknown> | undefined, limits: ApiLimits): number {
  if (getNamedType(field?.type)?.name === 'TableEntryConnection') return limits.maxTableEntriesPerPage;
  return Math.max(limits.maxTopicsPerPage, limits.maxGroupsPerPage, limits.maxApplicationsPerPage);
}
