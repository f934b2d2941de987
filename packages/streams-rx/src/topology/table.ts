import type { Serde } from '@millrace/core';
import type { EpochContext } from '../epoch/epoch-context.ts';
import type { KeyCodec } from '../record/windowed.ts';
import type { StateKey } from '../state/state-key.ts';
import type { MaybePromise, StoreKind } from '../state/task-state.ts';
import type { TopologyNode } from './node.ts';
import type { StoreDefinition } from './store-definition.ts';
import { applySteps, type Piped } from './stream.ts';
import type { TopologyBuilder } from './topology-builder.ts';

type Step<A, B> = (input: A) => B;

/** A table as it was before an epoch. */
export interface TableView<V> {
  /** Reads keys: to be waited for before `get`. */
  load(keys: Iterable<StateKey>): MaybePromise<void>;
  /** A key that was loaded. */
  get(key: StateKey): V | null;
}

/** When windows close. */
export interface WindowClosing {
  /** The stream time, ms, at which the window of a row has closed. */
  closesAt(key: StateKey): number;
  /** No window is open longer after a record that it has taken, ms of stream time. */
  readonly maxOpenMs: number;
}

export interface TableParts<K, V> {
  readonly builder: TopologyBuilder;
  /** Gives Changes of V. */
  readonly node: TopologyNode;
  readonly keys: KeyCodec<K>;
  readonly valueSerde: Serde<V>;
  /** Of the keys it has. */
  readonly storeKind: StoreKind;
  /** How long rows are kept, ms of stream time; null: for ever. */
  readonly retentionMs: number | null;
  /** Of a table by windows: when a row never changes again; undefined: no windows. */
  readonly closing?: WindowClosing | undefined;
  /** Where it is kept; undefined: nowhere, it is made of another one when it is looked at. */
  readonly store: StoreDefinition | undefined;
  readonly view: (epoch: EpochContext) => TableView<V>;
  /** From here on changes carry the old value, too. */
  readonly requireOld: () => void;
}

/**
 * The newest value of each key, as it changes: what an aggregate or a topic read as a table gives. Kafka Streams' KTable.
 * Its pipe takes operators of ours only; `toStream()` makes a stream of its changes.
 */
export class Table<K, V> {
  /** For types only. */
  declare readonly rows: (key: K) => V;
  /** For operators. */
  readonly parts: TableParts<K, V>;

  constructor(parts: TableParts<K, V>) {
    this.parts = parts;
  }

  pipe<A>(a: Step<Table<K, V>, A>): Piped<A>;
  pipe<A, B>(a: Step<Table<K, V>, A>, b: Step<A, B>): Piped<B>;
  pipe<A, B, C>(a: Step<Table<K, V>, A>, b: Step<A, B>, c: Step<B, C>): Piped<C>;
  pipe<A, B, C, D>(a: Step<Table<K, V>, A>, b: Step<A, B>, c: Step<B, C>, d: Step<C, D>): Piped<D>;
  pipe<A, B, C, D, E>(a: Step<Table<K, V>, A>, b: Step<A, B>, c: Step<B, C>, d: Step<C, D>, e: Step<D, E>): Piped<E>;
  pipe<A, B, C, D, E, F>(
    a: Step<Table<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
  ): Piped<F>;
  pipe<A, B, C, D, E, F, G>(
    a: Step<Table<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
  ): Piped<G>;
  pipe<A, B, C, D, E, F, G, H>(
    a: Step<Table<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
  ): Piped<H>;
  pipe<A, B, C, D, E, F, G, H, I>(
    a: Step<Table<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
    i: Step<H, I>,
  ): Piped<I>;
  pipe<A, B, C, D, E, F, G, H, I, J>(
    a: Step<Table<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
    i: Step<H, I>,
    j: Step<I, J>,
  ): Piped<J>;
  pipe<A, B, C, D, E, F, G, H, I, J, K>(
    a: Step<Table<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
    i: Step<H, I>,
    j: Step<I, J>,
    k: Step<J, K>,
  ): Piped<K>;
  pipe<A, B, C, D, E, F, G, H, I, J, K, L>(
    a: Step<Table<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
    i: Step<H, I>,
    j: Step<I, J>,
    k: Step<J, K>,
    l: Step<K, L>,
  ): Piped<L>;
  pipe(...steps: Step<never, unknown>[]): unknown {
    return applySteps(this, steps);
  }
}
