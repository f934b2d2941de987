import { MillraceError, type Serde } from '@millrace/core';
import type { ResetPolicy } from '@millrace/engine';
import type { GlobalNode, NodeBuild, OperatorNode, SinkNode, SourceNode, TopologyNode } from './node.ts';
import { StoreDefinition, type StoreOptions } from './store-definition.ts';
import { checkedTopicName } from './topic-name.ts';

export interface OperatorOptions {
  readonly operator: string;
  readonly inputs: readonly TopologyNode[];
  readonly build: NodeBuild;
  readonly stores?: readonly StoreDefinition[];
  readonly isJoin?: boolean;
  readonly wallClocksMs?: readonly number[];
  /** Of an operator that adds several nodes which are all its own: what its name goes on with for this one. */
  readonly part?: string;
}

export interface SourceOptions {
  readonly topic: string;
  readonly keySerde: Serde<unknown>;
  readonly valueSerde: Serde<unknown>;
  readonly internal?: { readonly partitions: number | undefined };
  readonly timestampOf?: ((record: unknown) => number) | undefined;
  readonly resetPolicy?: ResetPolicy | undefined;
}

/** Gathers the nodes of an application's topology, in the order in which it is written down. */
export class TopologyBuilder {
  readonly applicationId: string;
  readonly #nodes: TopologyNode[] = [];
  readonly #stores: StoreDefinition[] = [];
  /** For the next operator or sink, or all parts of it. */
  #name: string | undefined;
  #hasNamed = false;
  #isFrozen = false;

  constructor(applicationId: string) {
    this.applicationId = applicationId;
  }

  get nodes(): readonly TopologyNode[] {
    return this.#nodes;
  }

  get stores(): readonly StoreDefinition[] {
    return this.#stores;
  }

  /** Nothing is added any more: the application has started. */
  freeze(): void {
    this.#isFrozen = true;
  }

  /**
   * Has the first operator or sink that `define` adds go by a name; where that has parts, each of them by the name and its part. INVALID_TOPOLOGY for a name that is
   * none or is there, and where nothing is added that could go by it.
   */
  named<T>(name: string, define: () => T): T {
    this.#name = checkedName(name);
    this.#hasNamed = false;
    try {
      const defined = define();
      if (this.#hasNamed) return defined;
    } finally {
      // What is defined behind one that was refused does not go by its name.
      this.#name = undefined;
    }
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `"${name}" is to name what adds nothing to the topology by itself, or has a name: name the operator behind it.`,
    );
  }

  /**
   * A topic is read once, whoever needs it. INVALID_TOPOLOGY where it is read in two ways, or a topic of the application's own would be written by two
   * operators.
   */
  source(options: SourceOptions): SourceNode {
    const { topic, keySerde, valueSerde, internal, timestampOf, resetPolicy } = options;
    const known = this.#nodes.find((node): node is SourceNode => node.kind === 'SOURCE' && node.topic === topic);
    if (known) {
      if (internal) {
        throw new MillraceError(
          'INVALID_TOPOLOGY',
          `Two operators would send their records through topic "${topic}": give each a name of its own.`,
        );
      }
      const difference = differenceOf(known, options);
      if (difference === undefined) return known;
      throw new MillraceError(
        'INVALID_TOPOLOGY',
        `Topic "${topic}" is read twice with different ${difference}: read it once and use what app.stream() gave in both places, or give the same in both.`,
      );
    }
    return this.#add('source', undefined, (base) => ({
      ...base,
      kind: 'SOURCE',
      topic: checkedTopicName(topic),
      keySerde,
      valueSerde,
      internal,
      timestampOf,
      resetPolicy,
    }));
  }

  global(topic: string, keySerde: Serde<unknown>, valueSerde: Serde<unknown>): GlobalNode {
    return this.#add('globalTable', undefined, (base) => ({
      ...base,
      kind: 'GLOBAL',
      topic: checkedTopicName(topic),
      keySerde,
      valueSerde,
    }));
  }

  add(options: OperatorOptions): OperatorNode {
    const { operator, inputs, build, stores = [], isJoin = false, wallClocksMs = [], part } = options;
    return this.#add(operator, this.#takeName(part), (base) => ({
      ...base,
      kind: 'OPERATOR',
      inputs,
      build,
      stores,
      isJoin,
      wallClocksMs,
    }));
  }

  sink(options: {
    readonly operator: string;
    readonly input: TopologyNode;
    readonly topic: string;
    readonly valueSerde: Serde<unknown>;
    readonly build: NodeBuild;
    readonly internal?: boolean;
  }): SinkNode {
    const { operator, input, topic, valueSerde, build, internal = false } = options;
    return this.#add(operator, internal ? undefined : this.#takeName(), (base) => ({
      ...base,
      kind: 'SINK',
      inputs: [input],
      topic: checkedTopicName(topic),
      valueSerde,
      build,
      internal,
    }));
  }

  /** The name is the operator's and a number, unless the caller gives one. */
  store(operator: string, options: StoreOptions): StoreDefinition {
    const store = new StoreDefinition(`${operator}-${padded(this.#nodes.length)}`, options);
    this.#stores.push(store);
    return store;
  }

  /** The name that the next node will have, for what is made with it. */
  nextName(operator: string): string {
    return `${operator}-${padded(this.#nodes.length)}`;
  }

  #takeName(part?: string): string | undefined {
    const name = this.#name;
    this.#hasNamed = true;
    if (part === undefined) this.#name = undefined;
    return name === undefined || part === undefined ? name : checkedName(`${name}-${part}`);
  }

  #add<N extends TopologyNode>(
    operator: string,
    name: string | undefined,
    make: (base: { readonly index: number; readonly id: string; readonly operator: string }) => N,
  ): N {
    if (this.#isFrozen) {
      throw new MillraceError(
        'INVALID_TOPOLOGY',
        `Application "${this.applicationId}" has started: write its whole topology down before app.start().`,
      );
    }
    const index = this.#nodes.length;
    const id = name ?? `${operator}-${padded(index)}`;
    if (this.#nodes.some((node) => node.id === id)) {
      throw new MillraceError('INVALID_TOPOLOGY', `Two operators would be named "${id}": give one another name.`);
    }
    const node = make({ index, id, operator });
    this.#nodes.push(node);
    return node;
  }
}

const namePattern = /^[a-zA-Z0-9._-]{1,100}$/;

function checkedName(name: string): string {
  if (namePattern.test(name)) return name;
  throw new MillraceError('INVALID_TOPOLOGY', `"${name}" is no name: they have 1 to 100 of a-z A-Z 0-9 . _ -.`);
}

/** What two ways to read a topic differ in; undefined: in nothing. */
function differenceOf(one: SourceNode, other: SourceOptions): string | undefined {
  if (one.keySerde !== other.keySerde || one.valueSerde !== other.valueSerde) return 'serdes';
  if (one.timestampOf !== other.timestampOf) return 'timestamps';
  return one.resetPolicy === other.resetPolicy ? undefined : 'reset policies';
}

const padded = (index: number) => String(index).padStart(4, '0');
