import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LogToDamage, makeLogToDamage } from '../testing/damage.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import type { Finding, FindingCode } from './finding.ts';
import { verify } from './verify.ts';

let log: TestEngine;
let damaged: LogToDamage;
let number = 0;

beforeAll(async () => {
  log = await createTestEngine();
});
beforeEach(async () => {
  damaged = await makeLogToDamage(log, `t${++number}`);
});
// Damage is not to be found by the tests behind it, and what belongs to no topic is told in all of them.
afterEach(() => log.engine.topics.delete(damaged.topic));
afterAll(() => log?.remove());

const look = async (topics?: readonly string[]): Promise<readonly Finding[]> =>
  (await verify({ database: log.database, topics })).findings;

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);

/** Inflicts the damage, and holds the checker to find it, and nothing else, with what to do. */
async function found(damage: string, code: FindingCode, hint: RegExp, also: readonly FindingCode[] = []) {
  await damaged.sql(damage);
  const findings = await look();
  expect(codes(findings).filter((each) => !also.includes(each))).toEqual([code]);
  const one = findings.find((each) => each.code === code) as Finding;
  expect(one.hint).toMatch(hint);
  return one;
}

describe('L40: a log that was not damaged', () => {
  it('has no findings, and every row is counted', async () => {
    const pieces: number[] = [];
    const report = await verify({
      database: log.database,
      topics: [damaged.topic],
      onProgress: ({ records }) => pieces.push(records),
    });
    expect(report).toMatchObject({ findings: [], segments: 3, segmentsDone: 3, batches: 12, records: 36 });
    expect(report.bytes).toBeGreaterThan(36 * 5);
    expect(pieces.at(-1)).toBe(36);
    expect(await look()).toEqual([]);
  });

  it('may begin anywhere and have empty partitions, added ones and deleted records', async () => {
    const { topic } = damaged;
    await log.engine.topics.deleteRecords({ topic, partitions: [{ partition: 0, before: 7 }, { partition: 1 }] });
    await log.engine.topics.update({ name: topic, partitionCount: 4 });
    await log.engine.append({
      topic,
      records: [record(null, 'x', { partition: 2, headers: [{ key: 'h', value: null }] })],
    });
    expect(await look()).toEqual([]);
  });

  it('is not looked at where the topic is not there, or the tables are not this release’s', async () => {
    await expect(look(['nowhere'])).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND' });
    const client = await log.database.connect();
    try {
      await client.query('alter table millrace.segment_bounds rename to other');
      await expect(look()).rejects.toMatchObject({
        code: 'INVALID_SETTINGS',
        message: expect.stringMatching(/npm start/),
      });
    } finally {
      await client.query('alter table millrace.other rename to segment_bounds');
      await client.end();
    }
  });
});

