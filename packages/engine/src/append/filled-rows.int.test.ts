import { afterEach, describe, expect, it } from 'vitest';
import { BatchBuilder } from '../record/batch-builder.ts';
import type { Record, RecordToAppend } from '../record/record.ts';
import { record, take } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
afterEach(() => log.remove());

const records: RecordToAppend[] = Array.from({ length: 50 }, (_, i) =>
  record(i % 7 === 0 ? null : `key ${i % 5}`, i % 9 === 0 ? null : 'v'.repeat(i * 8), {
    timestamp: 1_000 + ((i * 3) % 11),
    headers: i % 4 === 0 ? [{ key: `h${i}`, value: Buffer.from('x') }] : [],
  }),
);

function rowOf(all: readonly RecordToAppend[]): BatchBuilder {
  const row = new BatchBuilder();
  for (const each of all) row.push(each, each.timestamp as number);
  return row;
}

async function readAll(topic: string, count: number): Promise<Record[]> {
  const read = await take(log.engine.read({ topics: [topic], from: { edge: 'EARLIEST' } }), count);
  return read.map((each) => ({ ...each, topic: '' })).sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}

describe('L1, L2, L32: a transaction appends a row that was filled before', () => {
  for (const [what, partitionCount, maxBatchBytes] of [
    ['to one partition, as it is', 1, 1_000_000],
    ['to several, record by record', 3, 1_000_000],
    ['that is too large for one, as several', 1, 700],
  ] as const) {
    it(what, async () => {
      log = await createTestEngine({ limits: { maxBatchBytes } });
      for (const name of ['one-by-one', 'row']) await log.engine.topics.create({ name, partitionCount });
      // Keyed: which partition a record without a key goes to depends on what went before.
      const keyed = records.filter(({ key }) => key !== null || partitionCount === 1);
      await log.engine.transaction((tx) => tx.append({ topic: 'one-by-one', records: keyed }));
      const { appends } = await log.engine.transaction((tx) => tx.append({ topic: 'row', records: rowOf(keyed) }));
      const read = await readAll('row', keyed.length);
      expect(read).toEqual(await readAll('one-by-one', keyed.length));
      expect(appends[0]?.count).toBe(keyed.length);
      for (const [i, { value, timestamp }] of keyed.entries()) {
        const [partition, offset] = [appends[0]?.partition(i), appends[0]?.offset(i)];
        const found = read.find((each) => each.partition === partition && each.offset === offset);
        expect(found?.value && Buffer.from(found.value)).toEqual(value);
        expect([found?.timestamp, appends[0]?.timestamp(i)]).toEqual([timestamp, timestamp]);
      }
    });
  }

  it('beside others of the same partition, in the order of the calls', async () => {
    log = await createTestEngine();
    await log.engine.topics.create({ name: 't', partitionCount: 1 });
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const [a, b, c, d, e] = texts.map((text) => record(null, text, { timestamp: 1 })) as RecordToAppend[];
    await log.engine.transaction(async (tx) => {
      await tx.append({ topic: 't', records: [a as RecordToAppend] });
      await tx.append({ topic: 't', records: rowOf([b, c] as RecordToAppend[]) });
      await tx.append({ topic: 't', records: [d as RecordToAppend] });
      await tx.append({ topic: 't', records: rowOf([e as RecordToAppend]) });
    });
    const read = await readAll('t', texts.length);
    expect(read.map(({ value }) => Buffer.from(value as Uint8Array).toString())).toEqual(texts);
  });

  it('is refused as records are', async () => {
    log = await createTestEngine();
    await log.engine.topics.create({ name: 'compacted', config: { cleanupPolicy: 'COMPACT', maxMessageBytes: 100 } });
    const append = (all: readonly RecordToAppend[]) =>
      log.engine.transaction((tx) => tx.append({ topic: 'compacted', records: rowOf(all) }));
    const good = record('k', 'v', { timestamp: 1 });
    await expect(append([good, { ...good, value: Buffer.alloc(200) }])).rejects.toMatchObject({
      code: 'RECORD_TOO_LARGE',
      details: { index: 1 },
    });
    await expect(append([good, { ...good, key: null }])).rejects.toMatchObject({ code: 'INVALID_RECORD' });
    await expect(append([good, { ...good, timestamp: -1 }])).rejects.toMatchObject({ code: 'INVALID_RECORD' });
    await expect(append([{ ...good, headers: [{ key: '\0', value: null }] }])).rejects.toMatchObject({
      code: 'INVALID_RECORD',
    });
    await expect(append([])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
