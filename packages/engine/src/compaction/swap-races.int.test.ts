import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { compacted, createCompacted, eagerLimits, readPartition } from '../testing/compaction.ts';
import { record, take, textOf } from '../testing/records.ts';
import { expectSound, inItsTurn, roll, segmentTables } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';

/** So slow that it rests for a minute once it has read the values: in the middle of filling a table. */
const slowLimits = { ...eagerLimits, maxRewriteBytesPerSecond: 20_000 };
const value = 'v'.repeat(60_000);
const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);

let log: TestEngine;
let slow: Engine;
beforeEach(async () => {
  // Of this node's own, nothing is rewritten.
  log = await createTestEngine({
    limits: { compactionIntervalMs: 3_600_000, maintenanceIntervalMs: 20, retentionIntervalMs: 20 },
  });
});
afterEach(() => log?.remove());

async function count(text: string): Promise<number> {
  return (await log.database.pool.query<{ n: number }>(`select count(*)::integer as n from ${text}`)).rows[0]?.n ?? 0;
}

const filling = () =>
  until('a table that is being filled', async () => (await count('millrace.dropped_segments where filling')) > 0);

/** A topic of which every key is there twice, while a slow node is in the middle of compacting it. */
async function begin(): Promise<void> {
  await createCompacted(log.engine, 't');
  for (const round of ['1', '2']) {
    await log.engine.append({ topic: 't', records: keys.map((key) => record(key, `${round}${value}`)) });
  }
  await roll(log.database, 't');
  slow = await log.node({ limits: slowLimits });
  await filling();
}

/** A topic with one record, in a sealed segment, and a table with a copy of it, to be put in that one's place. */
async function fillTable() {
  await createCompacted(log.engine, 't');
  await log.engine.append({ topic: 't', records: [record('k', 'v')] });
  await roll(log.database, 't');
  const { pool } = log.database;
  const { rows } = await pool.query<{ topic: number; segment: number; table: number }>(
    `select s.topic_id as topic, s.id as segment, millrace.create_rewritten_table(s.topic_id, s.id) as table
     from millrace.segments s where s.sealed_at is not null`,
  );
  const { topic, segment, table } = rows[0] as (typeof rows)[0];
  await pool.query(`insert into millrace_segments.s${table} select * from millrace_segments.s${segment}`);
  const swap = async () => {
    const swapped = await pool.query<{ bytes: string | null }>(
      'select millrace.swap_segments($1, array[$2::integer], array[$2::integer], $3, true, 1, 1, 0, 0, 0) as bytes',
      [topic, segment, table],
    );
    return swapped.rows[0]?.bytes ?? null;
  };
  return { segment, table, swap };
}

/** As a node does that has read a while ago what is to be dropped. */
const drop = (table: number) => inItsTurn(() => log.database.pool.query(`select millrace.drop_segment(${table})`));

async function expectCompacted(): Promise<void> {
  const found = await readPartition(log.engine, 't');
  expect(found.map(({ offset, key }) => [offset, textOf(key)])).toEqual(keys.map((key, i) => [keys.length + i, key]));
  expect(found.every(({ value: kept }) => textOf(kept) === `2${value}`)).toBe(true);
}

async function expectTidy(): Promise<void> {
  await until('all other tables to be gone', async () => (await count('millrace.dropped_segments')) === 0);
  await expectSound(log.database);
}

