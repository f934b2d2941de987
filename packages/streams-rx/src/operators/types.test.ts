import { jsonSerde, numberSerde, stringSerde } from '@millrace/core';
import { filter } from 'rxjs';
import { describe, expectTypeOf, it } from 'vitest';
import { hasValue } from '../record/has-value.ts';
import type { Windowed } from '../record/windowed.ts';
import type { GroupedStream } from '../topology/grouped-stream.ts';
import type { Stream } from '../topology/stream.ts';
import type { Table } from '../topology/table.ts';
import { TopologyApp } from '../topology/topology-app.ts';
import { TopologyBuilder } from '../topology/topology-builder.ts';
import { session } from '../windows/session-windows.ts';
import { sliding } from '../windows/sliding-windows.ts';
import { untilTimeLimit, untilWindowCloses } from '../windows/suppression.ts';
import { hopping, tumbling } from '../windows/time-windows.ts';
import { aggregate } from './aggregate.ts';
import { aggregateCogrouped, aggregateCogroupedSessions } from './aggregate-cogrouped.ts';
import { aggregateSessions } from './aggregate-sessions.ts';
import { cogroup } from './cogroup.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { joinTable } from './join-table.ts';
import { mapValues } from './map-values.ts';
import { reduceRecords } from './reduce-records.ts';
import { selectKey } from './select-key.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

interface Order {
  readonly customer: string;
  readonly total: number;
}

const app = () => new TopologyApp(new TopologyBuilder('types'));
const orders = () => app().stream<string, Order>('orders');
const grouped = () => orders().pipe(groupByKey());
const byDay = tumbling({ size: 10, grace: 0 });
const bySession = session({ gap: 10, grace: 0 });

describe('types', () => {
  it('carry keys and values from one operator to the next', () => {
    expectTypeOf(grouped()).toEqualTypeOf<GroupedStream<string, Order>>();
    expectTypeOf(grouped().pipe(countRecords())).toEqualTypeOf<Table<string, number>>();
    expectTypeOf(
      orders().pipe(
        groupByKey(({ value }) => value.customer),
        countRecords(),
      ),
    ).toEqualTypeOf<Table<string, number>>();
    expectTypeOf(
      orders().pipe(
        filter(({ value }) => value.total > 1),
        mapValues(({ total }) => total),
        groupByKey(),
        reduceRecords((a, b) => Math.max(a, b)),
      ),
    ).toEqualTypeOf<Table<string, number>>();
    expectTypeOf(
      grouped().pipe(
        aggregate(
          () => 0,
          (sum, order) => {
            expectTypeOf(order).toEqualTypeOf<Order>();
            return sum + order.total;
          },
        ),
        toTable('sums'),
        toStream(),
      ),
    ).toEqualTypeOf<Stream<string, number | null>>();
  });

  it('have null in the changes of a table, where a row is gone, until tombstones are left out', () => {
    const changes = grouped().pipe(countRecords(), toStream());
    expectTypeOf(changes).toEqualTypeOf<Stream<string, number | null>>();
    expectTypeOf(changes.pipe(filter(hasValue))).toEqualTypeOf<Stream<string, number>>();
    // What passes tombstones by has no null.
    expectTypeOf(changes.pipe(toTable('counts'))).toEqualTypeOf<Table<string, number>>();
    expectTypeOf(changes.pipe(groupByKey())).toEqualTypeOf<GroupedStream<string, number>>();
    expectTypeOf(changes.pipe(groupByKey(({ key }) => key))).toEqualTypeOf<GroupedStream<string, number>>();
    const lines = app().table<string, Order>('lines', 'lines');
    expectTypeOf(changes.pipe(joinTable(lines, (count, line) => line.total * count))).toEqualTypeOf<
      Stream<string, number>
    >();
    expectTypeOf(changes.pipe(to('counts', { value: numberSerde }))).toEqualTypeOf<Stream<string, number | null>>();
    expectTypeOf(changes.pipe(to('counts', { value: jsonSerde }))).toEqualTypeOf<Stream<string, number | null>>();
  });

  it('have windows in the keys of tables', () => {
    const all = [byDay, hopping({ size: 10, advance: 5, grace: 0 }), sliding({ timeDifference: 5, grace: 0 })] as const;
    for (const windows of all) {
      expectTypeOf(grouped().pipe(windowedBy(windows), countRecords())).toEqualTypeOf<
        Table<Windowed<string>, number>
      >();
    }
    expectTypeOf(
      orders().pipe(
        groupByKey(({ value }) => value.customer),
        windowedBy(byDay),
        aggregate(
          () => [] as string[],
          (list, { customer }, key) => [...list, customer, key],
        ),
        suppress(untilWindowCloses()),
        toTable('lists'),
        toStream(),
      ),
    ).toEqualTypeOf<Stream<Windowed<string>, string[] | null>>();
    expectTypeOf(
      grouped().pipe(
        windowedBy(bySession),
        aggregateSessions(
          () => 0,
          (sum, { total }) => sum + total,
          (a, b) => a + b,
        ),
      ),
    ).toEqualTypeOf<Table<Windowed<string>, number>>();
    expectTypeOf(
      grouped().pipe(
        windowedBy(bySession),
        reduceRecords((a, b) => (a.total > b.total ? a : b)),
      ),
    ).toEqualTypeOf<Table<Windowed<string>, Order>>();
    expectTypeOf(grouped().pipe(countRecords(), suppress(untilTimeLimit(5)))).toEqualTypeOf<Table<string, number>>();
  });

  it('carry the value that several streams share', () => {
    const both = cogroup(() => ({ owed: 0 }))
      .add(grouped(), (sum, order) => ({ owed: sum.owed + order.total }))
      .add(app().stream<string, number>('payments').pipe(groupByKey()), (sum, paid) => ({ owed: sum.owed - paid }));
    expectTypeOf(both.pipe(aggregateCogrouped())).toEqualTypeOf<Table<string, { owed: number }>>();
    expectTypeOf(both.pipe(windowedBy(byDay), aggregateCogrouped())).toEqualTypeOf<
      Table<Windowed<string>, { owed: number }>
    >();
    expectTypeOf(
      both.pipe(
        windowedBy(bySession),
        aggregateCogroupedSessions((a) => a),
      ),
    ).toEqualTypeOf<Table<Windowed<string>, { owed: number }>>();
  });

  it('refuse what does not fit', () => {
    // It is the compiler that looks into it.
    expectTypeOf(wrong).toBeFunction();
  });
});

