import type { GroupedStream } from '../topology/grouped-stream.ts';
import type { Grouping, Windowable } from '../topology/grouping.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { SessionWindowedStream } from '../topology/session-windowed-stream.ts';
import { WindowedStream } from '../topology/windowed-stream.ts';
import type { SessionWindows } from '../windows/session-windows.ts';
import { type Windowing, type WindowingOptions, type Windows, windowing } from '../windows/windowing.ts';

/** What windows make of a grouped stream. */
export type InWindows<G, W> =
  G extends GroupedStream<infer K, infer V>
    ? W extends SessionWindows
      ? SessionWindowedStream<K, V>
      : WindowedStream<K, V>
    : never;

/**
 * Groups records by window, too: `tumbling`, `hopping`, `sliding` or `session`. The time is that of records; a window closes when stream
 * time, the greatest record time the operator has seen in a task, has come to its end and grace, and what comes for it then is late (S24). Kafka Streams'
 * windowedBy.
 *
 * @example
 * app.stream<string, Widget>('widgets').pipe(
 *   groupByKey(({ value }) => value.production_line),
 *   windowedBy(tumbling({ size: minutes(5), grace: minutes(1) }), { late: { topic: 'late_widgets' } }),
 *   countRecords(),
 *   toTable('widgets_per_line'),
 * );
 */
export function windowedBy<G extends Windowable, W extends Windows>(
  windows: W,
  options: WindowingOptions = {},
): Operator<G, InWindows<G, W>> {
  const by = windowing(windows, options);
  return operator('windowedBy', (grouped: Grouping<unknown, unknown, unknown>) => {
    const parts = { ...grouped.parts, windowing: by as Windowing };
    return windows.kind === 'SESSION' ? new SessionWindowedStream(parts) : new WindowedStream(parts);
  });
}
