import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RecordPage } from '../engine.ts';
import { LogReader } from '../fetch/log-reader.ts';
import { record, textOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

const partitionCount = 8;
const perPartition = 50;
const recordBytes = 100_000;
const maxPageBytes = 1_000_000;
/** What is read of it may be more: rows come together, and some are on their way when a page is full. */
const tolerance = 2;

let log: TestEngine;
let readBytes = 0;

beforeAll(async () => {
  log = await createTestEngine({ limits: { maxPageBytes } });
  await log.engine.topics.create({ name: 'large', partitionCount });
  for (let n = 0; n < perPartition; n++) {
    const records = Array.from({ length: partitionCount }, (_, partition) =>
      record(null, `${partition}:${n} `.padEnd(recordBytes, '.'), { partition, timestamp: 10_000 + n }),
    );
    await log.engine.append({ topic: 'large', records });
  }
});
afterAll(() => log?.remove());

const { read } = LogReader.prototype;
const spy = () => {
  readBytes = 0;
  vi.spyOn(LogReader.prototype, 'read').mockImplementation(async function (this: LogReader, input) {
    const batches = await read.call(this, input);
    for (const { byteSize } of batches) readBytes += byteSize;
    return batches;
  });
};
afterEach(() => vi.restoreAllMocks());

const named = ({ records }: RecordPage) => records.map(({ value }) => textOf(value)?.split(' ')[0]);

describe('L19: a page of large records', () => {
  it.each(['forward', 'backward'])(
    'reads about what it holds, whatever other partitions have: %s',
    async (direction) => {
      spy();
      const from = direction === 'forward' ? ({ edge: 'EARLIEST' } as const) : undefined;
      const page = await log.engine.page({ topic: 'large', limit: perPartition, from });
      const all = Array.from({ length: perPartition }, (_, n) =>
        Array.from({ length: partitionCount }, (_, partition) => `${partition}:${n}`),
      ).flat();
      // As many as are a million bytes, exactly.
      const fitting = Math.floor(maxPageBytes / recordBytes);
      expect(named(page)).toEqual(direction === 'forward' ? all.slice(0, fitting) : all.slice(-fitting));
      expect(readBytes).toBeGreaterThanOrEqual(fitting * recordBytes);
      expect(readBytes).toBeLessThanOrEqual(maxPageBytes * tolerance);
    },
  );

  it('holds the same records where one partition has nearly all of them, looked up in several steps', async () => {
    const topic = 'uneven';
    const count = 1_500;
    await log.engine.topics.create({ name: topic, partitionCount: 4 });
    const partitionOf = (n: number) => (n % 100 === 0 ? 1 + ((n / 100) % 3) : 0);
    for (let at = 0; at < count; at += 150) {
      const records = Array.from({ length: 150 }, (_, i) =>
        record(null, `${at + i} `, { partition: partitionOf(at + i), timestamp: 10_000 + at + i }),
      );
      await log.engine.append({ topic, records });
    }
    const lookUps = vi.spyOn(LogReader.prototype, 'readPlaces');
    for (const limit of [1_200, 700]) {
      const oldest = await log.engine.page({ topic, limit, from: { edge: 'EARLIEST' } });
      expect(named(oldest)).toEqual(Array.from({ length: limit }, (_, i) => String(i)));
      const newer = await log.engine.page({ topic, limit: count, from: { cursor: oldest.next } });
      expect(named(newer)).toEqual(Array.from({ length: count - limit }, (_, i) => String(limit + i)));
      const newest = await log.engine.page({ topic, limit });
      expect(named(newest)).toEqual(Array.from({ length: limit }, (_, i) => String(count - limit + i)));
      const older = await log.engine.page({ topic, limit: count, from: { cursor: newest.previous as string } });
      expect(named(older)).toEqual(Array.from({ length: count - limit }, (_, i) => String(i)));
      expect(older.previous).toBeNull();
    }
    // Eight pages of four partitions, of which one is read in several steps.
    expect(lookUps.mock.calls.length).toBeGreaterThan(8 * 4);
  });

  it('where a reader of the newest begins is found without reading what they hold', async () => {
    spy();
    const reader = log.engine.read({ topics: ['large'], from: { last: partitionCount * 10 } });
    const { value } = await reader.next();
    expect(value.offset(0)).toBe(perPartition - 10);
    await reader.return?.();
    expect(readBytes).toBeLessThanOrEqual(partitionCount * 10 * recordBytes * 1.1);
  });
});
