import { type Database, isLockTimeout } from '@millrace/database';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineLimits } from '../limits.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { inItsTurn } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { type OpenSegment, readOpenSegments, rollSegment } from './roll-segment.ts';

const limits: Partial<EngineLimits> = { maintenanceIntervalMs: 20 };

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

const values = async (text: string, parameters: unknown[] = [], database: Pick<Database, 'pool'> = log.database) =>
  (await database.pool.query({ text, values: parameters, rowMode: 'array' })).rows.flat() as unknown[];

const segmentsOf = (topic: string) =>
  values(
    `select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1 order by s.id`,
    [topic],
  );

const tables = async () =>
  (await values(`select tablename from pg_tables where schemaname = 'millrace_segments' order by 1`)) as string[];

async function roll(topic: string): Promise<void> {
  await values(
    `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t
     join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`,
    [topic],
  );
}

const append = (topic: string, value: string | Buffer, partition = 0) =>
  log.engine.append({ topic, records: [{ key: null, value: Buffer.from(value), partition }] });

/** A report: a transaction that has read all segments and stays open. */
async function openReport(): Promise<void> {
  await report.query('begin isolation level repeatable read');
  for (const table of await tables()) await report.query(`select count(*) from millrace_segments.${table}`);
}

describe('L11: rolling', () => {
  it('happens by size, and every record is read across segments, at each of its offsets', async () => {
    await log.engine.topics.create({ name: 't', config: { segmentBytes: 1024 ** 2 } });
    const value = (i: number) => Buffer.alloc(300_000, i);
    for (let i = 0; i < 20; i++) {
      await append('t', value(i));
      // Five of them are more than a segment takes.
      const expected = Math.floor((i + 1) / 5) + 1;
      if (i % 5 === 4) await until('a roll', async () => (await segmentsOf('t')).length >= expected);
    }
    expect((await segmentsOf('t')).length).toBeGreaterThan(3);
    for (let i = 0; i < 20; i++) {
      const batch = await log.engine.fetch({ topic: 't', partition: 0, offset: i, maxRecords: 1 });
      expect([batch.offset(0), batch.value(0)?.[0], batch.highWatermark]).toEqual([i, i, 20]);
    }
    const reader = log.engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } });
    expect((await take(reader, 20)).map(({ offset }) => offset)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    await reader.return?.();
  });

  it('happens by age, of segments that hold records only', async () => {
    await log.engine.topics.create({ name: 'old', config: { segmentMs: 1_000 } });
    await log.engine.topics.create({ name: 'empty', config: { segmentMs: 1_000 } });
    await append('old', 'v');
    await values(`update millrace.segments set opened_at = opened_at - interval '1 hour'`);
    await append('old', 'w');
    await until('a roll', async () => (await segmentsOf('old')).length === 2);
    expect((await segmentsOf('empty')).length).toBe(1);
    expect(valuesOf((await log.engine.page({ topic: 'old', limit: 5 })).records)).toEqual(['v', 'w']);
  });

  it('that two nodes want happens once', async () => {
    await log.engine.topics.create({ name: 't' });
    const [segment] = await segmentsOf('t');
    const [topic] = await values(`select id from millrace.topics where name = 't'`);
    const opened = await Promise.all(
      Array.from({ length: 8 }, () =>
        inItsTurn(() => values(`select millrace.roll_segment($1, $2, 'none')`, [topic, segment])),
      ),
    );
    expect(new Set(opened.flat()).size).toBe(1);
    expect((await segmentsOf('t')).length).toBe(2);
  });

  it('sees what was committed while it waited, also where the database begins every transaction with a snapshot', async () => {
    await log.engine.topics.create({ name: 't' });
    await append('t', '0');
    await values(`alter database ${log.test.name} set default_transaction_isolation to 'repeatable read'`);
    const node = await log.test.open();
    const [segment] = (await readOpenSegments(log.database.pool, null)) as [OpenSegment];
    const table = `millrace_segments.s${segment.segmentId}`;
    const patient = await log.database.connect({ idle_in_transaction_session_timeout: 0, lock_timeout: 0 });
    const rollWaits = async () =>
      (
        await values(`select 1 from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`)
      ).length > 0;
    // As a flush does, one offset further each time: the roll gives up after 100 ms and may have to begin again.
    const meetFlush = async (offset: number) => {
      await patient.query('begin');
      await patient.query('select pg_advisory_xact_lock_shared(millrace.topic_lock(), $1)', [segment.topicId]);
      await patient.query(
        `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(b) || $1)).* from ${table} b where base_offset = 0`,
        [{ base_offset: offset, last_offset: offset }],
      );
      let isOver = false;
      const rolled = rollSegment(node.pool, segment, 'NONE')
        .then(
          () => true,
          (error) => !isLockTimeout(error) && Promise.reject(error),
        )
        .finally(() => {
          isOver = true;
        });
      await until('the roll to wait', async () => isOver || (await rollWaits()));
      await patient.query('commit');
      return rolled;
    };
    let end = 1;
    while (!(await meetFlush(end++))) expect(await segmentsOf('t')).toHaveLength(1);
    expect(await values('select first_offset::integer from millrace.segment_bounds order by segment_id')).toEqual([
      0,
      end,
    ]);
    await patient.end();
    await node.close();
  });

  it('keeps the ends of partitions that hold nothing in the new segment', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 3 });
    for (let i = 0; i < 4; i++) await append('t', String(i), 1);
    for (let i = 0; i < 3; i++) await roll('t');
    expect((await log.engine.topics.bounds('t')).map(({ endOffset }) => endOffset)).toEqual([0, 4, 0]);
    expect((await append('t', '4', 1)).offset(0)).toBe(4);
    expect((await append('t', '0', 0)).offset(0)).toBe(0);
    await log.engine.topics.update({ name: 't', partitionCount: 4 });
    await roll('t');
    expect((await append('t', '0', 3)).offset(0)).toBe(0);
    expect(valuesOf((await log.engine.page({ topic: 't', partitions: [1], limit: 9 })).records)).toEqual([...'01234']);
  });

  it('finds times in every segment', async () => {
    await log.engine.topics.create({ name: 't' });
    for (let i = 0; i < 6; i++) {
      await log.engine.append({ topic: 't', records: [record(null, String(i), { timestamp: 1_000 + i })] });
      await roll('t');
    }
    for (let i = 0; i < 6; i++) {
      const { records } = await log.engine.page({ topic: 't', from: { timestamp: 1_000 + i }, limit: 1 });
      expect(valuesOf(records)).toEqual([String(i)]);
    }
  });

  it('waits for nobody who reads, and makes nobody wait', async () => {
    await log.engine.topics.create({ name: 't' });
    await append('t', '0');
    await openReport();
    for (let i = 1; i < 6; i++) {
      await within(roll('t'), 'the roll');
      await within(append('t', String(i)), 'the append');
    }
    expect(valuesOf((await within(log.engine.page({ topic: 't', limit: 9 }), 'the page')).records)).toEqual([
      ...'012345',
    ]);
    await report.query('rollback');
  });

  it('gives up soon where a flush is held up, and appends go on', async () => {
    await log.engine.topics.create({ name: 't' });
    await report.query('begin');
    await report.query(`select pg_advisory_xact_lock_shared(millrace.topic_lock(), id) from millrace.topics`);
    await expect(roll('t')).rejects.toMatchObject({ code: '55P03' });
    await within(append('t', 'v'), 'the append');
    await report.query('rollback');
    await roll('t');
    expect((await append('t', 'w')).offset(0)).toBe(1);
  });

  it('L10: between a call and its flush: the call is appended whole, once', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 4 });
    const records = (i: number) => [0, 1, 2, 3].map((partition) => record(null, String(i), { partition }));
    await log.engine.append({ topic: 't', records: records(0) });
    for (let i = 1; i <= 20; i++) {
      // The roll is not told of, so the node's view is stale for certain.
      await roll('t');
      const result = await log.engine.append({ topic: 't', records: records(i) });
      expect([0, 1, 2, 3].map((n) => result.offset(n))).toEqual([i, i, i, i]);
    }
    expect((await log.engine.topics.bounds('t')).map(({ endOffset }) => endOffset)).toEqual([21, 21, 21, 21]);
  });

  it('gives a sealed segment its VACUUM (FREEZE)', async () => {
    await log.engine.topics.create({ name: 't' });
    await append('t', 'v');
    const [sealed] = await segmentsOf('t');
    await roll('t');
    await append('t', 'w');
    const another = await log.node({ limits });
    await until(
      'the segment to be frozen',
      async () => (await values(`select frozen_at is not null from millrace.segments where id = $1`, [sealed]))[0],
    );
    const vacuumed = () =>
      values(`select pg_stat_get_vacuum_count(to_regclass('millrace_segments.s' || $1::text))::integer`, [sealed]);
    await until('its vacuum to be counted', async () => (await vacuumed())[0] === 1);
    await another.close();
  });

  it('of a topic that cannot be rolled leaves the others to be rolled', async () => {
    const names = ['broken-0', 'fine-1', 'broken-2', 'fine-3', 'broken-4'];
    for (const name of names) await log.engine.topics.create({ name, config: { segmentBytes: 1024 ** 2 } });
    // Set behind the engine's back, as on a server that was replaced by one without lz4.
    await values(
      `update millrace.topics set config = config || '{"compressionType": "ZSTD"}' where name like 'broken%'`,
    );
    for (const name of names) await append(name, Buffer.alloc(1_040_000, 1));
    for (const name of ['fine-1', 'fine-3']) {
      await until(`a roll of ${name}`, async () => (await segmentsOf(name)).length > 1);
    }
    expect((await append('broken-0', 'v')).offset(0)).toBe(1);
  });
});

