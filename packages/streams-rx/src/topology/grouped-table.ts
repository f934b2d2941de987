import type { GroupingParts } from './grouping.ts';
import { applySteps, type Piped } from './stream.ts';

type Step<A, B> = (input: A) => B;

/** Rows of a table by another key, ready to be aggregated: what comes in is added, what changes or goes is taken off first. Kafka Streams' KGroupedTable. */
export class GroupedTable<K, V> {
  /** For types only. */
  declare readonly groups: (key: K) => V;
  /** For operators. Its records are `RowChange`s. */
  readonly parts: GroupingParts;

  constructor(parts: GroupingParts) {
    this.parts = parts;
  }

  pipe<A>(a: Step<this, A>): Piped<A>;
  pipe<A, B>(a: Step<this, A>, b: Step<A, B>): Piped<B>;
  pipe<A, B, C>(a: Step<this, A>, b: Step<A, B>, c: Step<B, C>): Piped<C>;
  pipe<A, B, C, D>(a: Step<this, A>, b: Step<A, B>, c: Step<B, C>, d: Step<C, D>): Piped<D>;
  pipe(...steps: Step<never, unknown>[]): unknown {
    return applySteps(this, steps);
  }
}
