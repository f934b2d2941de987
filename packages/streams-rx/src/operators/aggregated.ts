import type { Grouping } from '../topology/grouping.ts';
import type { Table } from '../topology/table.ts';
import type { Windowing } from '../windows/windowing.ts';
import { aggregateByKey } from './aggregate-by-key.ts';
import { aggregateBySession } from './aggregate-by-session.ts';
import { aggregateBySlidingWindow } from './aggregate-by-sliding-window.ts';
import { aggregateByWindow } from './aggregate-by-window.ts';
import type { Aggregation } from './aggregation.ts';

/** The table behind `countRecords`, `reduceRecords`, `aggregate` and what they are for sessions and several streams. */
export function aggregated<TK, V, K, A>(grouping: Grouping<TK, V, K>, aggregation: Aggregation<V, A>): Table<TK, A> {
  const { windowing } = grouping.parts;
  return tableOf(grouping as Grouping<never, V, K>, aggregation, windowing) as Table<TK, never> as Table<TK, A>;
}

function tableOf<V, K, A>(
  grouping: Grouping<never, V, K>,
  aggregation: Aggregation<V, A>,
  windowing: Windowing | undefined,
): unknown {
  if (!windowing) return aggregateByKey(grouping, aggregation);
  const { windows, ...rest } = windowing;
  switch (windows.kind) {
    case 'TIME':
      return aggregateByWindow(grouping, aggregation, { windows, ...rest });
    case 'SLIDING':
      return aggregateBySlidingWindow(grouping, aggregation, { windows, ...rest });
    case 'SESSION':
      return aggregateBySession(grouping, aggregation, { windows, ...rest });
  }
}
