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
import type { Order } from './stream-data.ts';

export const backlogRecords = 1_200_000;
/** What slower topologies take of it. */
const partOfBacklog = backlogRecords / 2;

/** Those that hold the backlog, and one to write to. */
export interface Topics {
  readonly orders: string;
  readonly more: string;
  readonly customers: string;
  readonly out: string;
}

/** A topology, and how much of the backlog it takes. */
export interface Contender {
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
        // What is new comes first: Node 20 takes 2 µs for one of `{ ...value, large }`, as each such object has a hidden class of its own.
        map((order) => order.with({ value: { large: order.value.total > 5_000, ...order.value } })),
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
    records: partOfBacklog,
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
    records: partOfBacklog + 10_000,
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
    records: partOfBacklog,
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
