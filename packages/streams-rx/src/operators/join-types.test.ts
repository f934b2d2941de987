import { numberSerde } from '@millrace/core';
import { describe, expectTypeOf, it } from 'vitest';
import type { StreamRecord } from '../record/stream-record.ts';
import type { GroupedTable } from '../topology/grouped-table.ts';
import type { Stream } from '../topology/stream.ts';
import type { Table } from '../topology/table.ts';
import { TopologyApp } from '../topology/topology-app.ts';
import { TopologyBuilder } from '../topology/topology-builder.ts';
import { aggregateTable } from './aggregate-table.ts';
import { countRecords } from './count-records.ts';
import { countRows } from './count-rows.ts';
import { dedupe } from './dedupe.ts';
import { filterTable } from './filter-table.ts';
import { groupTableBy } from './group-table-by.ts';
import { joinForeignKey } from './join-foreign-key.ts';
import { joinGlobalTable } from './join-global-table.ts';
import { joinStream } from './join-stream.ts';
import { joinTable } from './join-table.ts';
import { joinTables } from './join-tables.ts';
import { leftJoinForeignKey } from './left-join-foreign-key.ts';
import { leftJoinGlobalTable } from './left-join-global-table.ts';
import { leftJoinStream } from './left-join-stream.ts';
import { leftJoinTable } from './left-join-table.ts';
import { leftJoinTables } from './left-join-tables.ts';
import { mapTableValues } from './map-table-values.ts';
import { outerJoinStream } from './outer-join-stream.ts';
import { outerJoinTables } from './outer-join-tables.ts';
import { processRecords } from './process-records.ts';
import { processStore } from './process-store.ts';
import { processWindowStore, type TimedEntry } from './process-window-store.ts';
import { reduceTable } from './reduce-table.ts';

interface Order {
  readonly customer: string;
  readonly total: number;
}
interface Customer {
  readonly name: string;
}

const app = () => new TopologyApp(new TopologyBuilder('types'));

/** Never called: what is refused here is refused by the types. */
const typesOf = (_check: () => unknown) => {};

const window = { before: 1, after: 1, grace: 1 };

