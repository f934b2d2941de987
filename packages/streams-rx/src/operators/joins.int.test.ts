import { createTestEngine, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStreams } from '../application/streams.ts';
import { countRows } from './count-rows.ts';
import { dedupe } from './dedupe.ts';
import { groupTableBy } from './group-table-by.ts';
import { joinForeignKey } from './join-foreign-key.ts';
import { joinTable } from './join-table.ts';
import { outerJoinStream } from './outer-join-stream.ts';
import { processRecords } from './process-records.ts';
import { processStore } from './process-store.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';

interface Order {
  readonly customer: string;
  readonly n: number;
}

const bytes = (value: unknown) => (value === null ? null : Buffer.from(JSON.stringify(value)));
const partitions = { orders: 3, payments: 3, customers: 2 };

/** Joins over the log: the state that they need outlives the process. */
describe('joins', () => {
  let log: TestEngine;
  beforeAll(async () => {
    log = await createTestEngine();
    for (const [name, partitionCount] of Object.entries(partitions)) {
      await log.engine.topics.create({ name, partitionCount });
    }
    for (const name of ['met', 'named', 'seen', 'per_customer', 'ticks']) {
      await log.engine.topics.create({ name, partitionCount: 1 });
    }
  });
  afterAll(() => log.remove());

  async function start() {
    const app = createStreams({ applicationId: 'shop', engine: log.engine });
    const orders = app.stream<string, Order>('orders');
    const payments = app.stream<string, number>('payments');
    const customers = app.table<string, string>('customers', 'customers');
    orders.pipe(
      outerJoinStream(payments, (order, paid) => `${order?.n ?? '-'} ${paid ?? '-'}`, {
        before: 10,
        after: 10,
        grace: 0,
      }),
      to('met'),
    );
    const placed = orders.pipe(toTable('placed'));
    placed.pipe(
      joinForeignKey(
        customers,
        ({ customer }) => customer,
        ({ n }, name) => `${n} ${name}`,
        { name: 'customer' },
      ),
      toTable('named_rows'),
      toStream(),
      to('named'),
    );
    placed.pipe(
      groupTableBy(({ customer }) => customer, { name: 'per-customer' }),
      countRows(),
      toTable('per_customer_rows'),
      toStream(),
      to('per_customer'),
    );
    payments.pipe(
      dedupe({ within: 1_000 }),
      joinTable(placed, (paid, { n }) => `${n} ${paid}`),
      to('seen'),
    );
    payments.pipe(
      processRecords({
        stores: { ticks: processStore<string, number>({ name: 'tick_counts' }) },
        process: () => undefined,
        punctuations: [
          {
            every: 50,
            on: 'WALL_CLOCK',
            reads: { ticks: 'ALL' },
            punctuate(_time, { stores: { ticks }, partition }) {
              const key = `p${partition}`;
              const value = (ticks.all().find((one) => one.key === key)?.value ?? 0) + 1;
              ticks.set(key, value);
              return value <= 3 ? [{ key, value }] : [];
            },
          },
        ],
      }),
      to('ticks'),
    );
    await app.start();
    return app;
  }

  const append = (topic: string, records: readonly (readonly [key: string, value: unknown, timestamp: number])[]) =>
    log.engine.append({
      topic,
      records: records.map(([key, value, timestamp]) => ({ key: Buffer.from(key), value: bytes(value), timestamp })),
    });
  const read = async (topic: string) =>
    (await log.engine.page({ topic, limit: 1_000 })).records.map(({ key, value }) => [
      Buffer.from(key ?? []).toString(),
      value && (JSON.parse(Buffer.from(value).toString()) as unknown),
    ]);
  const newest = async (topic: string) => Object.fromEntries(await read(topic));

  it('find again what was there before the process ended, and tick without records', async () => {
    const keys = [...'abcdef'];
    const first = await start();
    await append('customers', [
      ['ann', 'Ann', 0],
      ['bob', 'Bob', 0],
    ]);
    await append(
      'orders',
      keys.map((key, n) => [key, { customer: n % 2 === 0 ? 'ann' : 'bob', n }, 100]),
    );
    await until('orders have names', async () => Object.keys(await newest('named')).length === keys.length);
    await until('all have ticked', async () => (await read('ticks')).length === 9);
    await first.stop();

    const second = await start();
    await append(
      'payments',
      keys.slice(0, 3).flatMap((key) => [
        [key, 7, 105],
        [key, 8, 106],
      ]),
    );
    await until('payments have met orders', async () => (await read('met')).length === 6);
    await until('payments have come once each', async () => (await read('seen')).length === 3);
    await append('customers', [['ann', 'Anna', 200]]);
    await append('orders', [['b', { customer: 'ann', n: 10 }, 200]]);
    // Moves stream time in all partitions: whoever has met nobody is given.
    await append(
      'payments',
      keys.map((key) => [key, 9, 10_000]),
    );
    await until('b is with ann', async () => (await newest('named')).b === '10 Anna');
    await until('a has a new name', async () => (await newest('named')).a === '0 Anna');
    await until('all without a partner are there', async () => (await read('met')).length === 10);
    await until('groups have moved', async () => (await newest('per_customer')).ann === 4);
    await second.stop();

    expect((await read('met')).map(([key, value]) => `${key} ${value}`).sort()).toEqual(
      ['a 0 7', 'a 0 8', 'b 1 7', 'b 1 8', 'b 10 -', 'c 2 7', 'c 2 8', 'd 3 -', 'e 4 -', 'f 5 -'].sort(),
    );
    expect(
      (await read('seen'))
        .slice(0, 3)
        .map(([key, value]) => `${key} ${value}`)
        .sort(),
    ).toEqual(['a 0 7', 'b 1 7', 'c 2 7']);
    expect(await newest('named')).toEqual({
      a: '0 Anna',
      b: '10 Anna',
      c: '2 Anna',
      d: '3 Bob',
      e: '4 Anna',
      f: '5 Bob',
    });
    expect(await newest('per_customer')).toEqual({ ann: 4, bob: 2 });
    expect((await read('ticks')).map(([key, value]) => `${key} ${value}`).sort()).toEqual(
      [0, 1, 2].flatMap((partition) => [1, 2, 3].map((n) => `p${partition} ${n}`)),
    );
  });
});
