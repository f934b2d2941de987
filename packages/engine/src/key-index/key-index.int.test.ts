import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { record, valuesOf } from '../testing/records.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';

// An index is made after the table was frozen, which on a busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });
const limitMs = 30_000;

let log: TestEngine;
let session: pg.Client;
beforeEach(async () => {
  log = await createTestEngine({ limits: { keyIndexIntervalMs: 20, maintenanceIntervalMs: 20 } });
  session = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
});
afterEach(async () => {
  await session.end();
  await log.remove();
});

const rows = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await log.database.pool.query(text, values)).rows;

const indexesOf = async (topic: string): Promise<boolean[]> =>
  (
    await rows(
      `select millrace.has_key_index(coalesce(s.table_id, s.id)) as has from millrace.segments s
       join millrace.topics t on t.id = s.topic_id where t.name = $1 order by s.id`,
      [topic],
    )
  ).map(({ has }) => has as boolean);

/** Until the topic's segments have the key indexes given, oldest first. */
const untilIndexes = (topic: string, expected: boolean[]) =>
  until(`the key indexes ${expected}`, async () => (await indexesOf(topic)).join() === expected.join(), limitMs);

async function filled(topic: string, keyIndex: 'NONE' | 'SEALED', segments = 2): Promise<void> {
  await log.engine.topics.create({ name: topic, partitionCount: 2, config: { keyIndex } });
  for (let n = 0; n < segments; n++) {
    // Forty rows, each with keys of its own but for one.
    for (let i = 0; i < 40; i++) {
      const own = Array.from({ length: 5 }, (_, k) => record(`k${n}-${i}-${k}`, `${n}-${i}`));
      await log.engine.append({ topic, records: i === 20 ? [...own, record('rare', `rare-${n}`)] : own });
    }
    if (n < segments - 1) await roll(log.database, topic);
  }
}

const find = (topic: string, key: string, limit = 10) =>
  log.engine.page({ topic, limit, filter: { key: Buffer.from(key) } });

