import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { EngineLimits } from '../limits.ts';
import { take, valuesOf } from '../testing/records.ts';
import { expectSound, roll, segmentsOf, segmentTables } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import type { TopicConfigOverrides } from '../topic/topic-config.ts';

const limits: Partial<EngineLimits> = { maintenanceIntervalMs: 20, retentionIntervalMs: 20, pollIntervalMs: 50 };
const hour = 3_600_000;

let log: TestEngine;
let report: pg.Client;

beforeEach(async () => {
  log = await createTestEngine({ limits });
  report = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
});

afterEach(async () => {
  await report.end();
  await log.remove();
});

const append = (topic: string, value: string | Buffer, more: { timestamp?: number; partition?: number } = {}) =>
  log.engine.append({ topic, records: [{ key: null, value: Buffer.from(value), partition: 0, ...more }] });
const startOf = async (topic: string) => (await log.engine.topics.bounds(topic)).map((bound) => bound.logStartOffset);
const segments = (topic: string) => segmentsOf(log.database, topic);

/** Sealed segments of one record each, of the given ages. */
async function filled(topic: string, config: TopicConfigOverrides, agesMs: readonly number[]): Promise<void> {
  await log.engine.topics.create({ name: topic, config });
  for (const [i, age] of agesMs.entries()) {
    await append(topic, String(i), { timestamp: Date.now() - age });
    await roll(log.database, topic);
  }
}

describe('L22: retention by time', () => {
  it('takes segments out whose newest record is too old, oldest first; the log starts behind them', async () => {
    await filled('t', { retentionMs: -1 }, [5 * hour, 4 * hour, hour, 3 * hour]);
    const before = await segments('t');
    await log.engine.topics.update({ name: 't', config: { retentionMs: 2 * hour } });
    await until('the log to start later', async () => (await startOf('t'))[0] === 2);
    // The one behind the young one is older than its retention and stays: a log has no holes.
    expect(await segments('t')).toEqual(before.slice(2));
    await expect(log.engine.fetch({ topic: 't', partition: 0, offset: 1 })).rejects.toEqual(
      refusal('OFFSET_OUT_OF_RANGE', /holds 2 up to 4/),
    );
    const reader = log.engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } });
    expect(valuesOf(await take(reader, 2))).toEqual(['2', '3']);
    await reader.return?.();
    await until('their tables to be dropped', async () => (await segmentTables(log.database)).length === 3);
    await expectSound(log.database);
    expect((await append('t', 'next')).offset(0)).toBe(4);
  });

  it('rolls the open segment of a topic that nobody writes to any more, so that it empties', async () => {
    await log.engine.topics.create({ name: 'idle', partitionCount: 2, config: { retentionMs: hour } });
    await append('idle', 'old', { timestamp: Date.now() - 2 * hour });
    await until('the topic to be empty', async () => (await startOf('idle'))[0] === 1);
    await until('its table to be dropped', async () => (await segmentTables(log.database)).length === 1);
    expect(await startOf('idle')).toEqual([1, 0]);
    expect((await append('idle', 'next')).offset(0)).toBe(1);
    expect((await append('idle', 'other', { partition: 1 })).offset(0)).toBe(0);
  });

  it('keeps an open segment that holds one young record among old ones, in whichever partition and order', async () => {
    await log.engine.topics.create({ name: 'mixed', partitionCount: 2, config: { retentionMs: hour } });
    await append('mixed', 'young', { partition: 1 });
    await append('mixed', 'old', { partition: 1, timestamp: 0 });
    await append('mixed', 'old', { timestamp: 0 });
    await log.engine.topics.create({ name: 'idle', config: { retentionMs: hour } });
    await append('idle', 'old', { timestamp: 0 });
    await until('the other topic to be empty', async () => (await startOf('idle'))[0] === 1);
    expect(await startOf('mixed')).toEqual([0, 0]);
    expect(await segments('mixed')).toHaveLength(1);
  });

  it('happens once, whichever of two nodes does it', async () => {
    const second = await log.node({ limits });
    await filled('t', { retentionMs: 2 * hour }, [5 * hour, 4 * hour, 3 * hour, hour]);
    await until('the log to start later', async () => (await startOf('t'))[0] === 3);
    expect((await second.topics.bounds('t'))[0]?.logStartOffset).toBe(3);
    await expectSound(log.database);
  });
});

