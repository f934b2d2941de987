import { createTestEngine, record, type TestEngine, until, within } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listErrors } from '../application/list-errors.ts';
import type { Streams } from '../application/streams.ts';
import { joinGlobalTable } from '../operators/join-global-table.ts';
import { to } from '../operators/to.ts';
import { failureOfApp, LogApp } from '../testing/log-app.ts';

interface Order {
  readonly sku: string;
}

let log: TestEngine;
let run: LogApp;
let orders: string;
let products: string;
let output: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  orders = await run.topic('orders', 2);
  products = await run.topic('products');
  output = await run.topic('out');
  await run.put(products, [['apple', '"Apple"']]);
  await log.engine.append({ topic: products, records: [record('pear', '"Pe')] });
  // Of both partitions, so that two tasks meet it.
  await run.put(
    orders,
    Array.from({ length: 20 }, (_, i) => [`k${i}`, { sku: i % 2 === 0 ? 'apple' : 'pear' }] as const),
  );
});
afterEach(() => run.stop());

const join = (app: Streams) =>
  app.stream<string, Order>(orders).pipe(
    joinGlobalTable(
      app.globalTable<string, string>(products),
      ({ value }) => value.sku,
      (_, name) => name,
    ),
    to(output),
  );
const registered = async () => (await listErrors(log.engine, run.name('app'), { first: 10 })).errors;

describe('S53: a row of a global table that cannot be decoded', () => {
  it('is as if it was not there with SKIP: counted and registered once, whatever meets it', async () => {
    const app = await run.start(join, { errors: { decode: 'SKIP' } });
    await run.done();
    expect(await run.values(output)).toEqual(Array.from({ length: 10 }, () => '"Apple"'));
    await run.put(orders, [['k1', { sku: 'pear' }]]);
    await run.done();
    expect(app.snapshot()).toMatchObject({ state: 'RUNNING', totals: { skippedRecords: 1 } });
    await until('it to be registered', async () => (await registered()).length > 0);
    await run.stop();
    expect(await registered()).toMatchObject([
      { kind: 'DECODE', outcome: 'SKIPPED', topic: products, partition: 0, offset: 1 },
    ]);
    expect(await registered()).toHaveLength(1);
  });

  it('fails the application with its place else, and no record is to blame', async () => {
    const app = run.make(join, { errors: { process: 'SKIP' } });
    await app.start().catch(() => undefined);
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({
      code: 'INVALID_RECORD',
      message: expect.stringContaining(`"${products}" at offset 1 of its partition 0`),
    });
    await run.stop();
    expect(await registered()).toMatchObject([
      { kind: 'DECODE', outcome: 'FAILED', topic: products, partition: 0, offset: 1 },
    ]);
    // Put right, the same application goes on with all that waits.
    await run.put(products, [['pear', '"Pear"']]);
    await run.start(join);
    await run.done();
    expect((await run.values(output)).filter((text) => text === '"Pear"')).toHaveLength(10);
  });
});
