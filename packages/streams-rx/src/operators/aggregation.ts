import type { Serde } from '@millrace/core';
import type { StreamRecord } from '../record/stream-record.ts';

export interface StoreNaming<V> {
  /** Name of its store, by which it is found again when the topology has changed. Default: the operator's with a number. */
  readonly store?: string;
  /** How its values are kept. Default JSON. */
  readonly value?: Serde<V>;
}

/** What is done with the records of a group, whatever it is grouped by. */
export interface Aggregation<V, A> {
  readonly operator: string;
  readonly store: string | undefined;
  readonly valueSerde: Serde<A>;
  /** What a record makes of what was there; null: nothing was, or nothing shall be. `input` tells which of the grouping's inputs it came by. */
  readonly update: (before: A | null, record: StreamRecord<unknown, V>, input: number) => A | null;
  /** What two groups are together, the earlier one first; undefined where groups never become one. */
  readonly merge: ((one: A, other: A, key: unknown) => A) | undefined;
}