describe('L22: retention by size', () => {
  it('takes the oldest segments out while the others hold enough, over all partitions', async () => {
    const block = Buffer.alloc(200_000, 1);
    await log.engine.topics.create({ name: 't', partitionCount: 2 });
    for (let i = 0; i < 6; i++) {
      for (const partition of [0, 1]) await append('t', block, { partition });
      await roll(log.database, 't');
    }
    expect(await segments('t')).toHaveLength(7);
    // Each has some 400 KB: three of them are more than 1 MB, two are less.
    await log.engine.topics.update({ name: 't', config: { retentionBytes: 500_000 } });
    await until('the log to start later', async () => (await startOf('t'))[0] === 3);
    expect(await startOf('t')).toEqual([3, 3]);
    expect(await segments('t')).toHaveLength(4);
    await until('the tables to be dropped', async () => (await segmentTables(log.database)).length === 4);
    expect(await log.engine.topics.sizeBytes('t')).toBeGreaterThan(1_000_000);
  });
});

describe('L22: deleted records', () => {
  it('take along the segments that hold no others', async () => {
    await filled('t', { retentionMs: -1 }, [0, 0, 0, 0]);
    const before = await segments('t');
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0, before: 2 }] });
    await until('two segments to leave', async () => (await segments('t')).length === 3);
    expect(await segments('t')).toEqual(before.slice(2));
    await until('their tables to be dropped', async () => (await segmentTables(log.database)).length === 3);
    expect(valuesOf((await log.engine.page({ topic: 't', limit: 9 })).records)).toEqual(['2', '3']);
  });

  it('of one partition leave a segment where it is that holds records of another', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 2, config: { retentionMs: -1 } });
    for (let i = 0; i < 3; i++) {
      await append('t', `${i}`, { partition: i === 1 ? 1 : 0 });
      await roll(log.database, 't');
    }
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0 }] });
    await until('the first segment to leave', async () => (await segments('t')).length === 3);
    expect(valuesOf((await log.engine.page({ topic: 't', limit: 9 })).records)).toEqual(['1']);
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 1 }] });
    await until('the others to leave', async () => (await segments('t')).length === 1);
    expect(await log.engine.topics.bounds('t')).toMatchObject([
      { logStartOffset: 2, endOffset: 2 },
      { logStartOffset: 1, endOffset: 1 },
    ]);
  });

  it('of the open segment take it along, so that nothing of them stays on disk', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 3, config: { retentionMs: -1 } });
    const block = Buffer.alloc(300_000, 1);
    for (const partition of [0, 0, 1]) await append('t', block, { partition });
    const before = await segments('t');
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0 }, { partition: 1 }] });
    await until('the segment to leave', async () => {
      const left = await segments('t');
      return left.length === 1 && left[0] !== before[0];
    });
    await until('its table to be dropped', async () => (await segmentTables(log.database)).length === 1);
    expect(await log.engine.topics.sizeBytes('t')).toBeLessThan(100_000);
    expect((await append('t', 'next')).offset(0)).toBe(2);
    expect((await append('t', 'other', { partition: 2 })).offset(0)).toBe(0);
    await expectSound(log.database);
  });

  it('of the open segment leave it open while more than a tenth of it can be read, or it is small and of an internal topic, and seal it behind that', async () => {
    for (const name of ['t', 'other']) await log.engine.topics.create({ name, config: { retentionMs: -1 } });
    await log.engine.topics.create({ name: 'purged', internal: true, config: { retentionMs: -1 } });
    await append('purged', 'read');
    for (let i = 0; i < 20; i++) await append('t', String(i));
    const [first] = await segments('t');
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0, before: 17 }] });
    await append('other', 'gone');
    const other = await segments('other');
    await log.engine.topics.deleteRecords({ topic: 'other', partitions: [{ partition: 0 }] });
    const [purged] = await segments('purged');
    await log.engine.topics.deleteRecords({ topic: 'purged', partitions: [{ partition: 0 }] });
    await until('the other segment to leave', async () => (await segments('other'))[0] !== other[0]);
    expect([await segments('t'), await segments('purged')]).toEqual([[first], [purged]]);
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0, before: 18 }] });
    await until('the segment to be sealed', async () => (await segments('t')).length === 2);
    expect(valuesOf((await log.engine.page({ topic: 't', limit: 9 })).records)).toEqual(['18', '19']);
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0 }] });
    await until('it to leave', async () => (await segments('t'))[0] !== first);
  });

  it('in a topic that got partitions later leave those alone', async () => {
    await filled('t', { retentionMs: 2 * hour }, [3 * hour]);
    await until('the first segment to leave', async () => (await segments('t')).length === 1);
    await append('t', 'old', { timestamp: 0 });
    await log.engine.topics.update({ name: 't', partitionCount: 2 });
    await append('t', 'young', { partition: 1 });
    await roll(log.database, 't');
    await append('t', 'last');
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0 }] });
    expect(valuesOf((await log.engine.page({ topic: 't', limit: 9 })).records)).toEqual(['young']);
    expect(await startOf('t')).toEqual([3, 0]);
  });
});

