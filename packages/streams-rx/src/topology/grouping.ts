import type { Serde } from '@millrace/core';
import type { Windowing } from '../windows/windowing.ts';
import type { TopologyNode } from './node.ts';
import { applySteps, type Piped } from './stream.ts';
import type { TopologyBuilder } from './topology-builder.ts';

type Step<A, B> = (input: A) => B;

export interface GroupingParts {
  readonly builder: TopologyBuilder;
  /** What gives the records; several where streams are grouped together. */
  readonly inputs: readonly TopologyNode[];
  readonly keySerde: Serde<unknown>;
  /** undefined: not by windows. */
  readonly windowing: Windowing | undefined;
}

/** Records with keys K, ready to be aggregated into a table with keys TK: those of the records, or these in windows. */
export abstract class Grouping<TK, V, K> {
  /** For types only. */
  declare readonly groups: (key: K) => { readonly tableKey: TK; readonly value: V };
  /** For operators. */
  readonly parts: GroupingParts;

  constructor(parts: GroupingParts) {
    this.parts = parts;
  }

  pipe<A>(a: Step<this, A>): Piped<A>;
  pipe<A, B>(a: Step<this, A>, b: Step<A, B>): Piped<B>;
  pipe<A, B, C>(a: Step<this, A>, b: Step<A, B>, c: Step<B, C>): Piped<C>;
  pipe<A, B, C, D>(a: Step<this, A>, b: Step<A, B>, c: Step<B, C>, d: Step<C, D>): Piped<D>;
  pipe<A, B, C, D, E>(a: Step<this, A>, b: Step<A, B>, c: Step<B, C>, d: Step<C, D>, e: Step<D, E>): Piped<E>;
  pipe<A, B, C, D, E, F>(
    a: Step<this, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
  ): Piped<F>;
  pipe(...steps: Step<never, unknown>[]): unknown {
    return applySteps(this, steps);
  }
}

/** One whose groups never become one, as sessions do. */
export abstract class FixedGrouping<TK, V, K> extends Grouping<TK, V, K> {
  /** For types only. */
  declare readonly groupsMerge: false;
}

/** What windows can be put on, and what it is by windows of a time, and by sessions. */
export interface Windowable {
  readonly inWindows: { readonly time: unknown; readonly session: unknown };
}
