import {
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';

/** Turns given variables into coerced ones, or throws a GraphQLError that names the place. */
export type CoerceVariables = (given: { readonly [name: string]: unknown }) => { [name: string]: unknown };

type Coercer = (value: unknown) => unknown;

/** What is wrong with a value, and where in it; the path is put together on the way out. */
class Mismatch extends Error {
  readonly path: (string | number)[] = [];

  at(key: string | number): this {
    this.path.unshift(key);
    return this;
  }
}

function mismatchAt(error: unknown, key: string | number): Mismatch {
  return (error instanceof Mismatch ? error : new Mismatch(reasonOf(error))).at(key);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Compiles the coercion of an operation's variables. graphql-js walks the types of every value again on every call and
 * collects every error with its path; for a call of thousands of records that is most of its time. Here each type
 * becomes one function, and the first error ends it. (graphql-jit's own compiler does not know @oneOf and has no limit on errors.)
 */
export function compileVariableCoercion(schema: GraphQLSchema, operation: OperationDefinitionNode): CoerceVariables {
  const coercers = new Map<GraphQLInputType, Coercer>();
  const variables = (operation.variableDefinitions ?? []).map((definition) => {
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) throw new GraphQLError('A variable needs an input type.', { nodes: definition.type });
    return {
      name: definition.variable.name.value,
      definition,
      type,
      coerce: coercerOf(type, coercers),
      defaultValue: definition.defaultValue ? valueFromAST(definition.defaultValue, type) : undefined,
    };
  });
  return (given) => {
    const coerced: { [name: string]: unknown } = {};
    for (const { name, definition, type, coerce, defaultValue } of variables) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (value === undefined) {
        if (defaultValue !== undefined) coerced[name] = defaultValue;
        else if (isNonNullType(type)) {
          throw invalid(definition, `Variable "$${name}" of required type "${type}" was not provided.`, name);
        }
        continue;
      }
      try {
        coerced[name] = coerce(value);
      } catch (error) {
        const path = error instanceof Mismatch ? error.path : [];
        const place = path.reduce<string>(
          (text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${key}`),
          name,
        );
        throw invalid(definition, `Variable "$${name}" got an invalid value at "${place}": ${reasonOf(error)}`, place);
      }
    }
    return coerced;
  };
}

function invalid(definition: VariableDefinitionNode, message: string, path: string): GraphQLError {
  const extensions = { code: 'INVALID_INPUT', retriable: false, details: { path } };
  return new GraphQLError(message, { nodes: definition, extensions });
}

function coercerOf(type: GraphQLInputType, known: Map<GraphQLInputType, Coercer>): Coercer {
  let coercer = known.get(type);
  if (!coercer) {
    // Input types may refer to themselves: the entry is there before its parts are looked at.
    let made: Coercer | undefined;
    known.set(type, (value) => (made as Coercer)(value));
    made = makeCoercer(type, known);
    known.set(type, made);
    coercer = made;
  }
  return coercer;
}

function makeCoercer(type: GraphQLInputType, known: Map<GraphQLInputType, Coercer>): Coercer {
  if (isNonNullType(type)) {
    const inner = coercerOf(type.ofType, known);
    return (value) => {
      if (value === null || value === undefined) throw new Mismatch(`Expected a ${type.ofType}, not null.`);
      return inner(value);
    };
  }
  if (isListType(type)) {
    const item = coercerOf(type.ofType, known);
    return (value) => {
      if (value === null) return null;
      if (!Array.isArray(value)) return [item(value)];
      const result = new Array<unknown>(value.length);
      for (let i = 0; i < value.length; i++) {
        try {
          result[i] = item(value[i]);
        } catch (error) {
          throw mismatchAt(error, i);
        }
      }
      return result;
    };
  }
  if (isInputObjectType(type)) return inputObjectCoercer(type, known);
  if (isEnumType(type)) {
    const names = type.getValues().map((value) => value.name);
    return (value) => {
      if (value === null) return null;
      const member = typeof value === 'string' ? type.getValue(value) : undefined;
      if (!member) throw new Mismatch(`Expected one of ${names.join(', ')}.`);
      return member.value;
    };
  }
  return (value) => {
    if (value === null) return null;
    const parsed = type.parseValue(value);
    if (parsed === undefined) throw new Mismatch(`Expected a ${type}.`);
    return parsed;
  };
}

function inputObjectCoercer(type: GraphQLInputObjectType, known: Map<GraphQLInputType, Coercer>): Coercer {
  const fields = new Map<string, Coercer>();
  const defaults: [string, unknown][] = [];
  const required: string[] = [];
  for (const field of Object.values(type.getFields())) {
    fields.set(field.name, coercerOf(field.type, known));
    if (field.defaultValue !== undefined) defaults.push([field.name, field.defaultValue]);
    else if (isNonNullType(field.type)) required.push(field.name);
  }
  return (value) => {
    if (value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) throw new Mismatch(`Expected a ${type} object.`);
    const result: { [name: string]: unknown } = {};
    let count = 0;
    for (const name in value) {
      const coerce = fields.get(name);
      if (!coerce)
        throw new Mismatch(`There is no field "${name}" in ${type}: it has ${[...fields.keys()].join(', ')}.`);
      const given = (value as { [name: string]: unknown })[name];
      if (given === undefined) continue;
      count++;
      try {
        result[name] = coerce(given);
      } catch (error) {
        throw mismatchAt(error, name);
      }
    }
    for (const name of required) if (result[name] === undefined) throw new Mismatch(`The field "${name}" is required.`);
    for (const [name, fallback] of defaults) if (result[name] === undefined) result[name] = fallback;
    if (type.isOneOf && (count !== 1 || Object.values(result)[0] === null)) {
      throw new Mismatch(`Give exactly one of ${[...fields.keys()].join(', ')}.`);
    }
    return result;
  };
}
