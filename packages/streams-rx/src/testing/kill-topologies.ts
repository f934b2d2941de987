import { filter } from 'rxjs';
import { aggregate } from '../operators/aggregate.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { joinStream } from '../operators/join-stream.ts';
import { joinTable } from '../operators/join-table.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import { windowedBy } from '../operators/windowed-by.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { tumbling } from '../windows/time-windows.ts';

/** A record of topic `in`; its key is `k…`. */
export interface KillInput {
  /** Of its own. */
  readonly n: number;
  readonly line: string;
  readonly amount: number;
}

/** How far apart two records may be that are a pair: record `n` has the time `n`, ms. */
export const pairsWithinMs = 100;

/** How long the windows of `per_window` are, ms. */
export const windowMs = 1_000;

/** So long that nothing is late. */
const graceMs = 3_600_000;

/** What is run while instances are killed. By name: the processes find them by it. */
export const killTopologies = {
  /** A part of `in` to `passed`, and how many there were of each key to `counted`. */
  filterAndCount(app: TopologyApp): void {
    const stream = app.stream<string, KillInput>('in');
    stream.pipe(
      filter(({ value }) => value.n % 4 === 0),
      to('passed'),
    );
    stream.pipe(groupByKey(), countRecords(), toTable('counts'), toStream({ emit: 'ALL' }), to('counted'));
  },
  /**
   * `in` with the row of `prices` to `joined`, sums of each key to `summed`, how many there were of each key and window to `per_window`, and through
   * a topic of the application's own how many there were of each line to `lines`.
   */
  joinAggregateAndRepartition(app: TopologyApp): void {
    const stream = app.stream<string, KillInput>('in');
    const prices = app.table<string, number>('prices', 'prices');
    stream.pipe(
      joinTable(prices, ({ n, amount }, price) => ({ n, cost: amount * price })),
      to('joined'),
    );
    stream.pipe(
      groupByKey(),
      aggregate(
        () => 0,
        (sum, { amount }) => sum + amount,
      ),
      toTable('sums'),
      toStream({ emit: 'ALL' }),
      to('summed'),
    );
    stream.pipe(
      groupByKey(),
      windowedBy(tumbling({ size: windowMs, grace: graceMs })),
      countRecords(),
      toTable('per_window'),
    );
    stream.pipe(
      groupByKey(({ value }) => value.line),
      countRecords(),
      toTable('per_line'),
      toStream({ emit: 'ALL' }),
      to('lines'),
    );
  },
  /** Records with an even `n` with those of their key with an odd one that are near in time, to `pairs`, and how many there are of each key to `pair_counts`. */
  joinStreams(app: TopologyApp): void {
    const stream = app.stream<string, KillInput>('in');
    const of = (rest: number) => stream.pipe(filter(({ value }) => value.n % 2 === rest));
    const pairs = of(0).pipe(
      joinStream(of(1), (even, odd) => [even.n, odd.n], {
        before: pairsWithinMs,
        after: pairsWithinMs,
        grace: graceMs,
      }),
    );
    pairs.pipe(to('pairs'));
    pairs.pipe(groupByKey(), countRecords(), toTable('pair_counts'));
  },
} satisfies { readonly [name: string]: (app: TopologyApp) => void };
