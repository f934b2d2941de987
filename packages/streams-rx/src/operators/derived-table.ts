import type { Serde } from '@millrace/core';
import { concatMap, EMPTY, type Observable, of } from 'rxjs';
import type { Change } from '../record/change.ts';
import { givenValue } from '../record/given-value.ts';
import type { StateKey } from '../state/state-key.ts';
import type { OperatorNode } from '../topology/node.ts';
import { Table } from '../topology/table.ts';

export interface DerivedTableOptions<K, V, R> {
  readonly operator: string;
  readonly valueSerde: Serde<R>;
  /** What becomes of a row; null: there is none. Called for the same row any number of times. */
  readonly rowOf: (value: V, key: K) => R | null;
  /** Whether changes that take out what was not there have to be left out. */
  readonly dropsEmpty: boolean;
}

/** A table each of whose rows is made of one row of another one, and kept nowhere: it is made anew when somebody looks at it (S70). */
export function derivedTable<K, V, R>(table: Table<K, V>, options: DerivedTableOptions<K, V, R>): Table<K, R> {
  const { builder, keys, node: input, view, requireOld } = table.parts;
  const { operator, valueSerde, rowOf, dropsEmpty } = options;
  if (dropsEmpty) requireOld();
  const derived = (value: V | null, key: StateKey): R | null =>
    value === null ? null : givenValue(rowOf(value, keys.decode(key)), node.id);
  const node: OperatorNode = builder.add({
    operator,
    inputs: [input],
    build: ([changes]) =>
      (changes as unknown as Observable<Change<V>>).pipe(
        concatMap((change) => {
          const newValue = derived(change.newValue, change.key);
          const oldValue = change.oldValue === undefined ? undefined : derived(change.oldValue, change.key);
          return dropsEmpty && newValue === null && oldValue === null ? EMPTY : of({ ...change, newValue, oldValue });
        }),
      ),
  });
  return new Table<K, R>({
    ...table.parts,
    node,
    valueSerde,
    store: undefined,
    view(epoch) {
      const rows = view(epoch);
      return { load: (wanted) => rows.load(wanted), get: (key) => derived(rows.get(key), key) };
    },
  });
}
