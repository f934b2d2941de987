import { isMillraceError } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { Engine } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import { random } from '../testing/random.ts';
import { record } from '../testing/records.ts';
import { expectSound, roll, segmentsOf, segmentTables } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';

const limits: Partial<EngineLimits> = {
  maintenanceIntervalMs: 10,
  retentionIntervalMs: 10,
  pollIntervalMs: 20,
  // A reader of large records has one or two of them before it: the others are still in the table.
  maxFetchBytes: 1024 * 1024,
};
const rolls = 30;
const perRoll = 12;

let log: TestEngine;
let other: Engine;
let churning: boolean;

beforeEach(async () => {
  log = await createTestEngine({ limits });
  other = await log.node({ limits });
  // A sealed segment leaves at once: the open one alone is more than enough.
  await log.engine.topics.create({ name: 't', partitionCount: 2, config: { retentionMs: -1, retentionBytes: 1 } });
  churning = true;
});
afterEach(() => log.remove());

const boundsOf = async (partition: number) => {
  const [bounds] = await log.engine.topics.bounds('t', [partition]);
  return bounds as { logStartOffset: number; endOffset: number };
};
const expectGone = (error: unknown) => expect(error).toEqual(refusal('OFFSET_OUT_OF_RANGE'));
const append = (engine: Engine, count: number) =>
  engine.append({
    topic: 't',
    records: Array.from({ length: count }, (_, i) => record(null, `${i}`, { partition: i % 2 })),
  });

/** Writes from both nodes and rolls, so that segments leave the log all the time. */
async function churn(): Promise<void> {
  try {
    for (let i = 0; i < rolls; i++) {
      for (let call = 0; call < perRoll / 4; call++) await Promise.all([append(log.engine, 4), append(other, 4)]);
      await roll(log.database, 't');
    }
    // Two segments at most: the open one, and the one that leaves next.
    await until('the log to be short', async () => (await segmentsOf(log.database, 't')).length <= 2);
  } finally {
    churning = false;
  }
}
const recordsOfPartition = rolls * perRoll;

describe('L23: reading while segments leave the log', () => {
  it('a fetch gives what is at its offset, or OFFSET_OUT_OF_RANGE, on this node and on another', async () => {
    const next = random(1);
    const seen = { read: 0, gone: 0 };
    const fetcher = async (engine: Engine) => {
      while (churning) {
        const partition = next() < 0.5 ? 0 : 1;
        const { logStartOffset, endOffset } = await boundsOf(partition);
        const offset = Math.max(0, logStartOffset - 4 + Math.floor(next() * (endOffset - logStartOffset + 5)));
        try {
          const batch = await engine.fetch({ topic: 't', partition, offset });
          for (let i = 0; i < batch.count; i++) expect(batch.offset(i)).toBe(offset + i);
          seen.read += batch.count;
        } catch (error) {
          expectGone(error);
          seen.gone += 1;
        }
      }
    };
    await within(Promise.all([churn(), fetcher(log.engine), fetcher(other)]), 'readers and writers', 50_000);
    expect(seen.read).toBeGreaterThan(0);
    expect(seen.gone).toBeGreaterThan(0);
    expect(await boundsOf(0)).toMatchObject({ endOffset: recordsOfPartition });
    await expectSound(log.database);
  });

  it('a page and a report have no holes, and never fail', async () => {
    const contiguous = (records: Iterable<{ partition: number; offset: number }>) => {
      const last = new Map<number, number>();
      for (const { partition, offset } of records) {
        const before = last.get(partition);
        if (before !== undefined) expect(offset).toBe(before + 1);
        last.set(partition, offset);
      }
    };
    const pager = async (engine: Engine) => {
      while (churning) {
        contiguous((await engine.page({ topic: 't', limit: 50, from: { edge: 'EARLIEST' } })).records);
        contiguous((await engine.page({ topic: 't', limit: 50, from: { timestamp: 0 } })).records);
        contiguous((await engine.page({ topic: 't', limit: 50 })).records);
        await engine.topics.sizeBytes('t');
      }
    };
    const reporter = async () => {
      while (churning) {
        const { rows } = await log.database.pool.query<{ partition: number; offset: string }>(
          `select "partition", "offset" from millrace.records('t')`,
        );
        contiguous(rows.map(({ partition, offset }) => ({ partition, offset: Number(offset) })));
      }
    };
    await within(Promise.all([churn(), pager(log.engine), pager(other), reporter()]), 'readers and writers', 50_000);
    expect((await boundsOf(0)).logStartOffset).toBeGreaterThan(0);
    await expectSound(log.database);
  });

  it('a reader gets every record in order, or ends with OFFSET_OUT_OF_RANGE and goes on from where it is told', async () => {
    const readThrough = async (engine: Engine) => {
      let offset = 0;
      let seen = 0;
      while (offset < recordsOfPartition) {
        const reader = engine.read({ topics: ['t'], partitions: [0], from: { offset }, maxRecords: 7 });
        try {
          while (offset < recordsOfPartition) {
            const { value: batch } = await within(reader.next(), `offset ${offset}`);
            for (let i = 0; i < batch.count; i++) expect(batch.offset(i)).toBe(offset + i);
            offset = batch.nextOffset;
            seen += batch.count;
          }
        } catch (error) {
          expectGone(error);
          const start = isMillraceError(error) ? (error.details?.logStartOffset as number) : Number.NaN;
          expect(start).toBeGreaterThan(offset);
          offset = start;
        }
        await reader.return?.();
      }
      return seen;
    };
    const [, own, others] = await within(
      Promise.all([churn(), readThrough(log.engine), readThrough(other)]),
      'readers and writers',
      50_000,
    );
    expect(own).toBeGreaterThan(0);
    expect(others).toBeGreaterThan(0);
  });

  it.each(['this node', 'another node'])(
    'a reader in the middle of a segment that is dropped, on %s',
    async (where) => {
      const engine = where === 'this node' ? log.engine : other;
      await log.engine.topics.update({ name: 't', config: { retentionBytes: -1 } });
      // Too large for a ring and for one fetch: the reader is in the middle of the table.
      const big = Buffer.alloc(900_000, 1);
      for (let i = 0; i < 8; i++)
        await log.engine.append({ topic: 't', records: [{ key: null, value: big, partition: 0 }] });
      await roll(log.database, 't');
      const reader = engine.read({ topics: ['t'], partitions: [0], from: { offset: 0 } });
      let offset = (await within(reader.next(), 'the first batch')).value.nextOffset;
      expect(offset).toBeGreaterThan(0);
      expect(offset).toBeLessThan(8);
      await log.engine.topics.update({ name: 't', config: { retentionBytes: 1 } });
      await log.engine.append({ topic: 't', records: [{ key: null, value: big, partition: 0 }] });
      await until('its table to be dropped', async () => (await segmentTables(log.database)).length === 1);
      // What it has read ahead it gives; then it says where the log starts.
      const readOn = async () => {
        for (;;) {
          const { value: batch } = await within(reader.next(), 'a batch or the end');
          expect(batch.offset(0)).toBe(offset);
          offset = batch.nextOffset;
          expect(offset).toBeLessThanOrEqual(8);
        }
      };
      await expect(readOn()).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE', details: { logStartOffset: 8 } });
      const again = engine.read({ topics: ['t'], partitions: [0], from: { edge: 'EARLIEST' } });
      expect((await within(again.next(), 'the log from its start')).value.offset(0)).toBe(8);
      await again.return?.();
    },
  );
});
