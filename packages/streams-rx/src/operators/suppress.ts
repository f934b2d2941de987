import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import type { Suppression } from '../windows/suppression.ts';
import { suppressedTable } from './suppressed-table.ts';

export interface SuppressOptions {
  /** Name of what is held back, by which it is found again when the topology has changed. Default: the operator's with a number. */
  readonly store?: string;
}

/**
 * Holds changes of a table back and gives the last one of each row. The time is stream time as this operator sees it, the greatest time of a change: no
 * result comes before a record that moves it. Kafka Streams' KTable.suppress (S30 to S33).
 *
 * @example
 * app.stream<string, Click>('clicks').pipe(
 *   groupByKey(),
 *   windowedBy(tumbling({ size: hours(1), grace: minutes(5) })),
 *   countRecords(),
 *   suppress(untilWindowCloses()),
 *   toStream(),
 *   to('clicks_per_hour'),
 * );
 */
export function suppress<K, V>(
  suppression: Suppression,
  options: SuppressOptions = {},
): Operator<Table<K, V>, Table<K, V>> {
  return operator('suppress', (table: Table<K, V>) => suppressedTable(table, suppression, options.store));
}
