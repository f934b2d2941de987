import { type Logger, silentLogger } from '@millrace/core';
import { type Database, openDatabase } from '@millrace/database';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { outboxClient, produce } from '../testing/outbox-client.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import { raiseLogEpoch } from './raise-log-epoch.ts';

let log: TestEngine;
let logger: RecordingLogger;

beforeEach(async () => {
  logger = recordingLogger();
  log = await createTestEngine({ logger });
  await log.engine.topics.create({ name: 't', partitionCount: 2 });
});

afterEach(() => log.remove());

const append = (value: string, partition = 0) =>
  log.engine.append({ topic: 't', records: [record(null, value, { partition })] });

const query = async <T>(text: string, values: unknown[] = []) =>
  (await log.database.pool.query(text, values)).rows as T[];

/** What is compared at every connect is another server's. */
const becomeAnother = (what: string) => query(`update millrace.log_epoch set ${what}`);

const starts = () =>
  query<{ index: number; epoch: number; start: number }>(
    `select p.index, s.epoch, s.start_offset::integer as start
     from millrace.epoch_starts s join millrace.partitions p on p.id = s.partition_id order by s.epoch, p.topic_id, p.index`,
  );

const secondsSince2020 = () => Date.now() / 1000 - 1_577_836_800;

type RecordingLogger = Logger & { readonly warnings: string[] };

function recordingLogger(): RecordingLogger {
  const warnings: string[] = [];
  const logger = {
    ...silentLogger,
    warnings,
    warn: (fields: object, message: string) => void warnings.push(`${message} ${JSON.stringify(fields)}`),
    child: () => logger,
  };
  return logger;
}

describe('L21 L41: the log epoch', () => {
  it('is 0 while the server is the same, however many nodes come and go', async () => {
    await append('a');
    for (let i = 0; i < 2; i++) await (await log.node()).close();
    expect(log.engine.logEpoch).toBe(0);
    expect(await starts()).toEqual([]);
    const [row] = await query('select epoch, pending, system_identifier, timeline from millrace.log_epoch');
    const [server] = await query(
      'select 0 as epoch, null as pending, system_identifier, millrace.timeline() as timeline from pg_control_system()',
    );
    expect(row).toEqual(server);
  });

  it.each([
    ['another cluster: dump and restore, pg_upgrade', 'system_identifier = 1', /system identifier was 1 and is/],
    ['another timeline: a promotion, a recovery to a point in time', "timeline = '000000FF'", /timeline was 000000FF/],
    ['another database of the same server', 'database_oid = 1', /a copy, or was restored/],
    ['tables that were restored into the same database', 'table_oid = 1', /a copy, or was restored/],
  ])('rises by itself at %s', async (_, change, reason) => {
    for (const partition of [0, 0, 1]) await append('a', partition);
    await becomeAnother(change);
    const node = await log.node({ logger });
    expect(node.logEpoch).toBeGreaterThan(secondsSince2020() - 60);
    expect(await starts()).toEqual([
      { index: 0, epoch: node.logEpoch, start: 2 },
      { index: 1, epoch: node.logEpoch, start: 1 },
    ]);
    expect(logger.warnings.join()).toMatch(reason);
    // The node that was there hears of it, and rows have it.
    await until('the other node to hear of it', () => log.engine.logEpoch === node.logEpoch);
    await append('b');
    expect(await log.engine.fetch({ topic: 't', partition: 0, offset: 2 })).toMatchObject({ logEpoch: node.logEpoch });
    expect(await log.engine.fetch({ topic: 't', partition: 0, offset: 0, maxRecords: 1 })).toMatchObject({
      logEpoch: 0,
    });
    expect((await log.engine.topics.bounds('t', [1]))[0]).toMatchObject({ endOffset: 1, logEpoch: node.logEpoch });
    expect(await log.engine.fetch({ topic: 't', partition: 1, offset: 1 })).toMatchObject({ logEpoch: node.logEpoch });
    // Once: what it was compared with is the present server's by now.
    await log.node();
    expect(new Set((await starts()).map(({ epoch }) => epoch))).toEqual(new Set([node.logEpoch]));
  });

  it('rises once when several nodes see it at the same moment', async () => {
    await becomeAnother('system_identifier = 1');
    const nodes = await Promise.all(Array.from({ length: 4 }, () => log.node()));
    expect(new Set(nodes.map((node) => node.logEpoch)).size).toBe(1);
    expect(await starts()).toHaveLength(2);
  });

  it('rises in small transactions where there are many topics, and another node takes up what one has left', async () => {
    await query(
      `do $$ declare topic integer; begin
         for n in 1..230 loop
           insert into millrace.topics (name) values ('many-' || n) returning id into topic;
           insert into millrace.partitions (topic_id, index) values (topic, 0);
           insert into millrace.segment_bounds select millrace.create_segment(topic, 'none'), p.id, n
             from millrace.partitions p where p.topic_id = topic;
         end loop; end $$`,
    );
    await becomeAnother('system_identifier = 1');
    // A node that dies in the middle.
    for (let i = 0; i < 3; i++) await query('select * from millrace.raise_log_epoch(false, $1, 0, 50)', ['test']);
    const begun = (await starts()).length;
    expect(begun).toBeGreaterThan(50);
    const node = await log.node();
    const rows = await starts();
    expect(rows).toHaveLength(232);
    expect(rows.slice(2).map(({ start }) => start)).toEqual(Array.from({ length: 230 }, (__, i) => i + 1));
    expect(new Set(rows.map(({ epoch }) => epoch))).toEqual(new Set([node.logEpoch]));
  });

  it('is above all that a lost log may have had: a backup that is put back gives none of them again', async () => {
    const client = await log.database.connect();
    onTestFinished(() => client.end());
    const raise = () => raiseLogEpoch(client, { byHand: true, reason: 'test', known: 0 });
    const first = await raise();
    // The backup is of before that.
    await query("update millrace.log_epoch set epoch = 0, timeline = '000000FF'");
    await query('delete from millrace.epoch_starts');
    await query(`create or replace function millrace.now() returns bigint language sql volatile parallel safe
      return (extract(epoch from clock_timestamp()) * 1000)::bigint + 5000`);
    expect((await log.node()).logEpoch).toBeGreaterThan(first);
    // Also with a clock that stands: one more than this node knows of.
    await query('update millrace.log_epoch set epoch = 2000000000');
    expect(await raise()).toBe(2_000_000_001);
  });
});

