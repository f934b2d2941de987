import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppendResult } from '../engine.ts';
import { record, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import type { Producer } from './producer.ts';

let t: TestEngine;
let producer: Producer;

beforeEach(async () => {
  t = await createTestEngine({ limits: { sequenceWaitMs: 200 } });
  await t.engine.topics.create({ name: 't', partitionCount: 4 });
  producer = await t.engine.initProducer();
});

afterEach(() => t?.remove());

/** All that a result tells. */
function told(result: AppendResult) {
  return {
    topic: result.topic,
    batches: result.batches,
    records: Array.from({ length: result.count }, (_, i) => [
      result.partition(i),
      result.offset(i),
      result.timestamp(i),
    ]),
  };
}

const valuesIn = async (topic: string) => {
  const bounds = await t.engine.topics.bounds(topic);
  const batches = await Promise.all(bounds.map(({ partition }) => t.engine.fetch({ topic, partition, offset: 0 })));
  return batches.flatMap((batch) => valuesOf(batch));
};

const call = (sequence: number, value = `v${sequence}`, topic = 't') => ({
  topic,
  records: [record(null, value)],
  producer: { ...producer, sequence },
});

describe('L28: a call that is sent again', () => {
  it('is appended once, and gets what the first one got, also from another node and after a restart', async () => {
    const records = Array.from({ length: 60 }, (_, i) =>
      record(i % 3 ? `k${i}` : null, `v${i}`, i % 7 ? {} : { timestamp: 1_000 + i }),
    );
    const input = { topic: 't', records, producer: { ...producer, sequence: 0 } };
    const first = await t.engine.append(input);
    expect(first.duplicate).toBe(false);
    expect(first.batches.length).toBeGreaterThan(1);
    const again = await t.engine.append(input);
    expect(again.duplicate).toBe(true);
    expect(told(again)).toEqual(told(first));
    const other = await t.node();
    expect(told(await other.append(input))).toEqual(told(first));
    await other.append({ topic: 't', records, producer: { ...producer, sequence: 1 } });
    await other.close();
    const restarted = await t.node();
    const third = await restarted.append(input);
    expect(third.duplicate).toBe(true);
    expect(told(third)).toEqual(told(first));
    expect(await valuesIn('t')).toHaveLength(120);
  });

  it('gets the times of the append where the topic has those, over all rows that it was cut into', async () => {
    const limits = { maxBatchBytes: 2_000, sequenceWaitMs: 200 };
    const node = await t.node({ limits });
    await node.topics.create({ name: 'timed', partitionCount: 2, config: { messageTimestampType: 'LOG_APPEND_TIME' } });
    const records = Array.from({ length: 300 }, (_, i) => record(`${i}`, 'x'.repeat(90), { timestamp: 5 }));
    const inputs = [0, 1, 2].map((sequence) => ({ topic: 'timed', records, producer: { ...producer, sequence } }));
    const results = await Promise.all(inputs.map((input) => node.append(input)));
    expect(results[0]?.timestamp(0)).toBeGreaterThan(1_000_000);
    // Another configuration by then: what was appended has not changed.
    await node.topics.update({ name: 'timed', config: { messageTimestampType: 'CREATE_TIME' }, partitionCount: 5 });
    for (const [i, input] of inputs.entries()) {
      const again = await t.engine.append(input);
      expect(again.duplicate).toBe(true);
      expect(told(again)).toEqual(told(results[i] as AppendResult));
    }
    expect(told(await node.append(inputs[1] as (typeof inputs)[0]))).toEqual(told(results[1] as AppendResult));
  });

  it('among many that went in one flush gets its own offsets', async () => {
    const calls = Array.from({ length: 300 }, (_, i) => call(i));
    const results = await Promise.all(calls.map((each) => t.engine.append(each)));
    const node = await t.node();
    const again = await Promise.all(calls.map((each) => node.append(each)));
    expect(again.map(told)).toEqual(results.map(told));
    expect(await valuesIn('t')).toHaveLength(300);
  });

  it('among those of other producers, and over more partitions than an insert has rows, gets its own offsets', async () => {
    await t.engine.topics.create({ name: 'wide', partitionCount: 20 });
    const producers = [producer, await t.engine.initProducer(), await t.engine.initProducer()];
    const calls = Array.from({ length: 60 }, (_, i) => {
      const of = { ...(producers[i % 3] as typeof producer), sequence: Math.floor(i / 6) };
      // In turns: to all partitions of one topic and to one partition of the other.
      const records = Array.from({ length: i % 2 ? 40 : 1 }, (_, n) => record(`${i} ${n}`, `v${i} ${n}`));
      return { topic: i % 6 < 3 ? 'wide' : 't', records, producer: of };
    });
    const results = await Promise.all(calls.map((each) => t.engine.append(each)));
    const node = await t.node();
    const again = await Promise.all(calls.map((each) => node.append(each)));
    expect(again.every(({ duplicate }) => duplicate)).toBe(true);
    expect(again.map(told)).toEqual(results.map(told));
  });

  it('at the same time, on the same node and on others, is appended once', async () => {
    const nodes = [t.engine, await t.node(), await t.node()];
    for (let sequence = 0; sequence < 30; sequence++) {
      // Beside calls of others in the same flushes, which never hear of it.
      const innocent = nodes.map((node) => node.append({ topic: 't', records: [record('k', 'innocent')] }));
      const all = await Promise.all([...nodes, ...nodes].map((node) => node.append(call(sequence))));
      await Promise.all(innocent);
      expect(all.filter((result) => !result.duplicate)).toHaveLength(1);
      expect(new Set(all.map((result) => JSON.stringify(told(result)))).size).toBe(1);
    }
    const values = await valuesIn('t');
    expect(values.filter((value) => value === 'innocent')).toHaveLength(90);
    expect(values.filter((value) => value !== 'innocent')).toHaveLength(30);
  });

  it('with other records is refused, and nothing of it is appended', async () => {
    await t.engine.append(call(0));
    for (const value of ['w0', 'v00']) {
      await expect(t.engine.append(call(0, value))).rejects.toMatchObject({ code: 'OUT_OF_ORDER_SEQUENCE' });
    }
    const more = { ...call(0), records: [record(null, 'v0'), record(null, 'v0')] };
    await expect(t.engine.append(more)).rejects.toMatchObject({ code: 'OUT_OF_ORDER_SEQUENCE' });
    expect(await valuesIn('t')).toEqual(['v0']);
  });

  it('takes no lock, no row and no statement from those without a producer', async () => {
    await t.engine.append({ topic: 't', records: [record(null, 'plain')] });
    const { rows } = await t.database.pool.query('select from millrace_segments.p1');
    expect(rows).toHaveLength(0);
  });
});
