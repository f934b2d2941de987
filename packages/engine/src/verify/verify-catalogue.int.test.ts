import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LogToDamage, makeLogToDamage, sqlOf } from '../testing/damage.ts';
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

describe('L40: a damaged catalogue', () => {
  it('no open segment, two of them, one that is not the newest', async () => {
    const { segments } = damaged;
    await found(
      `update millrace.segments set sealed_at = now() where id = ${segments[2]}`,
      'OPEN_SEGMENTS',
      /sealed_at = null/,
    );
    await damaged.sql(`update millrace.segments set sealed_at = null where id = ${segments[1]}`);
    expect((await look())[0]?.message).toMatch(/not the newest/);
    await damaged.sql(`update millrace.segments set sealed_at = null where id = ${segments[2]}`);
    expect((await look())[0]?.message).toMatch(new RegExp(`2 open segments: ${segments[1]}, ${segments[2]}`));
  });

  it('a partition that is gone, and its rows that no reader finds any more', async () => {
    await found(
      `delete from millrace.partitions where id = ${damaged.partitions[0]}`,
      'PARTITION_NUMBERS',
      /Restore|restore/,
      ['STRAY_ROWS'],
    );
  });

  it('a view that is gone', async () => {
    const { topic } = damaged;
    const one = await found(`drop view millrace_topics.${topic}`, 'MISSING_VIEW', /^Make it: create view/);
    await damaged.sql(one.hint.replace(/^Make it: (.*)\.$/, '$1'));
    expect(await look()).toEqual([]);
  });

  it('bounds that are gone, go back, or are another topic’s', async () => {
    const { segments, partitions, sql } = damaged;
    const bound = `segment_id = ${segments[1]} and partition_id = ${partitions[0]}`;
    const change = (value: number) => sql(`update millrace.segment_bounds set first_offset = ${value} where ${bound}`);
    await change(20);
    const back = await look();
    expect(back[0]).toMatchObject({ code: 'SEGMENT_BOUNDS', message: expect.stringMatching(/before the 20 of/) });
    await change(3);
    expect(codes(await look())).toEqual(['SEGMENT_END', 'OFFSET_GAP']);
    await sql(`delete from millrace.segment_bounds where ${bound}`);
    const findings = await look();
    expect(codes(findings)).toContain('SEGMENT_BOUNDS');
    expect(findings[0]?.message).toMatch(`no bound in segment ${segments[1]}`);
    await sql(`insert into millrace.segment_bounds values (${segments[1]}, ${partitions[0]}, 6)`);
    expect(await look()).toEqual([]);
    await sql(`delete from millrace.segment_bounds where partition_id = ${partitions[1]}`);
    expect(codes(await look())).toContain('SEGMENT_BOUNDS');
  });

  it('a log that starts before its oldest segment, or behind its end', async () => {
    const { topic, segments, partitions, sql } = damaged;
    const start = (offset: number) =>
      sql(`update millrace.partitions set log_start_offset = ${offset} where id = ${partitions[0]}`);
    await start(19);
    expect(await look()).toMatchObject([{ code: 'LOG_START', topic, partition: 0, offset: 19 }]);
    await start(0);
    const bound = `segment_id = ${segments[0]} and partition_id = ${partitions[0]}`;
    await sql(`update millrace.segment_bounds set first_offset = 1 where ${bound}`);
    expect(codes(await look())).toEqual(['LOG_START', 'OFFSET_OVERLAP']);
  });

  it('a segment without a table', async () => {
    const { tables, topic } = damaged;
    const one = await found(`drop table ${tables[1]}`, 'MISSING_TABLE', /deleteRecords/);
    expect(one).toMatchObject({ topic, table: tables[1] });
    await damaged.sql(`drop table ${tables[2]}`);
    expect(codes(await look())).toEqual(['MISSING_TABLE', 'MISSING_TABLE']);
  });

  it('tables that nothing names', async () => {
    const one = await found(
      'create table millrace_segments.s990001 (id int); select setval($$millrace.segments_id_seq$$, 990001)',
      'ORPHANED_TABLE',
      /drop table millrace_segments."s990001"/,
    );
    await damaged.sql(one.hint.replace(/^.*: (drop table .*)\.$/, '$1'));
    expect(await look()).toEqual([]);
  });

  it('a table without its key, and an index that was never finished', async () => {
    const { tables, sql } = damaged;
    const [key] = await sql(
      `select conname from pg_constraint where conrelid = '${tables[0]}'::regclass and contype = 'p'`,
    );
    const one = await found(`alter table ${tables[0]} drop constraint ${key}`, 'MISSING_INDEX', /add primary key/);
    await sql(one.hint.replace(/^.*(alter table .*)\.$/, '$1'));
    expect(await look()).toEqual([]);
    await sql(`update pg_index set indisvalid = false where indexrelid = 'millrace_segments.${key}'::regclass`);
    expect(await look()).toMatchObject([
      { code: 'INVALID_INDEX', table: tables[0], hint: expect.stringMatching(/reindex/) },
    ]);
  });

  it('a table of two segments, and one in use that is about to be dropped', async () => {
    const { segments, tables, sql } = damaged;
    await sql(`insert into millrace.dropped_segments (segment_id) values (${segments[0]})`);
    const doomed = await look();
    expect(doomed).toMatchObject([{ code: 'DOOMED_TABLE', table: tables[0], hint: expect.stringMatching(/^At once/) }]);
    await sql((doomed[0]?.hint ?? '').replace(/^At once: (.*)\.$/, '$1'));
    await sql(`update millrace.segments set table_id = ${segments[0]} where id = ${segments[1]}`);
    const shared = await look();
    expect(codes(shared)).toContain('SHARED_TABLE');
    await sql(`update millrace.segments set table_id = null where id = ${segments[1]}`);
    expect(await look()).toEqual([]);
  });

  it('sequences that would give ids twice', async () => {
    const [before] = await damaged.sql('select last_value from millrace.topics_id_seq');
    const one = await found(`select setval('millrace.topics_id_seq', 1, false)`, 'SEQUENCE_BEHIND', /setval/);
    expect(one.table).toBe('millrace.topics_id_seq');
    await damaged.sql(`select setval('millrace.topics_id_seq', ${before})`);
  });
});

