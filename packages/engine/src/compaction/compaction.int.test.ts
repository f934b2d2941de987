import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  append,
  compact,
  compacted,
  createCompacted,
  eagerLimits,
  readPartition,
  shiftClock,
  shown,
} from '../testing/compaction.ts';
import { record } from '../testing/records.ts';
import { expectSound, roll, segmentsOf, segmentTables } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import { verify } from '../verify/verify.ts';

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine({ limits: eagerLimits });
});
afterAll(() => log?.remove());

const query = async (text: string, values: unknown[] = []) =>
  (await log.database.pool.query({ text, values, rowMode: 'array' })).rows.flat() as unknown[];

const read = async (topic: string, partition = 0) =>
  (await readPartition(log.engine, topic, partition)).map((found) => shown(found));

describe('L24: compaction', { timeout: 60_000 }, () => {
  it('keeps the newest record of every key, each where it was', async () => {
    await createCompacted(log.engine, 'newest');
    await append(log.engine, 'newest', 'a=1', 'b=1', 'a=2', 'c=1', 'a=3', 'b=2');
    await compact(log, 'newest');
    expect(await read('newest')).toEqual(['3 c=1', '4 a=3', '5 b=2']);
    await append(log.engine, 'newest', 'c=2', 'd=1', 'c=3');
    await compact(log, 'newest');
    expect(await read('newest')).toEqual(['4 a=3', '5 b=2', '7 d=1', '8 c=3']);
  });

  it('leaves the open segment alone', async () => {
    await createCompacted(log.engine, 'open');
    await append(log.engine, 'open', 'a=1', 'a=2');
    await compact(log, 'open');
    await append(log.engine, 'open', 'a=3', 'a=4');
    expect(await read('open')).toEqual(['1 a=2', '2 a=3', '3 a=4']);
  });

  it('is of a partition: the same key in two of them is two', async () => {
    await createCompacted(log.engine, 'apart', {}, 2);
    for (const partition of [0, 1, 0, 1]) {
      await log.engine.append({ topic: 'apart', records: [record('k', `${partition}`, { partition })] });
    }
    await compact(log, 'apart');
    expect(await read('apart', 0)).toEqual(['1 k=0']);
    expect(await read('apart', 1)).toEqual(['1 k=1']);
  });

  it('keeps times, headers, the log epoch, and a checksum that is right', async () => {
    await createCompacted(log.engine, 'whole', { messageTimestampType: 'LOG_APPEND_TIME' });
    const headers = [
      { key: 'h', value: Buffer.from('1') },
      { key: 'h', value: null },
    ];
    await append(log.engine, 'whole', 'a=1', 'b=1');
    await log.engine.append({ topic: 'whole', records: [record('c', '1', { headers }), record('', '')] });
    await append(log.engine, 'whole', 'a=2');
    const before = (await readPartition(log.engine, 'whole')).slice(1);
    await compact(log, 'whole');
    expect(await readPartition(log.engine, 'whole')).toEqual(before);
    const [table] = await query(
      `select 'millrace_segments.s' || s.table_id from millrace.segments s join millrace.topics t on t.id = s.topic_id
       where t.name = 'whole' and s.sealed_at is not null`,
    );
    const rows = await query(
      `select base_offset::integer, last_offset::integer, record_count, log_epoch, format::integer, offset_deltas::text,
              base_timestamp = append_time or append_time > base_timestamp, max_timestamp = append_time from ${table}`,
    );
    expect(rows).toEqual([1, 4, 4, 0, 1, null, true, true]);
  });

  it('drops what has no key, as Kafka does, and takes no more of it', async () => {
    await log.engine.topics.create({ name: 'keyless' });
    await log.engine.append({ topic: 'keyless', records: [record(null, 'x'), record('a', '1'), record(null, 'y')] });
    await append(log.engine, 'keyless', 'a=2', 'b=1');
    await log.engine.topics.update({ name: 'keyless', config: { cleanupPolicy: 'COMPACT', maxCompactionLagMs: 0 } });
    await expect(log.engine.append({ topic: 'keyless', records: [record(null, 'z')] })).rejects.toMatchObject({
      code: 'INVALID_RECORD',
      message: expect.stringContaining('no key'),
    });
    await compact(log, 'keyless');
    expect(await read('keyless')).toEqual(['3 a=2', '4 b=1']);
  });

  it('waits for minCompactionLagMs', async () => {
    await createCompacted(log.engine, 'lag', { minCompactionLagMs: 3_600_000 });
    const now = Date.parse('2020-01-01');
    const [young] = await query('select millrace.now()::float8');
    for (const timestamp of [now, now + 1]) {
      await log.engine.append({ topic: 'lag', records: [record('a', `${timestamp - now}`, { timestamp })] });
    }
    await roll(log.database, 'lag');
    await log.engine.append({ topic: 'lag', records: [record('a', 'young', { timestamp: young as number })] });
    await roll(log.database, 'lag');
    await until('the old segment to be compacted', async () => (await read('lag')).length === 2);
    expect(await read('lag')).toEqual(['1 a=1', '2 a=young']);
    await log.engine.topics.update({ name: 'lag', config: { minCompactionLagMs: 0 } });
    await compacted(log, 'lag');
    expect(await read('lag')).toEqual(['2 a=young']);
  });

  it('goes on where a key is known from a segment that is clean, and joins small segments', async () => {
    await createCompacted(log.engine, 'joined', {}, 1);
    for (const round of ['1', '2', '3']) {
      await append(log.engine, 'joined', `a=${round}`, `only-${round}=1`);
      if (round === '2') await log.engine.topics.update({ name: 'joined', partitionCount: 2 });
      await roll(log.database, 'joined');
    }
    await log.engine.append({ topic: 'joined', records: [record('late', '1', { partition: 1 })] });
    await compact(log, 'joined');
    await until('one sealed segment', async () => (await segmentsOf(log.database, 'joined')).length === 2);
    const found = [...(await read('joined', 0)), ...(await read('joined', 1))].map((text) => text.split(' ')[1]);
    expect(found.sort()).toEqual(['a=3', 'late=1', 'only-1=1', 'only-2=1', 'only-3=1']);
    expect(
      await query(`select compacted, clean, removed_records::integer, removed_bytes > 0 from millrace.segments s
      join millrace.topics t on t.id = s.topic_id where t.name = 'joined' order by s.id`),
    ).toEqual([true, true, 2, true, false, false, 0, false]);
    // The old tables go when nobody reads them.
    await until(
      'the old tables to be gone',
      async () => (await query('select from millrace.dropped_segments')).length === 0,
    );
    await expectSound(log.database);
  });

  it('joins no segments where that would keep old records for much longer', async () => {
    const hour = 3_600_000;
    const config = { cleanupPolicy: 'COMPACT_DELETE', retentionMs: 1_000 * hour } as const;
    await createCompacted(log.engine, 'aged', config);
    const [now] = (await query('select millrace.now()::float8')) as [number];
    for (const hours of [900, 850, 300, 250]) {
      const timestamp = now - hours * hour;
      await log.engine.append({
        topic: 'aged',
        records: [record(`${hours}`, 'v', { timestamp }), record('x', 'v', { timestamp })],
      });
      await roll(log.database, 'aged');
    }
    await compact(log, 'aged');
    await until('two sealed segments', async () => (await segmentsOf(log.database, 'aged')).length === 3);
    expect(await read('aged')).toEqual(['0 900=v', '2 850=v', '4 300=v', '6 250=v', '7 x=v']);
    await log.engine.topics.update({ name: 'aged', config: { retentionMs: 500 * hour } });
    await until('the older of them to leave', async () => (await segmentsOf(log.database, 'aged')).length === 2);
    expect(await read('aged')).toEqual(['4 300=v', '6 250=v', '7 x=v']);
  });

  it('does with a map for few keys what it does with one for all', async () => {
    const small = await createTestEngine({ limits: { ...eagerLimits, maxCompactionMapBytes: 48 * 1024 } });
    try {
      await createCompacted(small.engine, 'many', {}, 2);
      const keys = Array.from({ length: 3_000 }, (_, i) => `key-${i}`);
      for (const value of ['1', '2']) {
        for (let i = 0; i < keys.length; i += 500) {
          await small.engine.append({
            topic: 'many',
            records: keys.slice(i, i + 500).map((key) => record(key, value)),
          });
        }
        await roll(small.database, 'many');
      }
      await compact(small, 'many');
      const [passes] = (await small.database.pool.query('select count(*)::integer as n from millrace.compactions'))
        .rows;
      expect(passes.n).toBeGreaterThan(2);
      const found = [0, 1].map((partition) => readPartition(small.engine, 'many', partition));
      const records = (await Promise.all(found)).flat();
      expect(
        records
          .map(shown)
          .map((text) => text.split(' ')[1])
          .sort(),
      ).toEqual(keys.map((key) => `${key}=2`).sort());
    } finally {
      await small.remove();
    }
  });
});