describe('L41: nothing is appended to a log that may have lost its end before its epoch is raised', () => {
  it.each([
    ['another timeline', "timeline = '000000FF'"],
    ['restored tables', 'table_oid = 1'],
    ['a raise that another node has begun', 'pending = 2000000000'],
  ])('%s: not on a session that has been open since before', async (_, change) => {
    await append('a');
    await becomeAnother(change);
    const error = await query('select millrace.assert_segments_open(array[1], 0)').catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'MR041' });
    // A lane gives its session up: the next one raises the epoch, and the same call goes again.
    const result = await append('b');
    expect(result.offset(0)).toBe(1);
    expect(log.engine.logEpoch).toBeGreaterThan(0);
    const batch = await log.engine.fetch({ topic: 't', partition: 0, offset: 1 });
    expect(batch.logEpoch).toBe(log.engine.logEpoch);
  });

  it.each([
    ['another timeline', "timeline = '000000FF'"],
    ['a raise that another node has begun', 'pending = 2000000000'],
  ])('%s: not by a transaction, whose session is given up like that of a lane', async (_, change) => {
    const transact = (value: string, ...sql: string[]) =>
      log.engine.transaction(async (tx) => {
        for (const statement of sql) await tx.query(statement);
        await tx.append({ topic: 't', records: [record(null, value, { partition: 0 })] });
      });
    await transact('a');
    await becomeAnother(change);
    // Only its caller can do again what it did by SQL.
    await expect(transact('b', 'select')).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
    await transact('c', 'select');
    expect(log.engine.logEpoch).toBeGreaterThan(0);
    // One without SQL goes again by itself.
    await becomeAnother("timeline = '000000FF'");
    const { appends } = await transact('d');
    expect(appends[0]?.offset(0)).toBe(2);
  });

  it('calls that were made in the epoch before go again with what there is now', async () => {
    await append('a');
    const client = await log.database.connect();
    onTestFinished(() => client.end());
    const writing = Promise.all(Array.from({ length: 200 }, (_, i) => append(String(i), i % 2)));
    const epoch = await raiseLogEpoch(client, { byHand: true, reason: 'test', known: 0 });
    await writing;
    await append('last');
    const ends = await log.engine.topics.bounds('t');
    expect(ends.reduce((sum, { endOffset }) => sum + endOffset, 0)).toBe(202);
    // In each partition: first the rows of the one epoch, then those of the other, which begin where it says.
    const rows = await query<{ index: number; first: number }>(
      `select p.index, min(b.base_offset) filter (where b.log_epoch = $1)::integer as first
       from millrace.batches('t') b join millrace.partitions p on p.index = b.partition_index
       group by p.index order by p.index`,
      [epoch],
    );
    const begun = await starts();
    for (const { index, first } of rows) {
      expect(first ?? ends[index]?.endOffset).toBe(begun.find((start) => start.index === index)?.start);
    }
  });

  it('a topic that is being made meanwhile has its start too', async () => {
    const patient = { idle_in_transaction_session_timeout: 0 };
    const [maker, raiser] = await Promise.all([log.database.connect(patient), log.database.connect()]);
    onTestFinished(async () => {
      await Promise.all([maker.end(), raiser.end()]);
    });
    await maker.query('begin');
    await maker.query("insert into millrace.topics (name) values ('late')");
    await maker.query(
      "insert into millrace.partitions (topic_id, index) select id, 0 from millrace.topics where name = 'late'",
    );
    const raising = raiseLogEpoch(raiser, { byHand: true, reason: 'test', known: 0 });
    await until('the raise to wait for it', async () => {
      const [waits] = await query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%raise_log_epoch%'`,
      );
      return waits !== undefined;
    });
    await maker.query('commit');
    const epoch = await raising;
    expect(await starts()).toEqual([
      { index: 0, epoch, start: 0 },
      { index: 1, epoch, start: 0 },
      { index: 0, epoch, start: 0 },
    ]);
  });

  it('a partition that is made in an epoch has nothing of those before', async () => {
    await becomeAnother('system_identifier = 1');
    const node = await log.node();
    await node.topics.create({ name: 'later' });
    await node.append({ topic: 'later', records: [record(null, 'x')] });
    const position = (logEpoch: number) =>
      node.fetch({ topic: 'later', partition: 0, offset: 1, logEpoch }).then((batch) => batch.nextOffset);
    expect(await position(node.logEpoch)).toBe(1);
    await expect(position(0)).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE', details: { epochEndOffset: 0 } });
  });
});

