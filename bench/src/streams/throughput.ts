import type { Engine } from '@millrace/engine';
import {
  countRecords,
  groupByKey,
  hours,
  joinStream,
  joinTable,
  minutes,
  seconds,
  type TopologyApp,
  to,
  toStream,
  tumbling,
  windowedBy,
} from '@millrace/streams-rx';
import { filter, map } from 'rxjs';
import type { BenchContext } from '../case.ts';
import { compare, type Entry } from '../measure/compare.ts';
import type { Result } from '../measure/result.ts';
import { settled } from '../measure/settled.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { drainByHand } from './by-hand.ts';
import { drain, fill, partitions } from './drain.ts';
import { type Order, oneEach, orders } from './stream-data.ts';

export const throughputRounds = 3;
export const backlogRecords = 600_000;

interface Topics {
  readonly orders: string;
  readonly more: string;
  readonly customers: string;
  readonly out: string;
}

interface Contender {
  readonly name: string;
  readonly goal: number;
  readonly records: number;
  readonly define: (app: TopologyApp, topics: Topics) => unknown;
}

const stream = (app: TopologyApp, topic: string) => app.stream<string, Order>(topic);

export const contenders: readonly Contender[] = [
  {
    name: 'filter and map on JSON',
    goal: 150_000,
    records: backlogRecords,
    define: (app, { orders: topic, out }) =>
      stream(app, topic).pipe(
        filter(({ value }) => value.total >= 0),
        map((order) => order.with({ value: { ...order.value, large: order.value.total > 5_000 } })),
        to(out),
      ),
  },
  {
    name: 'filter with pass-through, one in four',
    goal: 350_000,
    records: backlogRecords,
    define: (app, { orders: topic, out }) =>
      stream(app, topic).pipe(
        filter(({ value }) => value.id % 4 === 0),
        to(out),
      ),
  },
  {
    name: 'count per key, 10,000 keys',
    goal: 120_000,
    records: backlogRecords,
    define: (app, { orders: topic, out }) => stream(app, topic).pipe(groupByKey(), countRecords(), toStream(), to(out)),
  },
  {
    name: 'hourly windows of 10,000 keys',
    goal: 100_000,
    records: backlogRecords,
    define: (app, { orders: topic, out }) =>
      stream(app, topic).pipe(
        groupByKey(),
        windowedBy(tumbling({ size: hours(1), grace: minutes(10) })),
        countRecords(),
        toStream(),
        to(out),
      ),
  },
  {
    name: 'stream-table join',
    goal: 100_000,
    records: backlogRecords + 10_000,
    define: (app, { orders: topic, customers, out }) => {
      const table = app.table<string, Order>(customers, 'customers');
      stream(app, topic).pipe(
        joinTable(table, (order, customer) => ({ id: order.id, city: customer.city })),
        to(out),
      );
    },
  },
  {
    name: 'stream-stream join within 10 s',
    goal: 50_000,
    records: backlogRecords,
    define: (app, { orders: topic, more, out }) =>
      stream(app, topic).pipe(
        joinStream(stream(app, more), (one, other) => ({ one: one.id, other: other.id }), {
          before: seconds(10),
          after: seconds(10),
          grace: seconds(1),
        }),
        to(out),
      ),
  },
];

/** Runs `work` with topics that hold the backlog. */
export async function withBacklog<T>(
  context: BenchContext,
  work: (engine: Engine, topics: Topics) => Promise<T>,
): Promise<T> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { count: 4, partitionCount: partitions, config: { retentionMs: -1 } }, async (names) => {
      const [first, more, customers, out] = names as [string, string, string, string];
      await fill(engine, first, orders(context.records, backlogRecords));
      await fill(engine, more, orders(context.records, backlogRecords / 2, 3));
      await fill(engine, customers, oneEach(context.records));
      return work(engine, { orders: first, more, customers, out });
    }),
  );
}

export async function measureThroughput(context: BenchContext): Promise<readonly Result[]> {
  return withBacklog(context, (engine, topics) => {
    const byHand: Entry = {
      name: 'by hand: a consumer, JSON, a transaction a batch',
      run: () =>
        drainByHand(engine, topics.orders, topics.out, backlogRecords, (value) => {
          const order = JSON.parse(value) as Order;
          return Buffer.from(JSON.stringify({ ...order, large: order.total > 5_000 }));
        }),
    };
    const entries = contenders.map(
      ({ name, goal, records, define }): Entry => ({
        name,
        to: byHand.name,
        options: { durability: 'fsynced', minRecordsPerSecond: goal },
        run: () => drain(engine, (app) => define(app, topics), records),
      }),
    );
    return compare(
      context,
      [byHand, ...entries].map((entry) => settled(context.postgres, entry)),
      throughputRounds,
    );
  });
}