describe('L40: committed offsets', () => {
  const sql = (text: string) => sqlOf(log.database, text);

  it('behind the end of their partition', async () => {
    const [group] = await sql(`insert into millrace.consumer_groups (name) values ('g') returning id`);
    await sql(`select millrace.overwrite_offsets(${group}, array[${damaged.partitions}], array[18, 19], array[0, 0])`);
    expect(await look()).toMatchObject([
      {
        code: 'COMMITTED_OFFSET',
        topic: damaged.topic,
        partition: 1,
        offset: 19,
        hint: expect.stringMatching(/Reset/),
      },
    ]);
    expect((await look())[0]?.message).toMatch(/"g" has committed 19, and the partition ends at 18/);
    await sql(`delete from millrace.consumer_groups where id = ${group}`);
    expect(await look()).toEqual([]);
  });

  it('without an open table, with several, with one that is gone, with ids that are not given yet', async () => {
    const [open] = await sql('select id from millrace.offset_tables where sealed_at is null');
    const [second] = await sql('select millrace.create_offset_table()');
    expect((await look())[0]).toMatchObject({ code: 'OFFSET_TABLES', message: expect.stringMatching(/^2 tables/) });
    await sql(`update millrace.offset_tables set sealed_at = now()`);
    expect((await look()).map(({ message }) => message)).toEqual([
      '0 tables of committed offsets are open.',
      '2 tables of committed offsets are sealed and not carried over; one is the most.',
    ]);
    await sql(`update millrace.offset_tables set sealed_at = null where id = ${open}`);
    await sql(`delete from millrace.offset_tables where id = ${second}`);
    expect((await look())[0]).toMatchObject({ code: 'ORPHANED_TABLE' });
    await sql(`drop table millrace_segments.o${second}`);
    await sql(`insert into millrace_segments.o${open} values (900000, 1, 1, 1, 1, 0)`);
    expect((await look())[0]).toMatchObject({ code: 'SEQUENCE_BEHIND', table: `millrace_segments.o${open}` });
    await sql(`truncate millrace_segments.o${open}; alter table millrace_segments.o${open} rename to gone`);
    expect(codes(await look())).toEqual(['MISSING_TABLE']);
    await sql(`alter table millrace_segments.gone rename to o${open}`);
    expect(await look()).toEqual([]);
  });
});