describe('L46: the key index', () => {
  it('is made of sealed segments where it is wanted, rules out the rows without the key, and changes no answer', async () => {
    await filled('with', 'SEALED', 3);
    await filled('without', 'NONE', 3);
    await untilIndexes('with', [true, true, false]);
    expect(await indexesOf('without')).toEqual([false, false, false]);
    const [found, scanned] = [await find('with', 'rare'), await find('without', 'rare')];
    expect(valuesOf(found.records)).toEqual(['rare-0', 'rare-1', 'rare-2']);
    expect(valuesOf(scanned.records)).toEqual(valuesOf(found.records));
    // The open segment is scanned: 201 records; of the others one row each.
    expect(found.search?.scannedRecords).toBeLessThan(220);
    expect(scanned.search?.scannedRecords).toBe(603);
    expect(found.search?.partitions).toEqual(scanned.search?.partitions);
    expect((await find('with', 'never')).records).toEqual([]);
  });

  it('is dropped where it is not wanted any more, and made of what was sealed before it was', async () => {
    await filled('t', 'NONE');
    await log.engine.topics.update({ name: 't', config: { keyIndex: 'SEALED' } });
    await untilIndexes('t', [true, false]);
    await log.engine.topics.update({ name: 't', config: { keyIndex: null } });
    await untilIndexes('t', [false, false]);
    expect(valuesOf((await find('t', 'rare')).records)).toEqual(['rare-0', 'rare-1']);
  });

  it('takes keys of any length, none, and tells keys with the same hash apart', async () => {
    await log.engine.topics.create({ name: 't', config: { keyIndex: 'SEALED' } });
    const [{ same } = {}] = await rows(
      `select array_agg(k.key) as same from (select convert_to(n::text, 'UTF8') as key from generate_series(1, 300000) n) k
       group by millrace.key_hash(k.key) having count(*) > 1 limit 1`,
    );
    const [one, other] = same as Buffer[];
    const keys = [Buffer.alloc(100_000, 1), Buffer.alloc(100_000, 2), Buffer.alloc(0), null, one, other] as Buffer[];
    await log.engine.append({ topic: 't', records: keys.map((key) => ({ key, value: key })) });
    await roll(log.database, 't');
    await untilIndexes('t', [true, false]);
    for (const [offset, key] of keys.entries()) {
      if (key === null) continue;
      const { records } = await log.engine.page({ topic: 't', limit: 10, filter: { key } });
      expect(records.map((each) => each.offset)).toEqual([offset]);
    }
  });

  it('waits for nobody who reads, and lets everybody read and write while it is made', async () => {
    await session.query('begin isolation level repeatable read');
    await filled('t', 'SEALED');
    // A report that has read the table holds it until it ends.
    await session.query(`select count(*) from millrace.records('t')`);
    await untilIndexes('t', [true, false]);
    expect((await session.query(`select count(*)::integer as n from millrace.records('t')`)).rows).toEqual([
      { n: 402 },
    ]);
    await session.query('rollback');
    // Whoever holds a lock that it would have to wait for is left alone, and nobody queues behind it.
    await session.query('begin');
    await roll(log.database, 't');
    const [{ id } = {}] = await rows(
      `select max(s.id) as id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = 't' and sealed_at is not null`,
    );
    await session.query(`lock table millrace_segments.s${id} in share update exclusive mode`);
    for (let i = 0; i < 20; i++) await within(find('t', 'rare'), 'the look');
    await session.query('rollback');
    await untilIndexes('t', [true, true, false]);
  });

  it('that was not finished is made again: by hand and interrupted, or by a session that was killed', async () => {
    await filled('t', 'NONE');
    const [{ id } = {}] = await rows(`select min(id) as id from millrace.segments`);
    const table = `millrace_segments.s${id}`;
    // In one transaction, until it is wanted: an index that is not wanted is dropped at once.
    await session.query('begin');
    await session.query(`create index s${id}_keys on ${table} using gin (millrace.key_hashes(keys))`);
    await session.query(
      `update pg_index set indisvalid = false where indexrelid = 'millrace_segments.s${id}_keys'::regclass`,
    );
    await log.engine.topics.update({ name: 't', config: { keyIndex: 'SEALED' } });
    await session.query('commit');
    await untilIndexes('t', [true, false]);
    // What a killed session had made is not there.
    const doomed = await log.database.connect();
    const [{ pid } = {}] = (await doomed.query('select pg_backend_pid() as pid')).rows;
    await log.engine.topics.update({ name: 't', config: { keyIndex: 'NONE' } });
    await untilIndexes('t', [false, false]);
    await doomed.query('begin');
    await doomed.query(`create index s${id}_keys on ${table} using gin (millrace.key_hashes(keys))`);
    await rows('select pg_terminate_backend($1)', [pid]);
    expect(await indexesOf('t')).toEqual([false, false]);
    await doomed.end().catch(() => {});
    await log.engine.topics.update({ name: 't', config: { keyIndex: 'SEALED' } });
    await untilIndexes('t', [true, false]);
    expect(valuesOf((await find('t', 'rare')).records)).toEqual(['rare-0', 'rare-1']);
  });

  it('comes again with the new table of a segment that was compacted', async () => {
    await log.engine.topics.create({ name: 't', config: { keyIndex: 'SEALED', cleanupPolicy: 'COMPACT' } });
    for (let i = 0; i < 50; i++) {
      await log.engine.append({ topic: 't', records: [record('a', `a${i}`), record(`b${i}`, `b${i}`)] });
    }
    await roll(log.database, 't');
    const compacted = () =>
      rows(
        `select coalesce(table_id, id) as table_id from millrace.segments where sealed_at is not null and compacted`,
      );
    const other = await log.node({ limits: { compactionIntervalMs: 20, keyIndexIntervalMs: 20 } });
    await until('the compaction', async () => (await compacted()).length > 0, limitMs);
    await untilIndexes('t', [true, false]);
    expect(valuesOf((await other.page({ topic: 't', limit: 9, filter: { key: Buffer.from('a') } })).records)).toEqual([
      'a49',
    ]);
    expect(valuesOf((await find('t', 'b7')).records)).toEqual(['b7']);
  });
});

describe('L46: millrace.records_by_key', () => {
  it('gives the newest records with a key, newest first, with an index and without', async () => {
    for (const [topic, keyIndex] of [
      ['with', 'SEALED'],
      ['without', 'NONE'],
    ] as const) {
      await filled(topic, keyIndex);
      if (keyIndex === 'SEALED') await untilIndexes(topic, [true, false]);
      const found = await rows(`select * from millrace.records_by_key($1, 'rare')`, [topic]);
      expect(found.map(({ value }) => value)).toEqual(['rare-1', 'rare-0']);
      expect(found[0]).toMatchObject({ key: 'rare', key_bytes: Buffer.from('rare'), value_json: null, headers: [] });
      const [newest, ...more] = await rows(`select value from millrace.records_by_key($1, 'rare', 1)`, [topic]);
      expect([newest, more]).toEqual([{ value: 'rare-1' }, []]);
      const bytes = await rows(`select value from millrace.records_by_key_bytes($1, '\\x72617265')`, [topic]);
      expect(bytes.map(({ value }) => value)).toEqual(['rare-1', 'rare-0']);
      expect(await rows(`select * from millrace.records_by_key($1, 'never')`, [topic])).toEqual([]);
    }
    await expect(rows(`select * from millrace.records_by_key('nowhere', 'k')`)).rejects.toMatchObject({
      code: 'MR002',
    });
  });
});