describe('L26: in the middle of a rewrite', { timeout: 60_000 }, () => {
  it('a node stops at once, and the next one finishes', async () => {
    await begin();
    await within(slow.close(), 'the node to stop');
    expect(await readPartition(log.engine, 't')).toHaveLength(2 * keys.length);
    await log.node({ limits: eagerLimits });
    await compacted(log, 't');
    await expectCompacted();
    await expectTidy();
  });

  it('a node whose lease was lost changes nothing any more', async () => {
    await begin();
    await log.database.pool.query(
      `select pg_terminate_backend(l.pid) from pg_locks l
       where l.locktype = 'advisory' and l.classid = millrace.lease_lock()::oid and l.objid = 3`,
    );
    await log.node({ limits: eagerLimits });
    await compacted(log, 't');
    await expectCompacted();
    // Its table is dropped under it; what it does when it wakes fails, and no more.
    await expectTidy();
  });

  it('a table that was given up is not put in the place of a segment', async () => {
    const { segment, table, swap } = await fillTable();
    await log.database.pool.query('update millrace.dropped_segments set filling = false where segment_id = $1', [
      table,
    ]);
    expect(await swap()).toBeNull();
    expect(await count(`millrace.segments where id = ${segment} and table_id is null`)).toBe(1);
    // Nor when it was dropped.
    await drop(table);
    expect(await swap()).toBeNull();
    expect(await readPartition(log.engine, 't')).toHaveLength(1);
    await expectTidy();
  });

  it('a table that took the place of a segment is not dropped, whoever has read that it would be', async () => {
    const { table, swap } = await fillTable();
    expect(await swap()).not.toBeNull();
    await drop(table);
    expect(await readPartition(log.engine, 't')).toHaveLength(1);
    await log.database.pool.query('insert into millrace.dropped_segments (segment_id) values ($1)', [table]);
    await expect(drop(table)).rejects.toMatchObject({ code: '55006' });
    expect(await readPartition(log.engine, 't')).toHaveLength(1);
    await log.database.pool.query('delete from millrace.dropped_segments where segment_id = $1', [table]);
    await expectTidy();
  });

  it('segments may leave the log', async () => {
    await begin();
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0 }] });
    await until(
      'the segment to leave',
      async () => (await count('millrace.segments where sealed_at is not null')) === 0,
    );
    await within(slow.close(), 'the node to stop');
    expect(await readPartition(log.engine, 't')).toEqual([]);
    await expectTidy();
  });

  it('the topic may be deleted', async () => {
    await begin();
    await log.engine.topics.delete('t');
    await within(slow.close(), 'the node to stop');
    await expectTidy();
    expect(await segmentTables(log.database)).toEqual([]);
  });

  it('a row that does not match its checksum keeps the topic as it is, and no other', async () => {
    await createCompacted(log.engine, 'broken');
    await createCompacted(log.engine, 'other');
    for (const topic of ['broken', 'other']) {
      await log.engine.append({ topic, records: [record('k', '1'), record('k', '2')] });
      await roll(log.database, topic);
    }
    const { rows } = await log.database.pool.query(
      `select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = 'broken' order by 1`,
    );
    await log.database.pool.query(`update millrace_segments.s${rows[0].id} set crc = crc + 1`);
    await log.node({ limits: eagerLimits });
    await compacted(log, 'other');
    expect((await readPartition(log.engine, 'other')).length).toBe(1);
    expect(
      await count(
        `millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = 'broken' and compacted`,
      ),
    ).toBe(0);
  });
});

describe('L26: a swap', { timeout: 60_000 }, () => {
  it('neither waits for a report that reads the topic nor disturbs it, and the old table goes when it has ended', async () => {
    await createCompacted(log.engine, 't');
    for (const round of ['1', '2']) {
      await log.engine.append({ topic: 't', records: keys.map((key) => record(key, `${round}${value}`)) });
    }
    await roll(log.database, 't');
    const report = await log.database.connect();
    try {
      await report.query('set idle_in_transaction_session_timeout = 0; begin');
      const read = async () => (await report.query(`select "offset" from millrace.records('t')`)).rowCount;
      expect(await read()).toBe(2 * keys.length);
      await log.node({ limits: eagerLimits });
      await until('the swap', async () => (await count('millrace.segments where clean')) === 1);
      const reader = log.engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } });
      expect((await take(reader, keys.length)).length).toBeGreaterThanOrEqual(keys.length);
      await reader.return?.();
      // Under READ COMMITTED the next statement sees the new table.
      expect(await read()).toBe(keys.length);
      expect(await count('millrace.dropped_segments')).toBe(1);
      await report.query('commit');
      await expectTidy();
      await expectCompacted();
    } finally {
      await report.end();
    }
  });

  it('a reader in the middle of the old table gets every record that is left, once, in order', async () => {
    await createCompacted(log.engine, 't');
    // Two records a row, two rows a fetch: a reader asks Postgres often.
    for (let i = 0; i < 60; i++) {
      await log.engine.append({ topic: 't', records: [record(`k${i}`, `1${value}`), record('x', `${i}${value}`)] });
    }
    await roll(log.database, 't');
    const other = await log.node({
      limits: { ...eagerLimits, compactionIntervalMs: 3_600_000, maxFetchBytes: 1, minFetchBytes: 1 },
    });
    const reader = other.read({ topics: ['t'], from: { edge: 'EARLIEST' } });
    const before = await take(reader, 20);
    await log.node({ limits: eagerLimits });
    await compacted(log, 't');
    const offsets = before.map(({ offset }) => offset);
    while (offsets.at(-1) !== 119) {
      const { value: batch } = await within(reader.next(), 'a batch');
      for (const { offset } of batch ?? []) offsets.push(offset);
    }
    await reader.return?.();
    expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
    // All that compaction kept: the k's, and the last x.
    for (let i = 0; i < 60; i++) expect(offsets).toContain(2 * i);
    expect(offsets.length).toBeLessThan(120);
  });
});
