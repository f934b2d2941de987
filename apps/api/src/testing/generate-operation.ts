import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  OperationTypeNode,
} from 'graphql';

/** An operation as a client may write it, and the variables it sends. */
export interface GeneratedOperation {
  readonly text: string;
  readonly variables: { readonly [name: string]: unknown };
}

/** Operations of all kinds over a schema. Nearly all of them are valid. */
export function generatedOperations(schema: GraphQLSchema): fc.Arbitrary<GeneratedOperation> {
  const tape = fc.array(fc.nat(999), { minLength: 1, maxLength: 400, size: 'max' });
  return tape.map((choices) => new OperationWriter(schema, choices).write());
}

const maxDepth = 4;
const maxValueDepth = 4;

/**
 * Writes one operation as a list of numbers says: each decides one question, and where they end everything is as simple as it can be. So
 * a shorter list with smaller numbers is a simpler operation, which is how fast-check finds the smallest that fails.
 */
class OperationWriter {
  readonly #schema: GraphQLSchema;
  readonly #choices: readonly number[];
  #next = 0;
  readonly #definitions: string[] = [];
  readonly #variables: { [name: string]: unknown } = {};
  /** Finished fragments by the type they are on. */
  readonly #fragments = new Map<string, string[]>();
  readonly #fragmentTexts: string[] = [];
  /** The texts of arguments by the field they were written for: each has an alias of its own, so that none contradict each other. */
  readonly #arguments = new Map<string, string[]>();
  readonly #conditions: string[] = [];

  constructor(schema: GraphQLSchema, choices: readonly number[]) {
    this.#schema = schema;
    this.#choices = choices;
  }