describe('types of joins and tables', () => {
  it('carry keys and values of both sides into the joiner, and its result on', () => {
    const start = app();
    const orders = start.stream<string, Order>('orders');
    const payments = start.stream<string, number>('payments');
    const customers = start.table<string, Customer>('customers', 'names');
    const everyone = start.globalTable<string, Customer>('customers_too');

    expectTypeOf(
      orders.pipe(
        joinTable(customers, (order, customer, key) => {
          expectTypeOf(order).toEqualTypeOf<Order>();
          expectTypeOf(customer).toEqualTypeOf<Customer>();
          expectTypeOf(key).toEqualTypeOf<string>();
          return order.total;
        }),
      ),
    ).toEqualTypeOf<Stream<string, number>>();
    expectTypeOf(
      orders.pipe(
        leftJoinTable(customers, (order, customer) => {
          expectTypeOf(customer).toEqualTypeOf<Customer | null>();
          return { ...order, name: customer?.name };
        }),
      ),
    ).toEqualTypeOf<Stream<string, { name: string | undefined; customer: string; total: number }>>();
    expectTypeOf(
      orders.pipe(
        joinGlobalTable(
          everyone,
          ({ value }) => value.customer,
          (order, { name }) => `${order.total} ${name}`,
        ),
        leftJoinGlobalTable(
          everyone,
          ({ value }) => value,
          (_text, customer) => customer,
        ),
      ),
    ).toEqualTypeOf<Stream<string, Customer | null>>();
    expectTypeOf(
      orders.pipe(
        joinStream(
          payments,
          (order, payment) => {
            expectTypeOf(order).toEqualTypeOf<Order>();
            expectTypeOf(payment).toEqualTypeOf<number>();
            return order.total - payment;
          },
          window,
        ),
      ),
    ).toEqualTypeOf<Stream<string, number>>();
    expectTypeOf(
      orders.pipe(leftJoinStream(payments, (order, payment) => [order.total, payment] as const, window)),
    ).toEqualTypeOf<Stream<string, readonly [number, number | null]>>();
    expectTypeOf(
      orders.pipe(outerJoinStream(payments, (order, payment) => [order, payment] as const, window)),
    ).toEqualTypeOf<Stream<string, readonly [Order | null, number | null]>>();
  });

  it('carry rows from one table to the next', () => {
    const start = app();
    const customers = start.table<string, Customer>('customers', 'names');
    const orders = start.table<number, Order>('orders', 'placed', { key: numberSerde });
    const totals = start.table<number, number>('totals', 'totals', { key: numberSerde });

    expectTypeOf(
      orders.pipe(
        filterTable((order, key) => order.total > key),
        mapTableValues(({ customer }) => (customer === '' ? null : customer)),
      ),
    ).toEqualTypeOf<Table<number, string>>();
    expectTypeOf(orders.pipe(joinTables(totals, (order, total) => order.total + total))).toEqualTypeOf<
      Table<number, number>
    >();
    expectTypeOf(orders.pipe(leftJoinTables(totals, (order, total) => [order, total] as const))).toEqualTypeOf<
      Table<number, readonly [Order, number | null]>
    >();
    expectTypeOf(orders.pipe(outerJoinTables(totals, (order, total) => [order, total] as const))).toEqualTypeOf<
      Table<number, readonly [Order | null, number | null]>
    >();
    expectTypeOf(
      orders.pipe(
        joinForeignKey(
          customers,
          (order) => order.customer,
          (order, { name }) => `${name} ${order.total}`,
        ),
      ),
    ).toEqualTypeOf<Table<number, string>>();
    expectTypeOf(
      orders.pipe(
        leftJoinForeignKey(
          customers,
          ({ customer }) => customer,
          (_order, customer) => customer?.name ?? '',
        ),
      ),
    ).toEqualTypeOf<Table<number, string>>();
    const grouped = orders.pipe(groupTableBy(({ customer }) => customer));
    expectTypeOf(grouped).toEqualTypeOf<GroupedTable<string, Order>>();
    expectTypeOf(grouped.pipe(countRows())).toEqualTypeOf<Table<string, number>>();
    expectTypeOf(
      grouped.pipe(
        reduceTable(
          (a, b) => ({ ...a, total: a.total + b.total }),
          (a, b) => ({ ...a, total: a.total - b.total }),
        ),
      ),
    ).toEqualTypeOf<Table<string, Order>>();
    expectTypeOf(
      grouped.pipe(
        aggregateTable(
          () => 0,
          (sum, { total }) => sum + total,
          (sum, { total }) => sum - total,
        ),
      ),
    ).toEqualTypeOf<Table<string, number>>();
  });

  it('give process its stores, and what it gives on', () => {
    const orders = app().stream<string, Order>('orders');
    expectTypeOf(orders.pipe(dedupe({ by: ({ value }) => value.customer, within: 5 }))).toEqualTypeOf<
      Stream<string, Order>
    >();
    expectTypeOf(
      orders.pipe(
        processRecords({
          stores: { sums: processStore<string, number>(), names: processStore<number, Customer>({ key: numberSerde }) },
          keysOf: ({ value }) => ({ names: [value.total] }),
          process({ key, value }, { stores: { sums, names } }) {
            expectTypeOf(value).toEqualTypeOf<Order>();
            expectTypeOf(sums.get(key)).toEqualTypeOf<number | null>();
            expectTypeOf(names.get(value.total)).toEqualTypeOf<Customer | null>();
            return [{ value: value.total }];
          },
        }),
      ),
    ).toEqualTypeOf<Stream<string, number>>();
  });

  it('give process stores by key and time', () => {
    const orders = app().stream<string, Order>('orders');
    const seen = processWindowStore<string, number>({ retention: 10 });
    orders.pipe(
      processRecords({
        stores: { seen, sums: processStore<number, number>({ key: numberSerde }) },
        keysOf: ({ value }) => ({ seen: [{ key: value.customer, from: 1 }], sums: [value.total] }),
        process({ key, timestamp }, { stores }) {
          expectTypeOf(stores.seen.get(key, timestamp)).toEqualTypeOf<number | null>();
          expectTypeOf(stores.seen.fetch(key, 0, 1)).toEqualTypeOf<TimedEntry<number>[]>();
          // @ts-expect-error: its entries have times.
          typesOf(() => stores.seen.put(key, 1));
          // @ts-expect-error: it has numbers.
          typesOf(() => stores.seen.put(key, 'one', timestamp));
          return undefined;
        },
      }),
    );
    const withoutTimes = { stores: { seen }, keysOf: () => ({ seen: ['a'] }), process: () => undefined };
    // @ts-expect-error: it is looked at by key and times.
    typesOf(() => orders.pipe(processRecords(withoutTimes)));
    // @ts-expect-error: what is kept has an end.
    typesOf(() => processWindowStore<string, number>({}));
  });

  it('refuse sides that do not fit', () => {
    const start = app();
    const orders = start.stream<string, Order>('orders');
    const numbered = start.table<number, Customer>('numbered', 'numbered');
    const customers = start.table<string, Customer>('customers', 'names');
    const payments = start.stream<number, number>('payments');
    // @ts-expect-error: keys of the stream are texts, those of the table numbers.
    typesOf(() => orders.pipe(joinTable(numbered, () => 1)));
    // @ts-expect-error: so are they of the other stream.
    typesOf(() => orders.pipe(joinStream(payments, () => 1, window)));
    // @ts-expect-error: and of the tables.
    typesOf(() => customers.pipe(joinTables(numbered, () => 1)));
    // @ts-expect-error: a window needs a grace.
    typesOf(() => orders.pipe(joinStream(orders, () => 1, { before: 1, after: 1 })));
    // @ts-expect-error: a row has a name and no total.
    typesOf(() => orders.pipe(joinTable(customers, (order, customer) => customer.total + order.total)));
    // @ts-expect-error: there may be no row.
    typesOf(() => orders.pipe(leftJoinTable(customers, (_order, customer) => customer.name)));
    const byTotal = ({ value }: StreamRecord<string, Order>) => value.total;
    const everyone = start.globalTable<string, Customer>('everyone');
    // @ts-expect-error: the global table has texts for keys.
    typesOf(() => orders.pipe(joinGlobalTable(everyone, byTotal, () => 1)));
    const nameOf = ({ name }: Customer) => name;
    // @ts-expect-error: the foreign key is a text, keys of the other table are numbers.
    typesOf(() => customers.pipe(joinForeignKey(numbered, nameOf, () => 1)));
    // @ts-expect-error: records of a stream are counted by countRecords, rows of a table by countRows.
    typesOf(() => customers.pipe(groupTableBy(nameOf), countRecords()));
    // @ts-expect-error: a key that is no text needs a serde.
    typesOf(() => customers.pipe(groupTableBy(({ name }) => name.length)));
  });
});
