import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { derivedTable } from './derived-table.ts';

/**
 * The rows for which the predicate holds. One for which it holds no longer is taken out; changes of rows that were not and are not in the
 * table are none. The predicate is asked again where a row is looked at: it must depend on nothing else. Kafka Streams' KTable.filter.
 */
export function filterTable<K, V>(predicate: (value: V, key: K) => boolean): Operator<Table<K, V>, Table<K, V>> {
  return operator('filterTable', (table: Table<K, V>) =>
    derivedTable(table, {
      operator: 'filterTable',
      valueSerde: table.parts.valueSerde,
      rowOf: (value, key) => (predicate(value, key) ? value : null),
      dropsEmpty: true,
    }),
  );
}