describe('L40: damaged rows', () => {
  it('a row that is missing, in the middle, at a segment’s end and at its beginning', async () => {
    const { tables, partitions, sql } = damaged;
    const one = await found(
      `delete from ${tables[1]} where partition_id = ${partitions[1]} and base_offset = 9`,
      'OFFSET_GAP',
      /deleteRecords of the partition before 12/,
    );
    expect(one).toMatchObject({ topic: damaged.topic, partition: 1, offset: 9, table: tables[1] });
    expect(one.message).toMatch(/9 to 11 are missing/);
    await sql(`delete from ${tables[2]} where partition_id = ${partitions[0]} and base_offset = 12`);
    const two = await look([damaged.topic]);
    expect(two.map(({ partition, offset }) => [partition, offset])).toEqual([
      [1, 9],
      [0, 12],
    ]);
    // The rows of a whole partition.
    await sql(`delete from ${tables[0]} where partition_id = ${partitions[0]}`);
    expect((await look())[0]).toMatchObject({ code: 'OFFSET_GAP', partition: 0, offset: 0 });
  });

  it('but no gap is found in what was compacted', async () => {
    const { tables, segments, sql } = damaged;
    await sql(`delete from ${tables[1]} where base_offset = 9`);
    const change = 'compacted = true, row_count = null, record_count = null';
    await sql(`update millrace.segments set ${change} where id = ${segments[1]}`);
    expect(await look()).toEqual([]);
  });

  it('a row that is missing where gaps are explained, by what the catalogue counts', async () => {
    const { tables, segments, sql } = damaged;
    await sql(
      `update millrace.segments set compacted = true, row_count = 4, record_count = 12 where id = ${segments[1]}`,
    );
    expect(await look()).toEqual([]);
    const one = await found(
      `delete from ${tables[1]} where base_offset = 9 and partition_id = ${damaged.partitions[0]}`,
      'SEGMENT_COUNTS',
      /Have it counted anew/,
    );
    expect(one).toMatchObject({ topic: damaged.topic, table: tables[1] });
    expect(one.message).toMatch(/counts 12 records in 4 rows, and there are 9 in 3/);
    await sql(one.hint.replace(/^.*(update .*)\.$/, '$1'));
    expect(await look()).toEqual([]);
  });

  it('rows of the same offsets', async () => {
    const { tables, partitions } = damaged;
    const one = await found(
      `update ${tables[0]} set base_offset = 2, last_offset = 4 where partition_id = ${partitions[0]} and base_offset = 3`,
      'OFFSET_OVERLAP',
      /export them/,
      ['OFFSET_GAP'],
    );
    expect(one).toMatchObject({ partition: 0, offset: 2 });
  });

  it('a bit that was flipped', async () => {
    const { tables, partitions } = damaged;
    const one = await found(
      `update ${tables[1]} set "values"[2] = '\\x302f302f32' where partition_id = ${partitions[0]} and base_offset = 6`,
      'CHECKSUM',
      /Restore the table/,
    );
    expect(one).toMatchObject({ topic: damaged.topic, partition: 0, offset: 6 });
  });

  it('columns that do not agree with each other', async () => {
    const { tables } = damaged;
    await damaged.sql(`update ${tables[0]} set max_timestamp = 7 where base_offset = 0`);
    await damaged.sql(`update ${tables[2]} set byte_size = 7, record_count = 4 where base_offset = 15`);
    const findings = await look();
    expect(codes(findings)).toEqual(Array(4).fill('MALFORMED_ROW'));
    expect(findings[0]?.message).toMatch(/max_timestamp is 7/);
    expect(findings[2]?.message).toMatch(/record_count is 4.*byte_size is 7/);
  });

  it('log epochs that go back, or are to come', async () => {
    const { tables, partitions, sql } = damaged;
    const change = (table: string, epoch: number, where: string) =>
      `update ${table} set log_epoch = ${epoch} where partition_id = ${partitions[0]} and ${where}`;
    await found(change(tables[1], 3, 'base_offset = 9'), 'LOG_EPOCH', /of an older backup/);
    await sql('update millrace.log_epoch set epoch = 3');
    await sql('insert into millrace.epoch_starts select id, 3, 0 from millrace.partitions');
    expect(await look()).toEqual([]);
    await sql(change(tables[1], 3, 'base_offset = 6'));
    await sql(change(tables[1], 0, 'base_offset = 9'));
    expect(await look()).toMatchObject([{ code: 'MALFORMED_ROW', offset: 9 }]);
    await sql(change(tables[1], 0, 'base_offset = 6'));
    await sql(`update millrace.epoch_starts set epoch = 4 where partition_id = ${partitions[1]}`);
    expect((await look()).map(({ message }) => message.split(':')[0])).toEqual([
      'It is not known where epoch 3 of the log began',
      "Epoch 4 began at 0, and the log's epoch is 3",
    ]);
    // As with a partition that is made while the epoch is being raised.
    await sql('update millrace.log_epoch set pending = 4');
    expect(await look()).toEqual([]);
    await sql('update millrace.log_epoch set pending = null');
    await sql('delete from millrace.epoch_starts; update millrace.log_epoch set epoch = 0');
    expect(await look()).toEqual([]);
    await sql('delete from millrace.log_epoch');
    expect((await look())[0]).toMatchObject({ code: 'LOG_EPOCH', table: 'millrace.log_epoch' });
    await sql('insert into millrace.log_epoch default values');
  });

  it('rows that no reader finds', async () => {
    const { tables, partitions } = damaged;
    const stray = partitions[1] + 1_000_000;
    const one = await found(
      `update ${tables[0]} set partition_id = ${stray} where partition_id = ${partitions[1]} and base_offset = 0`,
      'STRAY_ROWS',
      new RegExp(`partition_id = ${stray}`),
      ['OFFSET_GAP'],
    );
    expect(one.partition).toBe(null);
  });

  it('what Postgres itself cannot read is stepped over, and the rest is checked', async () => {
    const { tables, partitions, sql } = damaged;
    await sql(`alter table ${tables[0]} alter column "values" set storage external`);
    await log.engine.append({ topic: damaged.topic, records: [record(null, 'x'.repeat(50_000), { partition: 0 })] });
    const [toast] = await sql(
      `select reltoastrelid::regclass::text from pg_class where oid = '${tables[2]}'::regclass`,
    );
    await sql(`update ${tables[2]} set byte_size = 7 where partition_id = ${partitions[1]} and base_offset = 15`);
    // Postgres lets nobody write into a toast table, unless it takes it for another. A chunk that is moved is missed in its
    // place once it is pruned, and one too many before: readers of a toast table see deleted chunks until then.
    const kind = (name: 'r' | 't') => sql(`update pg_class set relkind = '${name}' where oid = '${toast}'::regclass`);
    await kind('r');
    await sql(`update ${toast} set chunk_seq = 1003 where chunk_seq = 3`);
    await kind('t');
    const findings = await look();
    expect(codes(findings)).toEqual(['UNREADABLE_ROW', 'MALFORMED_ROW']);
    expect(findings[0]).toMatchObject({ topic: damaged.topic, partition: 0, offset: 18 });
    expect(findings[0]?.message).toMatch(/chunk/);
    expect(findings[0]?.hint).toMatch(/pg_amcheck/);
  });

  it('of a thousand of a kind it tells twenty, and how many more there are', async () => {
    const { topic, tables } = damaged;
    for (let i = 0; i < 30; i++) await log.engine.append({ topic, records: [record(null, 'x', { partition: 0 })] });
    await damaged.sql(`update ${tables[2]} set crc = 1`);
    const findings = await look();
    expect(codes(findings)).toEqual(Array(21).fill('CHECKSUM'));
    expect(findings[20]?.message).toMatch(/^14 more of CHECKSUM/);
  });
});