const zero = () => 0;
const add = (sum: number, { total }: Order) => sum + total;
const plus = (a: number, b: number) => a + b;
const length = (sum: number, text: string) => sum + text.length;
const numbered = () => app().stream<number, Order>('by_number').pipe(groupByKey());

// What follows is compiled and never called: each of these lines must be an error.
function wrong(): void {
  // @ts-expect-error a reducer of another value
  grouped().pipe(reduceRecords(plus));
  // @ts-expect-error an aggregator of another value
  grouped().pipe(aggregate(zero, length));
  // @ts-expect-error a key that no property gives
  orders().pipe(groupByKey(({ value }) => value.name));
  // @ts-expect-error a key that is no text needs its serde
  orders().pipe(groupByKey(({ value }) => value.total));
  // @ts-expect-error a serde of another key
  orders().pipe(selectKey(({ value }) => value.total, { key: stringSerde }));
  // @ts-expect-error counted before it is grouped
  orders().pipe(countRecords());
  // @ts-expect-error windows on what is not grouped
  orders().pipe(windowedBy(byDay));
  // @ts-expect-error windows on windows
  grouped().pipe(windowedBy(byDay), windowedBy(byDay));
  // @ts-expect-error grace is never implicit
  windowedBy(tumbling({ size: 10 }));
  // @ts-expect-error sessions are aggregated with a merger
  grouped().pipe(windowedBy(bySession), aggregate(zero, add));
  // @ts-expect-error windows that are no sessions never become one
  grouped().pipe(windowedBy(byDay), aggregateSessions(zero, add, plus));
  // @ts-expect-error a stream has no changes to hold back
  orders().pipe(suppress(untilWindowCloses()));
  // @ts-expect-error a table is no stream yet
  grouped().pipe(countRecords(), to('counts'));
  const windowed = grouped().pipe(windowedBy(byDay), countRecords(), toStream());
  // @ts-expect-error a row may be gone
  windowed.pipe(mapValues((count) => count.toFixed()));
  // @ts-expect-error a serde of another value
  windowed.pipe(to('counts', { value: stringSerde }));
  // @ts-expect-error the key of a window is no text
  windowed.pipe(groupByKey(({ key }) => key.length));
  const cogrouped = cogroup(zero).add(grouped(), add);
  // @ts-expect-error streams of different keys
  cogrouped.add(numbered(), add);
  // @ts-expect-error an aggregator that gives another value
  cogrouped.add(grouped(), () => 'text');
  // @ts-expect-error sessions of several streams, without a merger
  cogrouped.pipe(windowedBy(bySession), aggregateCogrouped());
}
