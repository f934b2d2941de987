import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { Consumer, RecordsEvent } from '../consumer/consumer.ts';
import type { EngineLimits } from '../limits.ts';
import { consumed, groupName, joined, later } from '../testing/consuming.ts';
import { record } from '../testing/records.ts';
import { roll, segmentTables } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';

const limits: Partial<EngineLimits> = {
  maintenanceIntervalMs: 10,
  retentionIntervalMs: 10,
  pollIntervalMs: 20,
  // A reader of large records has one or two of them before it: the others are still in the table.
  maxFetchBytes: 1024 * 1024,
};
const topic = 't';

let log: TestEngine;

beforeEach(async () => {
  log = await createTestEngine({ limits });
  await log.engine.topics.create({ name: topic, config: { retentionMs: -1 } });
});
afterEach(() => log.remove());

const append = (value: string | Buffer) =>
  log.engine.append({ topic, records: [{ key: null, value: Buffer.from(value), partition: 0 }] });

/** Takes all sealed segments out of the log and waits until their tables are gone. */
async function expireAll(start: number): Promise<void> {
  await log.engine.topics.update({ name: topic, config: { retentionBytes: 1 } });
  await until(
    'the log to start later',
    async () => (await log.engine.topics.bounds(topic))[0]?.logStartOffset === start,
  );
  await until('the tables to be dropped', async () => (await segmentTables(log.database)).length === 1);
  await log.engine.topics.update({ name: topic, config: { retentionBytes: -1 } });
}

/** A group that has committed offset 1 of a log that starts at 3 by now and holds one record. */
async function behind(): Promise<string> {
  const group = groupName();
  for (const value of ['0', '1', '2']) {
    await log.engine.append({ topic, records: [record(null, value)] });
    await roll(log.database, topic);
  }
  const first = await joined(log.engine, { group, topics: [topic], resetPolicy: 'EARLIEST', maxRecords: 1 });
  const { last } = await consumed(first, 1);
  await first.commit(last);
  await first.return?.();
  await expireAll(3);
  await append('new');
  return group;
}

describe('L23: consumers of a group whose committed offset left the log', () => {
  it('go on at the start of the log with EARLIEST', async () => {
    const consumer = await joined(log.engine, { group: await behind(), topics: [topic], resetPolicy: 'EARLIEST' });
    expect((await consumed(consumer, 1)).values).toEqual(['new']);
    await consumer.return?.();
  });

  it('go on at its end with LATEST', async () => {
    const group = await behind();
    const consumer = await joined(log.engine, { group, topics: [topic], resetPolicy: 'LATEST' });
    const coming = consumed(consumer, 1);
    // Where it begins is settled when it opens, so what comes by then is not for it. The second record is.
    await until('the member to stand at the end', async () => {
      await append('later');
      return Promise.race([coming.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))]);
    });
    expect((await coming).values[0]).toBe('later');
    await consumer.return?.();
  });

  it('are told with NONE', async () => {
    const consumer = log.engine.consumer({ group: await behind(), topics: [topic], resetPolicy: 'NONE' });
    await expect(later(consumer, 'RECORDS')).rejects.toEqual(
      refusal('NO_COMMITTED_OFFSET', /offset 1, is not in the log any more/),
    );
  });
});

describe('L23: consumers of a group that are in the middle of a segment that is dropped', () => {
  const size = 900_000;

  /** A member that was given the second of nine large records, whose segment is dropped then, and has not committed it. */
  async function overtaken(resetPolicy: 'EARLIEST' | 'LATEST' | 'NONE') {
    const group = groupName();
    for (let i = 0; i < 9; i++) await append(Buffer.alloc(size, 1));
    const before = await joined(log.engine, { group, topics: [topic], resetPolicy: 'EARLIEST', maxRecords: 1 });
    await before.commit((await consumed(before, 1)).last);
    await before.return?.();
    await roll(log.database, topic);
    await append('new');
    const options = { maxRecords: 1, maxUncommitted: 1 };
    const consumer = await joined(log.engine, { group, topics: [topic], resetPolicy, ...options });
    const given = await later(consumer, 'RECORDS');
    expect(given.batch.offset(0)).toBe(1);
    await expireAll(9);
    return { consumer, given };
  }

  /** Commits and reads on over what was read ahead; gives the first offset that the log still has. */
  async function readOn(consumer: Consumer, given: RecordsEvent): Promise<number> {
    for (let event = given; ; event = await later(consumer, 'RECORDS')) {
      await consumer.commit(event);
      const offset = event.batch.offset(0);
      if (offset >= 9) return offset;
      expect(event.batch.byteSize).toBeGreaterThan(size);
    }
  }

  it('go on where the log starts with EARLIEST', async () => {
    const { consumer, given } = await overtaken('EARLIEST');
    expect(await readOn(consumer, given)).toBe(9);
    await consumer.return?.();
  });

  it('go on at its end with LATEST', async () => {
    const { consumer, given } = await overtaken('LATEST');
    const reading = readOn(consumer, given);
    const done = reading.then(() => true);
    await until('the member to stand at the end', async () => {
      await append('later');
      return Promise.race([done, new Promise<false>((resolve) => setImmediate(resolve, false))]);
    });
    expect(await reading).toBeGreaterThan(9);
    await consumer.return?.();
  });

  it('are told with NONE', async () => {
    const { consumer, given } = await overtaken('NONE');
    await expect(readOn(consumer, given)).rejects.toEqual(
      refusal('NO_COMMITTED_OFFSET', /is not in the log any more, which holds 9 up to 10/),
    );
  });
});
