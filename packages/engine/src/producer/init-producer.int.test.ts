import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';

let t: TestEngine;
beforeAll(async () => {
  t = await createTestEngine();
});
afterAll(() => t?.remove());

test('each producer has an id of its own; a transactional id keeps its id and gets the next epoch, on any node (L31)', async () => {
  const other = await t.node();
  const first = await t.engine.initProducer();
  const second = await other.initProducer({});
  expect(first.epoch).toBe(0);
  expect(second.id).not.toBe(first.id);
  const orders = await t.engine.initProducer({ transactionalId: 'orders' });
  expect(orders.epoch).toBe(0);
  expect(await other.initProducer({ transactionalId: 'orders' })).toEqual({ id: orders.id, epoch: 1 });
  expect((await t.engine.initProducer({ transactionalId: 'payments' })).id).not.toBe(orders.id);
});

test('many that take a transactional id over at once get one epoch each', async () => {
  const nodes = [t.engine, await t.node()];
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, i) => (nodes[i % 2] ?? t.engine).initProducer({ transactionalId: 'crowd' })),
  );
  expect(new Set(taken.map(({ id }) => id)).size).toBe(1);
  expect(taken.map(({ epoch }) => epoch).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('it waits for what is being appended for the older epoch, and gives up by name (L31)', async () => {
  const { id, epoch } = await t.engine.initProducer({ transactionalId: 'held' });
  const impatient = await t.node({ limits: { deliveryTimeoutMs: 200 } });
  const client = await t.database.pool.connect();
  try {
    await client.query('begin; set local idle_in_transaction_session_timeout = 0');
    await client.query('select millrace.assert_producer($1, $2)', [id, epoch]);
    await expect(impatient.initProducer({ transactionalId: 'held' })).rejects.toMatchObject({
      code: 'PARTITION_BUSY',
      retriable: true,
    });
    const taken = t.engine.initProducer({ transactionalId: 'held' });
    await until('a session that waits for the producer', async () => {
      const { rows } = await t.database.pool.query(
        `select from pg_locks where locktype = 'advisory' and classid = millrace.producer_lock()::oid and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      );
      return rows.length > 0;
    });
    await client.query('commit');
    expect(await taken).toEqual({ id, epoch: epoch + 1 });
    await expect(client.query('select millrace.assert_producer($1, $2)', [id, epoch])).rejects.toMatchObject({
      code: 'MR011',
    });
    await expect(client.query('select millrace.assert_producer($1, $2)', [id + 1_000, 0])).rejects.toMatchObject({
      code: 'MR010',
    });
  } finally {
    client.release();
  }
});

test.each([[''], ['x'.repeat(250)], ['a\u0000b']])('a transactional id like %j is refused', async (transactionalId) => {
  await expect(t.engine.initProducer({ transactionalId })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
