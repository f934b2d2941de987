import type pg from 'pg';
import { copyInsert } from '../baselines/copy-insert.ts';
import { withRowTable } from '../baselines/row-table.ts';
import { unnestInsert } from '../baselines/unnest-insert.ts';
import type { BenchContext } from '../case.ts';
import { type BenchRecord, Slices } from '../data/record-pool.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import type { Contender } from '../measure/in-turns.ts';
import type { Run } from '../measure/run.ts';
import type { Timing } from '../measure/timing.ts';
import { type BenchTopics, withEngine, withTopics } from '../servers/engine.ts';

/** Connections that write, for Millrace (a topic on each of its two append lanes) as for the baselines. */
export const writeConnections = 2;
export const partitionCount = 6;

/** Millrace's append: `callers` callers with `size` records a call, keys spread over six partitions. */
export function engineAppend(
  context: BenchContext,
  options: {
    name: string;
    size: number;
    callers: number;
    timing: Timing;
    config?: NonNullable<BenchTopics['config']>;
    /** Runs the measurement, once the topics are there. */
    during?: (measure: () => Promise<Run>) => Promise<Run>;
  },
): Contender {
  const { name, size, callers, timing, config = {}, during = (measure) => measure() } = options;
  const topics = { count: writeConnections, partitionCount, config };
  return {
    name,
    run: () =>
      withEngine(context.postgres, (engine) =>
        withTopics(engine, topics, (names) => {
          const slices = new Slices(context.records, size);
          return during(() =>
            closedLoop({
              ...timing,
              callers,
              call: async (caller) => {
                const topic = names[caller % names.length] as string;
                return (await engine.append({ topic, records: slices.next() })).count;
              },
            }),
          );
        }),
      ),
  };
}

type RowInsert = (client: pg.Client, records: readonly BenchRecord[]) => Promise<number>;

function rowInsert(context: BenchContext, name: string, insert: RowInsert, size: number, timing: Timing): Contender {
  return {
    name,
    run: () =>
      withRowTable(context.postgres, writeConnections, (clients) => {
        const slices = new Slices(context.records, size);
        return closedLoop({
          ...timing,
          callers: writeConnections,
          call: (caller) => insert(clients[caller] as pg.Client, slices.next()),
        });
      }),
  };
}

/** A row per record, `size` rows a statement. */
export function unnestAppend(context: BenchContext, name: string, size: number, timing: Timing): Contender {
  return rowInsert(context, name, unnestInsert, size, timing);
}

export function copyAppend(context: BenchContext, name: string, size: number, timing: Timing): Contender {
  return rowInsert(context, name, copyInsert, size, timing);
}
