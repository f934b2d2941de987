import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine, PageInput } from '../engine.ts';
import { loseEnd } from '../testing/lose-end.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';

/** Nothing happens by itself but what the loss of a session brings about. */
const quiet = {
  pollIntervalMs: 3_600_000,
  heartbeatIntervalMs: 3_600_000,
  maintenanceIntervalMs: 3_600_000,
  groupCheckIntervalMs: 3_600_000,
};

let log: TestEngine;
let engine: Engine;

beforeEach(async () => {
  log = await createTestEngine({ limits: quiet });
  engine = log.engine;
  await engine.topics.create({ name: 't', partitionCount: 2 });
});

afterEach(() => log.remove());

/** One row of so many records. */
const append = (count: number, prefix: string, partition = 0) =>
  engine.append({
    topic: 't',
    records: Array.from({ length: count }, (_, i) => record(null, `${prefix}${i}`, { partition })),
  });

const read = (offset: number, partition = 0) =>
  engine.read({ topics: ['t'], partitions: [partition], from: { offset } });

/** What a reader that waits ends with. */
const ending = (reader: AsyncIterator<unknown>): Promise<unknown> =>
  reader.next().then(
    () => 'a batch',
    (error) => error,
  );

/** Partition 0 loses all but its first 5 records; the node has heard of it. */
async function loseTail(): Promise<void> {
  await loseEnd(log, { topic: 't', partition: 0, from: 5 });
  await until('the node to connect again', () => engine.logEpoch > 0);
}

const lost = (offset: number, epochEndOffset = 5) =>
  expect.objectContaining({
    code: 'OFFSET_OUT_OF_RANGE',
    message: expect.stringMatching(/lost, by a restore or a failover/),
    details: { topic: 't', partition: 0, offset, logEpoch: 0, epochEndOffset },
  });

describe('L42: a reader that is open when the log loses its end', () => {
  it('ends with OFFSET_OUT_OF_RANGE, which says where the log ended, if it has read what was lost', async () => {
    await append(5, 'kept');
    const reader = read(0);
    await take(reader, 5);
    await append(3, 'lost');
    await take(reader, 3);
    const error = ending(reader);
    await loseTail();
    expect(await within(error, 'the end of the reader')).toEqual(lost(8));
  });

  it('goes on undisturbed if it has not, and is handed nothing of what was lost from memory', async () => {
    await append(5, 'kept');
    const reader = read(3);
    expect(valuesOf(await take(reader, 2))).toEqual(['kept3', 'kept4']);
    // In the ring, and read ahead by nobody.
    await append(3, 'lost');
    await loseTail();
    await append(4, 'new');
    expect(valuesOf(await take(reader, 4))).toEqual(['new0', 'new1', 'new2', 'new3']);
    await append(1, 'more');
    expect(valuesOf(await take(reader, 1))).toEqual(['more0']);
  });

  it('of other partitions does not notice', async () => {
    await append(5, 'kept');
    await append(3, 'lost');
    await append(2, 'other', 1);
    const reader = read(0, 1);
    await take(reader, 2);
    await loseTail();
    await append(1, 'more', 1);
    expect(valuesOf(await take(reader, 1))).toEqual(['more0']);
  });

  it('gives nothing of what it has read ahead, and was lost before it was handed out', async () => {
    await append(5, 'kept');
    await append(3, 'lost');
    const reader = engine.read({ topics: ['t'], partitions: [0], from: { offset: 0 }, maxRecords: 2 });
    expect(valuesOf(await take(reader, 2))).toEqual(['kept0', 'kept1']);
    await loseTail();
    await append(1, 'new');
    expect(valuesOf(await take(reader, 4))).toEqual(['kept2', 'kept3', 'kept4', 'new0']);
  });

  it('finds it out by the records themselves where the node has not heard of it', async () => {
    await append(5, 'kept');
    await append(3, 'lost');
    const reader = read(6);
    await take(reader, 2);
    const error = ending(reader);
    const other = await log.node({ limits: quiet });
    await loseEnd(log, { topic: 't', partition: 0, from: 5 });
    // As many as were lost, and one: its place is there again, and another record's.
    const values = ['a', 'b', 'c', 'd'].map((value) => record(null, value, { partition: 0 }));
    await other.append({ topic: 't', records: values });
    expect(await within(error, 'the end of the reader')).toEqual(lost(8));
  });
});

