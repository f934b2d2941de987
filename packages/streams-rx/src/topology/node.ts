import type { Serde } from '@millrace/core';
import type { ResetPolicy } from '@millrace/engine';
import type { Observable } from 'rxjs';
import type { EpochContext } from '../epoch/epoch-context.ts';
import type { StoreDefinition } from './store-definition.ts';

/** What flows between two nodes has a place in its epoch: that of the input record it was made of. */
export interface Ordered {
  readonly ordinal: number;
}

/** A node as a task has it. */
export interface NodeOfTask {
  readonly id: string;
  /** Of the topics that its records come from; null where they have different ones, or keys are not to be checked. */
  readonly partitionCount: number | null;
}

/** How a node works in an epoch: what it makes of what comes. Called anew for every epoch. */
export type NodeBuild = (
  inputs: readonly Observable<Ordered>[],
  epoch: EpochContext,
  node: NodeOfTask,
) => Observable<Ordered>;

/** A node of a topology. `index` rises along the way of records: inputs come before what reads them. */
export type TopologyNode = SourceNode | OperatorNode | SinkNode | GlobalNode;

interface BaseNode {
  readonly index: number;
  /** As `countRecords-0003`, or the name that it was given. */
  readonly id: string;
  readonly operator: string;
}

export interface SourceNode extends BaseNode {
  readonly kind: 'SOURCE';
  readonly topic: string;
  readonly keySerde: Serde<unknown>;
  readonly valueSerde: Serde<unknown>;
  /** Of a repartition topic: how many partitions it shall have; undefined: as many as what it is joined with, or comes from. */
  readonly internal: { readonly partitions: number | undefined } | undefined;
  /** ms since 1970 from a record; undefined: the record's own. */
  readonly timestampOf: ((record: unknown) => number) | undefined;
  /** undefined: the application's. */
  readonly resetPolicy: ResetPolicy | undefined;
}

export interface OperatorNode extends BaseNode {
  readonly kind: 'OPERATOR';
  readonly inputs: readonly TopologyNode[];
  /** Stores it reads or writes: they are on its task. */
  readonly stores: readonly StoreDefinition[];
  readonly build: NodeBuild;
  /** Inputs that must have as many partitions as each other. */
  readonly isJoin: boolean;
  /** Of each punctuation on wall-clock time, which comes without a record, too: at the multiples of how many ms. */
  readonly wallClocksMs: readonly number[];
}

export interface SinkNode extends BaseNode {
  readonly kind: 'SINK';
  readonly inputs: readonly TopologyNode[];
  readonly topic: string;
  /** How values are written that were changed, or have to be written anew. */
  readonly valueSerde: Serde<unknown>;
  readonly build: NodeBuild;
  /** The topic is a repartition topic of the application's own. */
  readonly internal: boolean;
}

/** A topic that every instance reads whole, into memory. */
export interface GlobalNode extends BaseNode {
  readonly kind: 'GLOBAL';
  readonly topic: string;
  readonly keySerde: Serde<unknown>;
  readonly valueSerde: Serde<unknown>;
}

export function inputsOf(node: TopologyNode): readonly TopologyNode[] {
  return node.kind === 'OPERATOR' || node.kind === 'SINK' ? node.inputs : [];
}