describe('L40: what producers appended', () => {
  const sql = (text: string) => sqlOf(log.database, text);

  it('calls that do not follow each other, of an epoch to come, or behind the end of their partition', async () => {
    const { engine } = log;
    const { topic, topicId } = damaged;
    const { id, epoch } = await engine.initProducer();
    for (const sequence of [0, 1, 2]) {
      const records = [{ key: null, value: Buffer.from(`${sequence}`), partition: 0 }];
      await engine.append({ topic, records, producer: { id, epoch, sequence } });
    }
    expect(await look()).toEqual([]);
    const [table] = await sql('select id from millrace.producer_tables where sealed_at is null');
    const change = (what: string) =>
      sql(`update millrace_segments.p${table} set ${what} where topic_id = ${topicId} and first_sequence = 1`);
    const said = async () => (await look()).map(({ code, message }) => `${code} ${message}`);
    await change('last_sequence = 5');
    expect(await said()).toEqual([`PRODUCER_STATE Of producer ${id} calls 2 to 2 follow call 5.`]);
    await change('last_sequence = 1, base_offsets = array[900]');
    expect(await said()).toEqual([
      `PRODUCER_STATE Of producer ${id} calls 1 to 1 appended records that lie behind the end of their partition.`,
    ]);
    await change('base_offsets = array[19], epoch = 7');
    expect(await said()).toContain(`PRODUCER_STATE Of producer ${id} calls have epoch 7, and its epoch is 0.`);
    await sql(`delete from millrace_segments.p${table}`);
    const [second] = await sql('select millrace.create_producer_table()');
    expect((await look())[0]).toMatchObject({ code: 'PRODUCER_TABLES', hint: expect.stringMatching(/carry_over/) });
    await sql(`drop table millrace_segments.p${second}`);
    expect(codes(await look())).toEqual(['PRODUCER_TABLES', 'MISSING_TABLE']);
    await sql(`delete from millrace.producer_tables where id = ${second}`);
    expect(await look()).toEqual([]);
  });
});

describe('L40: the outbox', () => {
  const sql = (text: string) => sqlOf(log.database, text);

  it('an open table that nobody knows, one that is gone, and one that was forgotten', async () => {
    const [open] = await sql('select last_value::integer from millrace.open_outbox_table');
    await sql(`select setval('millrace.open_outbox_table', 900)`);
    expect(await look()).toMatchObject([{ code: 'OUTBOX_TABLES', hint: expect.stringMatching(/setval/) }]);
    await sql(`select setval('millrace.open_outbox_table', ${open})`);
    await sql(`alter table millrace_segments.x${open}_progress rename to gone`);
    expect(await look()).toMatchObject([{ code: 'MISSING_TABLE', table: `millrace_segments.x${open}_progress` }]);
    await sql(`alter table millrace_segments.gone rename to x${open}_progress`);
    await sql(`create table millrace_segments.x901 (id bigint); insert into millrace_segments.x901 values (1)`);
    expect(await look()).toMatchObject([{ code: 'ORPHANED_TABLE', table: 'millrace_segments.x901' }]);
    await sql('drop table millrace_segments.x901');
    expect(await look()).toEqual([]);
  });
});

describe('L40: the state of stream processors', () => {
  const sql = (text: string) => sqlOf(log.database, text);

  it('a table that is gone, and one that nobody knows; what is filled or waits to be dropped is known', async () => {
    const [application] = await sql("insert into millrace.streams_applications (name) values ('shop') returning id");
    const [store] = await sql(
      `insert into millrace.state_stores (application_id, name, kind, key_format, value_format, is_table)
       values (${application}, 'totals', 'KEY_VALUE', 'STRING', 'JSON', true) returning id`,
    );
    const [delta] = await sql(`select millrace.open_state_delta(${store}, 2, 1)`);
    const [run] = await sql(`select millrace.begin_state_run(${store}, 2)`);
    expect(await look()).toEqual([]);
    await sql(`alter table millrace_state.t${delta} rename to gone`);
    const [missing] = await look();
    expect(missing).toMatchObject({ code: 'MISSING_TABLE', partition: 2, table: `millrace_state.t${delta}` });
    expect(missing?.message).toMatch(/delta table of the store "totals" of the application "shop"/);
    await sql(`alter table millrace_state.gone rename to t${delta}`);
    await sql(`delete from millrace.dropped_state_tables where table_id = ${run}`);
    const [orphan, ...others] = await look();
    expect(orphan).toMatchObject({ code: 'ORPHANED_TABLE', table: `millrace_state.t${run}` });
    expect(others).toEqual([]);
    await sql((orphan?.hint ?? '').replace(/^.*: (drop table .*)\.$/, '$1'));
    await sql("select millrace.forget_state('shop')");
    expect(await look()).toEqual([]);
    await sql(`select millrace.drop_state_table(${delta}); delete from millrace.streams_applications`);
    expect(await look()).toEqual([]);
  });
});