describe('L25: a tombstone', { timeout: 60_000 }, () => {
  it('stays for deleteRetentionMs after it was compacted past, and then goes', async () => {
    const shifted = await createTestEngine({ limits: eagerLimits });
    const found = async () => (await readPartition(shifted.engine, 'graves')).map(shown);
    try {
      await createCompacted(shifted.engine, 'graves', { deleteRetentionMs: 3_600_050 });
      await append(shifted.engine, 'graves', 'a=1', 'b=1', 'a', 'c=1');
      await compact(shifted, 'graves');
      expect(await found()).toEqual(['1 b=1', '2 a=null', '3 c=1']);
      await shiftClock(shifted, 3_000_000);
      await append(shifted.engine, 'graves', 'c', 'd=1');
      await compact(shifted, 'graves');
      expect(await found()).toEqual(['1 b=1', '2 a=null', '4 c=null', '5 d=1']);
      // Nothing is written any more, and still it goes; the later one stays as long as it has to.
      await shiftClock(shifted, 3_700_000);
      await until('the first tombstone to go', async () => (await found()).length === 3);
      expect(await found()).toEqual(['1 b=1', '4 c=null', '5 d=1']);
      await shiftClock(shifted, 7_000_000);
      await until('the second tombstone to go', async () => (await found()).length === 2);
      expect(await found()).toEqual(['1 b=1', '5 d=1']);
    } finally {
      await shifted.remove();
    }
  });

  it('stays while it is the last sealed record of its partition, so that no log ends in a gap', async () => {
    await createCompacted(log.engine, 'last', { deleteRetentionMs: 0 });
    await append(log.engine, 'last', 'a=1', 'b=1', 'b', 'a');
    await compact(log, 'last');
    await until('the other tombstone to go', async () => (await read('last')).length === 1);
    expect(await read('last')).toEqual(['3 a=null']);
    await append(log.engine, 'last', 'c=1');
    await compact(log, 'last');
    await until('it to go', async () => (await read('last')).length === 1);
    expect(await read('last')).toEqual(['4 c=1']);
  });
});