describe('L23: a report', () => {
  it('keeps the tables of a topic that it has begun to read, and makes nobody wait', async () => {
    await filled('t', { retentionMs: -1 }, [5 * hour, 4 * hour, 0]);
    await report.query('begin');
    await report.query(`select * from millrace.records('t', 0, 2)`);
    await log.engine.topics.update({ name: 't', config: { retentionMs: hour } });
    await until('the log to start later', async () => (await startOf('t'))[0] === 2);
    await within(append('t', 'next'), 'the append');
    expect(valuesOf((await within(log.engine.page({ topic: 't', limit: 9 }), 'the page')).records)).toEqual([
      '2',
      'next',
    ]);
    const tables = await segmentTables(log.database);
    expect(tables).toHaveLength(4);
    // What it reads now begins where the log does by now.
    expect((await report.query(`select value from millrace.records('t')`)).rows).toEqual([
      { value: '2' },
      { value: 'next' },
    ]);
    await report.query('rollback');
    await until('the tables to be dropped', async () => (await segmentTables(log.database)).length === 2);
  });

  it('of one snapshot reads on what it has begun to read, also what it had not come to', async () => {
    await filled('t', { retentionMs: -1 }, [5 * hour, 4 * hour, 0]);
    await report.query('begin isolation level repeatable read');
    await report.query(`select * from millrace.records('t', 0, 2)`);
    await log.engine.topics.update({ name: 't', config: { retentionMs: hour } });
    await until('the log to start later', async () => (await startOf('t'))[0] === 2);
    expect((await report.query(`select value from millrace.records('t')`)).rows.map(({ value }) => value)).toEqual([
      '0',
      '1',
      '2',
    ]);
    await report.query('rollback');
  });

  it('whose snapshot is older than a drop, and that had not begun to read, is told to run again', async () => {
    await filled('t', { retentionMs: -1 }, [5 * hour, 0]);
    await report.query('begin isolation level repeatable read');
    await report.query('select 1');
    await log.engine.topics.update({ name: 't', config: { retentionMs: hour } });
    await until('the table to be dropped', async () => (await segmentTables(log.database)).length === 2);
    await expect(report.query(`select * from millrace.records('t')`)).rejects.toMatchObject({ code: '40001' });
    await report.query('rollback');
    expect((await report.query(`select value from millrace.records('t')`)).rows).toEqual([{ value: '1' }]);
  });
});
