import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { take } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;

beforeEach(async () => {
  // A record fills a row, so that a call has as many rows as records.
  log = await createTestEngine({ limits: { maxBatchBytes: 10 } });
});

afterEach(() => log.remove());

function recordsOf(partitions: readonly number[]) {
  return partitions.map((partition, i) => ({ key: null, value: Buffer.from(`record ${i}`.padEnd(20)), partition }));
}

/** Appends a call and reads it back: whether each record is where the call says. */
async function appendAndRead(topic: string, partitions: readonly number[]) {
  const records = recordsOf(partitions);
  const result = await log.engine.append({ topic, records });
  const read = await take(log.engine.read({ topics: [topic], from: { edge: 'EARLIEST' } }), records.length);
  const stored = new Map(
    read.map(({ partition, offset, value }) => [`${partition}/${offset}`, Buffer.from(value as Uint8Array)]),
  );
  return records.map(({ value }, i) => stored.get(`${result.partition(i)}/${result.offset(i)}`)?.equals(value));
}

describe('L1, L2: a call of many rows', () => {
  for (const count of [1, 2, 7, 8, 9, 16, 17, 40]) {
    it(`to one partition: ${count}`, async () => {
      await log.engine.topics.create({ name: 't', partitionCount: 1 });
      const found = await appendAndRead(
        't',
        Array.from({ length: count }, () => 0),
      );
      expect(found.every(Boolean)).toBe(true);
      const again = await log.engine.append({ topic: 't', records: recordsOf([0]) });
      expect(again.offset(0)).toBe(count);
    });
  }

  it('to partitions with a few rows each, which insert statements share and cut', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 5 });
    const found = await appendAndRead(
      't',
      Array.from({ length: 30 }, (_, i) => (i * i) % 5),
    );
    expect(found).toHaveLength(30);
    expect(found.every(Boolean)).toBe(true);
  });

  it('of two topics that go together', async () => {
    for (const name of ['a', 'b']) await log.engine.topics.create({ name, partitionCount: 3 });
    const calls = ['a', 'b', 'a', 'b'].map((topic) => log.engine.append({ topic, records: recordsOf([2, 0, 1, 2]) }));
    const offsets = (await Promise.all(calls)).map((result) => [0, 1, 2, 3].map((i) => result.offset(i)));
    expect(offsets).toEqual([
      [0, 0, 0, 1],
      [0, 0, 0, 1],
      [2, 1, 1, 3],
      [2, 1, 1, 3],
    ]);
  });
});