describe('L41: a user that may not see what a server is', () => {
  const role = `plain_${process.pid}`;
  let database: Database;

  beforeEach(async () => {
    await query(`create role ${role} login password 'plain'`);
    await query('revoke execute on function pg_control_system() from public');
    for (const schema of ['millrace', 'millrace_segments', 'millrace_topics']) {
      await query(`grant all on schema ${schema} to ${role}`);
      await query(`grant all on all tables in schema ${schema} to ${role}`);
      await query(`grant all on all sequences in schema ${schema} to ${role}`);
    }
    const url = new URL(log.test.url);
    url.username = role;
    url.password = 'plain';
    database = await openDatabase({ url: url.href });
  });

  afterEach(async () => {
    await database.close();
    await query(`drop owned by ${role}`);
    await query(`drop role ${role}`);
  });

  it('is told so, and goes on; what can be seen is compared, and the epoch can be raised by hand', async () => {
    const logger = recordingLogger();
    await becomeAnother('system_identifier = 1');
    const node = await createEngine({ database, logger });
    expect(node.logEpoch).toBe(0);
    expect(logger.warnings.filter((text) => text.includes('pg_control_system()'))).toHaveLength(1);
    await node.append({ topic: 't', records: [record(null, 'x')] });
    await node.close();
    await becomeAnother("timeline = '000000FF'");
    const again = await createEngine({ database, logger });
    expect(again.logEpoch).toBeGreaterThan(0);
    await again.close();
    const client = await database.connect();
    expect(await raiseLogEpoch(client, { byHand: true, reason: 'test', known: 0 })).toBeGreaterThan(again.logEpoch);
    await client.end();
  });

  it('L37: relays the outbox all the same, and makes its next tables', async () => {
    await log.engine.close();
    const node = await createEngine({ database, limits: { outboxTableBytes: 1, maintenanceIntervalMs: 5 } });
    const values = async (count: number) =>
      valuesOf(await take(node.read({ topics: ['t'], from: { edge: 'EARLIEST' } }), count));
    const openTable = async () =>
      (await query<{ id: number }>('select last_value as id from millrace.open_outbox_table'))[0]?.id;
    const client = await outboxClient(log.test.url);
    const first = await openTable();
    await produce(client, 't', null, '"first"');
    expect(await values(1)).toEqual(['"first"']);
    await until('the next table', async () => (await openTable()) !== first);
    await produce(client, 't', null, '"second"');
    expect((await values(2)).sort()).toEqual(['"first"', '"second"']);
    expect((await database.pool.query('select from millrace.outbox_waiting()')).rowCount).toBe(1);
    await client.end();
    await node.close();
  });
});