  write(): GeneratedOperation {
    const kind = this.#pick(Object.values(OperationTypeNode));
    const type = this.#schema.getRootType(kind) as GraphQLCompositeType;
    const selections =
      kind === OperationTypeNode.SUBSCRIPTION ? `{ ${this.#field(type, 0)} }` : this.#selectionSet(type, 0);
    const variables = this.#definitions.length > 0 ? ` (${this.#definitions.join(', ')})` : '';
    const text = [`${kind}${variables} ${selections}`, ...this.#fragmentTexts].join('\n');
    return { text, variables: this.#variables };
  }

  #choose(bound: number): number {
    return (this.#choices[this.#next++] ?? 0) % bound;
  }

  /** True in that many of a hundred cases. */
  #chance(percent: number): boolean {
    return this.#choose(100) >= 100 - percent;
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#choose(from.length)] as T;
  }

  #selectionSet(type: GraphQLCompositeType, depth: number): string {
    const selections = Array.from({ length: 1 + this.#choose(4) }, () => this.#selection(type, depth));
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    if (isUnionType(type))
      return this.#chance(20) ? '__typename' : this.#inline(this.#pick(type.getTypes()), depth, true);
    if (depth < maxDepth && this.#chance(12)) return this.#inline(type, depth, this.#chance(50));
    if (depth < maxDepth && this.#chance(20)) return `...${this.#fragment(type, depth)}${this.#condition()}`;
    return this.#chance(8) ? `__typename${this.#condition()}` : this.#field(type, depth);
  }

  #inline(type: GraphQLCompositeType, depth: number, named: boolean): string {
    const on = named ? ` on ${type.name}` : '';
    return `...${on}${this.#condition()} ${this.#selectionSet(type, depth + 1)}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const known = this.#fragments.get(type.name) ?? [];
    if (known.length > 0 && this.#chance(60)) return this.#pick(known);
    const selections = this.#selectionSet(type, depth + 1);
    const name = `F${this.#fragmentTexts.length}`;
    this.#fragmentTexts.push(`fragment ${name} on ${type.name} ${selections}`);
    this.#fragments.set(type.name, [...(this.#fragments.get(type.name) ?? []), name]);
    return name;
  }

  #field(type: GraphQLCompositeType, depth: number): string {
    const all = Object.values(isObjectType(type) ? type.getFields() : {});
    const leaves = all.filter((field) => !isCompositeType(getNamedType(field.type)));
    const candidates = depth < maxDepth || leaves.length === 0 ? all : leaves;
    const field = this.#pick(candidates);
    const inner = getNamedType(field.type);
    const written = `${this.#fieldWithArguments(type, field)}${depth > 0 ? this.#condition() : ''}`;
    if (!isCompositeType(inner)) return written;
    return depth < maxDepth + 2 ? `${written} ${this.#selectionSet(inner, depth + 1)}` : `${written} { __typename }`;
  }

  #fieldWithArguments(type: GraphQLNamedType, field: GraphQLField<unknown, unknown>): string {
    if (field.args.length === 0) return this.#chance(10) ? `other_${field.name}: ${field.name}` : field.name;
    const key = `${type.name}.${field.name}`;
    const known = this.#arguments.get(key) ?? [];
    this.#arguments.set(key, known);
    const variant = this.#chance(40) ? known.length : this.#choose(Math.max(1, known.length));
    if (variant === known.length) known.push(this.#argumentList(field.args));
    return `${variant === 0 ? '' : `${field.name}_${variant}: `}${field.name}${known[variant]}`;
  }

  #argumentList(definitions: readonly GraphQLArgument[]): string {
    const given = definitions.filter((definition) => isRequired(definition) || this.#chance(50));
    if (given.length === 0) return '';
    return `(${given.map((definition) => `${definition.name}: ${this.#value(definition, 0)}`).join(', ')})`;
  }

  #condition(): string {
    if (!this.#chance(15)) return '';
    const directive = this.#pick(['@include', '@skip']);
    const other = this.#chance(20) ? ` @${directive === '@skip' ? 'include' : 'skip'}(if: ${this.#truth()})` : '';
    return ` ${directive}(if: ${this.#truth()})${other}`;
  }

  #truth(): string {
    if (this.#chance(20)) return this.#pick(['true', 'false']);
    if (this.#conditions.length < 2) {
      const name = this.#declare(this.#pick(['Boolean!', 'Boolean = true', 'Boolean! = false']));
      const given = this.#choose(6);
      if (given < 4 || this.#definitions.at(-1)?.endsWith('Boolean!')) this.#variables[name] = given % 2 === 0;
      else if (given === 4) this.#variables[name] = null;
      this.#conditions.push(`$${name}`);
    }
    return this.#pick(this.#conditions);
  }

  #declare(type: string): string {
    const name = `v${this.#definitions.length}`;
    this.#definitions.push(`$${name}: ${type}`);
    return name;
  }

  /** A value for an argument or a field of an input object: written out, a variable, or with variables in it. */
  #value({ type, defaultValue }: GraphQLArgument | GraphQLInputField, depth: number, neverNull = false): string {
    if (this.#chance(depth === 0 ? 40 : 20)) return this.#variable(type, defaultValue !== undefined, neverNull);
    return this.#literal(neverNull ? getNullableType(type) : type, depth, neverNull);
  }

  #variable(type: GraphQLInputType, hasDefault: boolean, neverNull: boolean): string {
    const bare = String(getNullableType(type));
    const withDefault = !neverNull && this.#chance(20);
    const nonNull = neverNull || (isNonNullType(type) && !withDefault && !(hasDefault && this.#chance(50)));
    const given = nonNull ? 0 : this.#choose(4);
    const name = this.#declare(
      `${bare}${nonNull ? '!' : ''}${withDefault ? ` = ${this.#literal(getNullableType(type), maxValueDepth - 1, true, true)}` : ''}`,
    );
    if (given === 3) this.#variables[name] = null;
    else if (given !== 2) this.#variables[name] = this.#external(getNullableType(type), 1);
    return `$${name}`;
  }

  #literal(type: GraphQLInputType, depth: number, neverNull = false, constant = false): string {
    if (isNonNullType(type)) return this.#literal(type.ofType, depth, true, constant);
    if (!neverNull && this.#chance(10)) return 'null';
    if (isListType(type)) {
      if (this.#chance(10)) return this.#literal(type.ofType, depth + 1, true, constant);
      const items = Array.from({ length: this.#choose(3) }, () =>
        constant
          ? this.#literal(type.ofType, depth + 1, false, true)
          : this.#value({ type: type.ofType } as GraphQLArgument, depth + 1),
      );
      return `[${items.join(', ')}]`;
    }
    if (isInputObjectType(type)) {
      const fields = this.#fieldsOf(type, depth).map((field) => {
        const value = constant
          ? this.#literal(field.type, depth + 1, type.isOneOf, true)
          : this.#value(field, depth + 1, type.isOneOf);
        return `${field.name}: ${value}`;
      });
      return `{ ${fields.join(', ')} }`;
    }
    if (isEnumType(type)) return this.#pick(type.getValues()).name;
    return type.name === 'JSON' ? this.#json(depth, constant) : JSON.stringify(this.#scalar(type.name));
  }

  /** A oneOf has exactly one field, other inputs what is required and some more; deep down only what is required. */
  #fieldsOf(type: GraphQLInputObjectType, depth: number): GraphQLInputField[] {
    const fields = Object.values(type.getFields());
    if (type.isOneOf) return [this.#pick(fields)];
    return fields.filter((field) => isRequired(field) || (depth < maxValueDepth && this.#chance(40)));
  }

  #json(depth: number, constant: boolean): string {
    const simple = ['1', '"text"', 'true', 'null', '1.5', 'NAME', '-0'];
    const kind = depth < maxValueDepth ? this.#choose(5) : 0;
    if (kind === 1 && !constant) return this.#variable(this.#schema.getType('JSON') as GraphQLInputType, true, false);
    if (kind === 2) return `[${this.#json(depth + 1, constant)}, ${this.#json(depth + 1, constant)}]`;
    if (kind >= 3) {
      const name = this.#pick(['id', 'total', '__proto__', 'constructor']);
      return `{ ${name}: ${this.#json(depth + 1, constant)}, more: ${this.#json(depth + 1, constant)} }`;
    }
    return this.#pick(simple);
  }

  /** As it is sent in variables. */
  #external(type: GraphQLInputType, depth: number): unknown {
    if (isNonNullType(type)) return this.#external(type.ofType, depth);
    if (isListType(type)) return Array.from({ length: this.#choose(3) }, () => this.#external(type.ofType, depth + 1));
    if (isInputObjectType(type)) {
      return Object.fromEntries(
        this.#fieldsOf(type, depth).map((field) => [field.name, this.#external(field.type, depth + 1)]),
      );
    }
    if (isEnumType(type)) return this.#pick(type.getValues()).name;
    return this.#scalar(type.name);
  }

  #scalar(name: string): unknown {
    if (name === 'DateTime') return '2026-01-31T12:00:00.000Z';
    if (name === 'Base64') return 'YWJj';
    if (name === 'Boolean') return this.#chance(50);
    if (name === 'JSON') return this.#pick<unknown>([1, 'text', { id: 1, more: [null] }, [], true]);
    return name === 'String' || name === 'ID' ? this.#pick(['text', '', 'a "quoted" \\ text']) : this.#choose(100);
  }
}

function isRequired({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}
