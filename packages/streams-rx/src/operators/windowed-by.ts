import {
  CogroupedStream,
  type CogroupParts,
  SessionWindowedCogroupedStream,
  WindowedCogroupedStream,
} from '../topology/cogrouped-stream.ts';
import type { Grouping, Windowable } from '../topology/grouping.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { SessionWindowedStream } from '../topology/session-windowed-stream.ts';
import { WindowedStream } from '../topology/windowed-stream.ts';
import type { SessionWindows } from '../windows/session-windows.ts';
import { type WindowingOptions, type Windows, windowing } from '../windows/windowing.ts';

/** What windows make of a grouped stream, or of several. */
export type InWindows<G extends Windowable, W> = G['inWindows'][W extends SessionWindows ? 'session' : 'time'];

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
    const isSession = windows.kind === 'SESSION';
    if (grouped instanceof CogroupedStream) {
      const parts: CogroupParts<unknown> = { ...grouped.parts, windowing: by };
      return isSession ? new SessionWindowedCogroupedStream(parts) : new WindowedCogroupedStream(parts);
    }
    const parts = { ...grouped.parts, windowing: by };
    return isSession ? new SessionWindowedStream(parts) : new WindowedStream(parts);
  });
}
