import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { record, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import type { Producer } from './producer.ts';

let t: TestEngine;
let producer: Producer;

beforeEach(async () => {
  t = await createTestEngine({ limits: { sequenceWaitMs: 300 } });
  await t.engine.topics.create({ name: 't' });
  producer = await t.engine.initProducer();
});

afterEach(() => t?.remove());

const call = (sequence: number, topic = 't', from: Producer = producer) => ({
  topic,
  records: [record(null, `${sequence}`)],
  producer: { ...from, sequence },
});
const values = async (topic = 't') => valuesOf(await t.engine.fetch({ topic, partition: 0, offset: 0 }));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);

describe('L29: calls of a producer to a topic', () => {
  it('are appended in the order of their sequences, in whatever order they arrive', async () => {
    const patient = await t.node({ limits: { sequenceWaitMs: 10_000 } });
    const order = Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
    const results = await Promise.all(order.map((sequence) => patient.append(call(sequence))));
    expect(results.map((result) => result.offset(0))).toEqual(order);
    expect(await values()).toEqual(numbers(100));
  });

  it('may arrive at several nodes', async () => {
    const nodes = await Promise.all([0, 1, 2].map(() => t.node({ limits: { sequenceWaitMs: 10_000 } })));
    await Promise.all(
      Array.from({ length: 60 }, (_, sequence) => (nodes[sequence % 3] ?? t.engine).append(call(sequence))),
    );
    expect(await values()).toEqual(numbers(60));
  });

  it('L8: go with those of maxFlushProducers in one flush, and all others in the next ones', async () => {
    const node = await t.node({ limits: { appendLanes: 1, maxFlushProducers: 2 } });
    const producers = await Promise.all(Array.from({ length: 5 }, () => node.initProducer()));
    await Promise.all(producers.map((from) => node.append(call(0, 't', from))));
    // Every producer is known by now, so that nothing is looked up between these.
    await Promise.all(producers.map((from) => node.append(call(1, 't', from))));
    const { pool } = t.database;
    const { rows: tables } = await pool.query<{ id: number }>('select id from millrace.producer_table_ids() as t (id)');
    const { rows: flushes } = await pool.query<{ calls: number }>(
      `select count(*)::int as calls from millrace_segments.p${tables[0]?.id} group by xmin`,
    );
    expect(Math.max(...flushes.map(({ calls }) => calls))).toBe(2);
    expect(await values()).toHaveLength(10);
  });

  it('behind a gap are refused, with the sequence that is next, and wait a moment for those before', async () => {
    await t.engine.append(call(0));
    await expect(t.engine.append(call(2))).rejects.toMatchObject({
      code: 'OUT_OF_ORDER_SEQUENCE',
      details: { expectedSequence: 1 },
    });
    const [patient, other] = await Promise.all([t.node({ limits: { sequenceWaitMs: 10_000 } }), t.node()]);
    const early = patient.append(call(2));
    await other.append(call(1));
    expect((await early).offset(0)).toBe(2);
    expect(await values()).toEqual(['0', '1', '2']);
  });

  it('are counted for each topic, in whichever lane it is, and begin at 0 again with each epoch', async () => {
    for (const topic of ['a', 'b', 'c']) await t.engine.topics.create({ name: topic });
    for (const transactionalId of [undefined, 'x', 'x']) {
      const from = await t.engine.initProducer({ transactionalId });
      const calls = ['a', 'b', 'c'].flatMap((topic) =>
        Array.from({ length: 20 }, (_, sequence) => call(sequence, topic, from)),
      );
      await Promise.all(calls.map((each) => t.engine.append(each)));
    }
    for (const topic of ['a', 'b', 'c']) expect(await values(topic)).toHaveLength(60);
  });

  it('hold no other call up that goes in the same flush', async () => {
    const waiting = expect(t.engine.append(call(5))).rejects.toMatchObject({ code: 'OUT_OF_ORDER_SEQUENCE' });
    for (let i = 0; i < 20; i++) await t.engine.append({ topic: 't', records: [record(null, 'other')] });
    await waiting;
    expect(await values()).toEqual(Array(20).fill('other'));
  });

  it('that are taken back leave a gap for the same sequence to be sent again', async () => {
    const holder = await t.database.connect({ idle_in_transaction_session_timeout: 0 });
    await holder.query('begin; select pg_advisory_xact_lock(millrace.partition_lock(), id) from millrace.partitions');
    await t.engine.topics.create({ name: 'free' });
    // Its third call waits for the second until that is there again.
    const patient = await t.node({ limits: { sequenceWaitMs: 10_000 } });
    const first = patient.append(call(0));
    const abort = new AbortController();
    await until('the call to wait for the partition', async () => {
      const { rows } = await t.database.pool.query(
        `select from pg_locks l where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      );
      return rows.length > 0;
    });
    const second = patient.append(call(1), { signal: abort.signal });
    const third = patient.append(call(2));
    abort.abort(new Error('taken back'));
    await expect(second).rejects.toThrow('taken back');
    await holder.query('rollback');
    await holder.end();
    await first;
    await patient.append(call(1));
    await third;
    expect(await values()).toEqual(['0', '1', '2']);
  });
});

describe('what is no call of a producer is refused by name', () => {
  it('UNKNOWN_PRODUCER_ID, PRODUCER_FENCED, and an epoch that was never given out', async () => {
    await expect(t.engine.append(call(0, 't', { id: 999_999, epoch: 0 }))).rejects.toMatchObject({
      code: 'UNKNOWN_PRODUCER_ID',
      retriable: false,
    });
    const older = await t.engine.initProducer({ transactionalId: 'x' });
    await t.engine.append(call(0, 't', older));
    const newer = await t.engine.initProducer({ transactionalId: 'x' });
    await expect(t.engine.append(call(1, 't', older))).rejects.toMatchObject({ code: 'PRODUCER_FENCED' });
    await expect(t.engine.append(call(0, 't', { id: newer.id, epoch: 7 }))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await t.engine.append(call(0, 't', newer));
    expect(await values()).toEqual(['0', '0']);
  });

  it.each([
    [{ sequence: -1 }],
    [{ sequence: 0.5 }],
    [{ sequence: 2 ** 53 }],
    [{ sequence: Number.NaN }],
    [{ epoch: -1 }],
    [{ epoch: 2 ** 31 }],
    [{ id: 0 }],
    [{ id: 1.5 }],
  ])('%j', async (wrong) => {
    const input = { ...call(0), producer: { ...producer, sequence: 0, ...wrong } };
    await expect(t.engine.append(input)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