describe('L12: dropping the tables of a deleted topic', () => {
  it('waits for those who read them, makes nobody wait, and happens when they are done', async () => {
    await log.engine.topics.create({ name: 'gone' });
    await log.engine.topics.create({ name: 'stays' });
    await append('gone', 'v');
    const [segment] = await segmentsOf('gone');
    await openReport();
    await within(log.engine.topics.delete('gone'), 'the deletion');
    await within(append('stays', 'v'), 'the append');
    await within(log.engine.topics.create({ name: 'gone' }), 'the next topic of the name');
    await within(append('gone', 'new'), 'its append');
    // It has been tried meanwhile, and the table is still there.
    expect(await values('select segment_id from millrace.dropped_segments')).toEqual([segment]);
    expect(await tables()).toContain(`s${segment}`);
    expect((await report.query(`select count(*)::integer as n from millrace_segments.s${segment}`)).rows).toEqual([
      { n: 1 },
    ]);
    await report.query('rollback');
    await until('the table to be dropped', async () => !(await tables()).includes(`s${segment}`));
    expect(await values('select segment_id from millrace.dropped_segments')).toEqual([]);
    expect(await values(`select value from millrace_topics.gone`)).toEqual(['new']);
  });

  it('takes the view along, unless there is a topic of the name again', async () => {
    for (const name of ['a', 'b']) await log.engine.topics.create({ name });
    for (const name of ['a', 'b']) await log.engine.topics.delete(name);
    await log.engine.topics.create({ name: 'b' });
    const views = () => values(`select viewname from pg_views where schemaname = 'millrace_topics' order by 1`);
    await until('the view to be dropped', async () => !(await views()).includes('a'));
    expect(await views()).toEqual(['b']);
  });
});
