import type { Serde } from '@millrace/core';
import type { RowChange } from '../record/row-change.ts';
import { GroupedStream } from '../topology/grouped-stream.ts';
import type { GroupedTable } from '../topology/grouped-table.ts';
import type { Table } from '../topology/table.ts';
import { aggregateByKey } from './aggregate-by-key.ts';

export interface AggregateRowsOptions<K, V, A> {
  readonly operator: string;
  readonly store: string | undefined;
  readonly valueSerde: Serde<A>;
  /** null for the aggregate: there is none yet, or none any more. */
  readonly add: (before: A | null, value: V, key: K) => A | null;
  readonly subtract: (before: A, value: V, key: K) => A | null;
}

/** The table behind `countRows`, `reduceTable` and `aggregateTable`: what a row was is taken off before what it is is added (S76). */
export function aggregateRows<K, V, A>(
  grouped: GroupedTable<K, V>,
  { operator, store, valueSerde, add, subtract }: AggregateRowsOptions<K, V, A>,
): Table<K, A> {
  return aggregateByKey<RowChange<V>, K, A>(new GroupedStream(grouped.parts), {
    merge: undefined,
    operator,
    store,
    valueSerde,
    update(before, record) {
      const { oldValue, newValue } = record.value;
      const key = record.key as K;
      const left = oldValue === null || before === null ? before : subtract(before, oldValue, key);
      // undefined is no value that something could be added to: who has called refuses it.
      return newValue === null || left === undefined ? left : add(left, newValue, key);
    },
  });
}