describe('L26: merging', { timeout: 60_000 }, () => {
  it('writes many small rows anew as few large ones, without a gap', async () => {
    await log.engine.topics.create({ name: 'merged', partitionCount: 2 });
    // A row for every record, as a producer alone writes them.
    const alone = await log.node({ limits: { maxBatchBytes: 1, compactionIntervalMs: 3_600_000 } });
    for (const call of ['a', 'b']) {
      const records = Array.from({ length: 800 }, (_, i) =>
        record(i % 3 ? `k${i}` : null, `${call}${i}`, { partition: i % 2, ...(i % 5 && { timestamp: i }) }),
      );
      await alone.append({ topic: 'merged', records });
    }
    const before = [await readPartition(log.engine, 'merged', 0), await readPartition(log.engine, 'merged', 1)];
    await roll(log.database, 'merged');
    await until('the segment to be rewritten', async () => {
      const [rows] = await query(
        `select s.row_count::integer from millrace.segments s join millrace.topics t on t.id = s.topic_id
         where t.name = 'merged' and s.rewritten_at is not null`,
      );
      return rows === 2;
    });
    expect([await readPartition(log.engine, 'merged', 0), await readPartition(log.engine, 'merged', 1)]).toEqual(
      before,
    );
    expect(
      await query(`select bool_or(s.compacted) from millrace.segments s join millrace.topics t on t.id = s.topic_id
                   where t.name = 'merged'`),
    ).toEqual([false]);
    expect((await segmentTables(log.database)).length).toBeGreaterThan(0);
    await expectSound(log.database);
  });
});

it('L40: the checker finds nothing to complain of in what was rewritten', async () => {
  expect((await verify({ database: log.database })).findings).toEqual([]);
});