describe('L42: an offset that is remembered with its epoch', () => {
  beforeEach(async () => {
    await append(5, 'kept');
    await append(3, 'lost');
  });

  it('is valid up to where the log ended in that epoch, else OFFSET_OUT_OF_RANGE, by whatever way it is read', async () => {
    await loseTail();
    await append(6, 'new');
    const [topic, partition, logEpoch] = ['t', 0, 0];
    expect(valuesOf(await engine.fetch({ topic, partition, offset: 5, logEpoch, maxRecords: 1 }))).toEqual(['new0']);
    await expect(engine.fetch({ topic, partition, offset: 6, logEpoch })).rejects.toEqual(lost(6));
    const from = (offset: number) => ({ offsets: [{ topic, partition, offset, logEpoch }] });
    expect(valuesOf(await take(engine.read({ topics: [topic], from: from(5) }), 6))).toHaveLength(6);
    await expect(engine.read({ topics: [topic], from: from(8) }).next()).rejects.toEqual(lost(8));
    await expect(engine.page({ topic, from: from(7), limit: 1 })).rejects.toEqual(lost(7));
    // In the epoch of now, and without one, it is what is there now.
    for (const epoch of [engine.logEpoch, undefined]) {
      const batch = await engine.fetch({ topic, partition, offset: 7, logEpoch: epoch });
      expect(valuesOf(batch)).toEqual(['new2', 'new3', 'new4', 'new5']);
    }
    // Of an epoch that this log never had.
    const unknown = engine.fetch({ topic, partition, offset: 7, logEpoch: 2_147_483_000 });
    await expect(unknown).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE', details: { epochEndOffset: 5 } });
    for (const wrong of [-1, 1.5, 2 ** 31]) {
      const refused = engine.fetch({ topic, partition, offset: 5, logEpoch: wrong });
      await expect(refused).rejects.toMatchObject({ code: 'INVALID_POSITION' });
    }
  });

  it('a cursor of a page is one', async () => {
    const page = (from: PageInput['from'], limit: number) => engine.page({ topic: 't', partitions: [0], from, limit });
    const [short, long] = await Promise.all([5, 7].map((limit) => page({ edge: 'EARLIEST' }, limit)));
    await loseTail();
    await append(6, 'new');
    const next = await page({ cursor: short?.next as string }, 2);
    expect(valuesOf(next.records)).toEqual(['new0', 'new1']);
    await expect(page({ cursor: long?.next as string }, 2)).rejects.toEqual(lost(7));
    // One that is made now is of now.
    expect(valuesOf((await page({ cursor: next.next }, 1)).records)).toEqual(['new2']);
  });

  it('stays valid however often the epoch rises behind it', async () => {
    await loseTail();
    await append(6, 'new');
    const second = engine.logEpoch;
    await loseEnd(log, { topic: 't', partition: 0, from: 5 });
    await until('the node to connect again', () => engine.logEpoch > second);
    const fetch = (offset: number, logEpoch: number) =>
      engine.fetch({ topic: 't', partition: 0, offset, logEpoch }).then(({ nextOffset }) => nextOffset);
    expect([await fetch(5, 0), await fetch(5, second), await fetch(5, engine.logEpoch)]).toEqual([5, 5, 5]);
    await append(6, 'newest');
    await expect(fetch(6, second)).rejects.toMatchObject({ details: { logEpoch: second, epochEndOffset: 5 } });
    expect(await fetch(6, engine.logEpoch)).toBe(11);
  });
});

describe('L42: a topic that the log has lost', () => {
  it('is gone for its readers, and its ids are nobody’s leave to go on when they are given again', async () => {
    await engine.topics.create({ name: 'young' });
    await engine.append({ topic: 'young', records: [record(null, 'x')] });
    const reader = engine.read({ topics: ['young'], from: { edge: 'EARLIEST' } });
    await take(reader, 1);
    const error = ending(reader);
    const { pool } = log.database;
    // A backup of before it was made, in which another topic then gets its ids.
    await pool.query("update millrace.topics set name = 'stranger' where name = 'young'");
    await loseEnd(log);
    expect(await within(error, 'the end of the reader')).toMatchObject({ code: 'TOPIC_NOT_FOUND' });
    await expect(engine.append({ topic: 'young', records: [record(null, 'y')] })).rejects.toMatchObject({
      code: 'TOPIC_NOT_FOUND',
    });
    expect(await engine.topics.bounds('stranger')).toMatchObject([{ endOffset: 1 }]);
  });
});
