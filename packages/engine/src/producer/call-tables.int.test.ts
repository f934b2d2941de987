import { silentLogger } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusals } from '../segment/refusals.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import { callTables } from './call-tables.ts';
import type { Producer } from './producer.ts';

/** Rounds are the test's to make. */
const limits = { maintenanceIntervalMs: 3_600_000, sequenceWaitMs: 100 };

let t: TestEngine;
let producer: Producer;

beforeEach(async () => {
  t = await createTestEngine({ limits });
  await t.engine.topics.create({ name: 't' });
  producer = await t.engine.initProducer();
});

afterEach(() => t?.remove());

const call = (sequence: number, topic = 't', from: Producer = producer) => ({
  topic,
  records: [record(null, `${sequence}`)],
  producer: { ...from, sequence },
});

async function roll(): Promise<void> {
  const { pool } = t.database;
  expect(await callTables.roll(pool, (await callTables.readOpen(pool)).id)).toBe(true);
}

async function drop(): Promise<number> {
  const client = await t.database.pool.connect();
  try {
    return await callTables.drop(client, new Refusals(silentLogger, ''));
  } finally {
    client.release();
  }
}

const tables = async () =>
  (
    await t.database.pool.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'millrace_segments' and tablename like 'p%' order by 1`,
    )
  ).rows.map(({ name }) => name);

describe('L28: the table of calls is rolled, carried over and dropped', () => {
  it('and calls are remembered at every step, on the node that saw them and on others', async () => {
    const { pool } = t.database;
    const fresh = async () => (await t.node({ limits })).append(call(2));
    for (let sequence = 0; sequence < 3; sequence++) await t.engine.append(call(sequence));
    const offset = 2;
    await roll();
    expect((await t.engine.append(call(2))).offset(0)).toBe(offset);
    expect((await fresh()).offset(0)).toBe(offset);
    await t.engine.append(call(3));
    expect(await callTables.carryOver(pool)).toBe(3);
    expect((await t.engine.append(call(2))).offset(0)).toBe(offset);
    await t.engine.append(call(4));
    expect(await drop()).toBe(0);
    expect(await tables()).toHaveLength(1);
    expect((await fresh()).offset(0)).toBe(offset);
    expect((await t.engine.append(call(5))).duplicate).toBe(false);
    expect((await t.engine.append(call(1))).offset(0)).toBe(1);
  });

  it('the newest five flushes are carried over, of older calls it is known that they were appended', async () => {
    for (let sequence = 0; sequence < 8; sequence++) await t.engine.append(call(sequence));
    await roll();
    expect(await callTables.carryOver(t.database.pool)).toBe(5);
    await drop();
    expect((await t.engine.append(call(3))).offset(0)).toBe(3);
    await expect(t.engine.append(call(2))).rejects.toMatchObject({ code: 'DUPLICATE_SEQUENCE', retriable: false });
    expect((await t.engine.append(call(8))).offset(0)).toBe(8);
  });

  it('what belongs to older epochs and deleted topics stays behind', async () => {
    await t.engine.topics.create({ name: 'gone' });
    const taken = await t.engine.initProducer({ transactionalId: 'x' });
    await t.engine.append(call(0, 't', taken));
    await t.engine.append(call(0, 'gone'));
    await t.engine.append(call(0));
    await t.engine.initProducer({ transactionalId: 'x' });
    await t.engine.topics.delete('gone');
    await roll();
    expect(await callTables.carryOver(t.database.pool)).toBe(1);
  });

  it('while two nodes append, and every call is there once', async () => {
    const limits = { maintenanceIntervalMs: 10, producerTableBytes: 64 * 1024, sequenceWaitMs: 10_000 };
    const nodes = [await t.node({ limits }), await t.node({ limits })] as const;
    const { pool } = t.database;
    const first = (await callTables.readOpen(pool)).id;
    await t.engine.topics.create({ name: 'u' });
    const producers = await Promise.all(Array.from({ length: 10 }, () => t.engine.initProducer()));
    let sequence = 0;
    const round = () =>
      Promise.all(
        producers.flatMap((from, i) =>
          ['t', 'u'].map(async (topic) => {
            const node = nodes[(i + sequence) % 2] ?? nodes[0];
            const appended = await node.append(call(sequence, topic, from));
            // Sent again, to the other one.
            const again = await nodes[(i + sequence + 1) % 2]?.append(call(sequence, topic, from));
            expect(again?.offset(0)).toBe(appended.offset(0));
          }),
        ),
      );
    await until(
      'three rolls',
      async () => {
        await round();
        sequence += 1;
        return (await callTables.readOpen(pool)).id >= first + 3;
      },
      60_000,
    );
    for (const topic of ['t', 'u']) {
      expect((await t.engine.topics.bounds(topic))[0]?.endOffset).toBe(producers.length * sequence);
    }
    await until('the tables before to be dropped', async () => (await tables()).length === 1);
  }, 90_000);
});

describe('L31: producers that are not used any more', () => {
  const hour = 3_600_000;
  const expire = async () =>
    (await t.database.pool.query<{ n: number }>(`select millrace.expire_producers(${hour}, ${7 * hour}) as n`)).rows[0]
      ?.n;
  const shift = (hours: number) =>
    t.database.pool.query(
      `create or replace function millrace.now() returns bigint language sql volatile
       return (extract(epoch from clock_timestamp()) * 1000)::bigint + ${hours * hour}`,
    );

  it('are forgotten after their time, those with a transactional id later; one that appends is not', async () => {
    const idle = await t.engine.initProducer();
    const named = await t.engine.initProducer({ transactionalId: 'x' });
    await t.engine.append(call(0, 't', idle));
    expect(await expire()).toBe(0);
    await shift(2);
    await t.engine.append(call(0));
    expect(await expire()).toBe(1);
    expect(await expire()).toBe(0);
    await expect(t.engine.append(call(1, 't', idle))).rejects.toMatchObject({ code: 'UNKNOWN_PRODUCER_ID' });
    await expect((await t.node()).append(call(0, 't', idle))).rejects.toMatchObject({ code: 'UNKNOWN_PRODUCER_ID' });
    await t.engine.append(call(1));
    expect(await t.engine.initProducer({ transactionalId: 'x' })).toEqual({ id: named.id, epoch: 1 });
    await shift(12);
    expect(await expire()).toBe(2);
    const again = await t.engine.initProducer({ transactionalId: 'x' });
    expect(again.id).not.toBe(named.id);
    expect(again.epoch).toBe(0);
  });
});
