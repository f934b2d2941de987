import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { changesOf } from '../testing/changes-of.ts';
import { outboxClient } from '../testing/outbox-client.ts';
import { take, textOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
let client: pg.Client;

beforeEach(async () => {
  log = await createTestEngine();
  await log.engine.topics.create({ name: 'orders' });
  client = await outboxClient(log.test.url);
  // Where the user has the name of one of our schemas it would come first.
  await client.query('set search_path to public');
});

afterEach(async () => {
  await client.end();
  await log.remove();
});

const changes = (count: number) => changesOf(log, client, count);

const refusal = (sql: string) =>
  client.query(sql).then(
    () => undefined,
    (error: { code: string; message: string }) => `${error.code} ${error.message}`,
  );

describe('L36: the changes of a published table are records of the transaction that makes them', () => {
  for (const perRow of [false, true]) {
    describe(perRow ? 'row by row' : 'statement by statement', () => {
      const publish = (more = '') =>
        client.query(
          `select millrace.publish_table('public.o', topic => 'orders', key => 'id', per_row => ${perRow}${more})`,
        );

      beforeEach(async () => {
        await client.query(
          `create table o (id int primary key, item text, twice int generated always as (id * 2) stored)`,
        );
      });

      it('rows created, updated, deleted', async () => {
        await publish();
        await client.query(`insert into o values (1, 'a'), (2, null)`);
        await client.query(`begin; insert into o values (3, 'c'); rollback`);
        await client.query(`update o set item = 'b' where id = 2; update o set item = 'x' where id = 9`);
        await client.query(
          `insert into o values (2, 'c'), (4, 'd') on conflict (id) do update set item = excluded.item`,
        );
        await client.query('delete from o where id = 1');
        const seen = await changes(6);
        expect(seen.slice(0, 3)).toEqual([
          'c 1 {"id":1,"item":"a","twice":2}',
          'c 2 {"id":2,"item":null,"twice":4}',
          'u 2 {"id":2,"item":"b","twice":4}',
        ]);
        expect(seen.slice(3, 5).sort()).toEqual([
          'c 4 {"id":4,"item":"d","twice":8}',
          'u 2 {"id":2,"item":"c","twice":4}',
        ]);
        expect(seen[5]).toBe('d 1 ');
      });

      it('another key is the end of one and the beginning of another, with the row as it was where that is asked for', async () => {
        await publish(', before => true');
        await client.query(`insert into o values (1, 'a'), (2, 'b')`);
        await client.query(`update o set id = id + 10 where id = 1`);
        await client.query(`update o set item = 'c' where id = 2`);
        await client.query('delete from o where id = 2');
        expect((await changes(6)).slice(2)).toEqual([
          'd 1  {"id":1,"item":"a","twice":2}',
          'c 11 {"id":11,"item":"a","twice":22}',
          'u 2 {"id":2,"item":"c","twice":4} {"id":2,"item":"b","twice":4}',
          'd 2  {"id":2,"item":"c","twice":4}',
        ]);
      });

      it('under keys that are the same whatever the writing session has set, as the values are', async () => {
        const sessions = [
          "set timezone to 'UTC'; set datestyle to 'ISO, MDY'; set intervalstyle to 'postgres'; set bytea_output to 'hex'; set extra_float_digits to 1",
          "set timezone to 'Europe/Berlin'; set datestyle to 'SQL, DMY'; set intervalstyle to 'iso_8601'; set bytea_output to 'escape'; set extra_float_digits to 0",
        ];
        await log.engine.topics.create({ name: 'days' });
        await client.query(`
          create table events (at timestamptz, raw bytea, took interval, ratio float8, n int, primary key (at, raw, took, ratio));
          create table days (day date primary key, n int);
          insert into events values ('2026-01-02 03:04:05Z', 'k', '1 day 2 hours', 0.1::float8 + 0.2::float8, 1);
          insert into days values ('2026-01-02', 1)`);
        for (const session of sessions) {
          await client.query(session);
          await client.query(
            `select millrace.publish_table('events', 'orders', per_row => ${perRow}, before => true, snapshot => true)`,
          );
          await client.query(
            `select millrace.publish_table('days', 'days', per_row => ${perRow}, before => true, snapshot => true)`,
          );
        }
        for (const session of sessions)
          await client.query(`${session}; update events set n = 2; update days set n = 2`);
        await client.query('delete from events; truncate days');
        const key =
          '{"at":"2026-01-02T03:04:05+00:00","ratio":0.30000000000000004,"raw":"\\\\x6b","took":"1 day 02:00:00"}';
        const row = (n: number) =>
          `{"at":"2026-01-02T03:04:05+00:00","raw":"\\\\x6b","took":"1 day 02:00:00","ratio":0.30000000000000004,"n":${n}}`;
        expect(await changes(5)).toEqual([
          `r ${key} ${row(1)}`,
          `r ${key} ${row(1)}`,
          `u ${key} ${row(2)} ${row(1)}`,
          `u ${key} ${row(2)} ${row(2)}`,
          `d ${key}  ${row(2)}`,
        ]);
        const days = await take(log.engine.read({ topics: ['days'], from: { edge: 'EARLIEST' } }), 5);
        expect(days.map((each) => textOf(each.key))).toEqual(Array.from({ length: 5 }, () => '2026-01-02'));
      });

      it('with the columns that the table has by now, in a session that has written before', async () => {
        await client.query(`create table k (id int primary key, item text, gone int)`);
        const published = `select millrace.publish_table('k', topic => 'orders', per_row => ${perRow}, before => true)`;
        await client.query(published);
        const write = async (id: number) => {
          await client.query(`insert into k (id, item) values (${id}, 'a')`);
          await client.query(`update k set item = 'b' where id = ${id}`);
          await client.query(`delete from k where id = ${id}`);
        };
        const written = (id: number, json: (item: string) => string) => [
          `c ${id} ${json('a')}`,
          `u ${id} ${json('b')} ${json('a')}`,
          `d ${id}  ${json('b')}`,
        ];
        const other = await outboxClient(log.test.url);
        onTestFinished(() => other.end());
        await write(1);
        await other.query(`alter table k add column note text default 'n'`);
        await write(2);
        await other.query('alter table k alter column item type varchar(99), alter column gone type bigint');
        await write(3);
        await other.query('alter table k drop column gone');
        await write(4);
        await other.query(`begin; alter table k alter column id type bigint; ${published}; commit`);
        await write(5);
        expect(await changes(15)).toEqual([
          ...written(1, (item) => `{"id":1,"item":"${item}","gone":null}`),
          ...written(2, (item) => `{"id":2,"item":"${item}","gone":null,"note":"n"}`),
          ...written(3, (item) => `{"id":3,"item":"${item}","gone":null,"note":"n"}`),
          ...written(4, (item) => `{"id":4,"item":"${item}","note":"n"}`),
          ...written(5, (item) => `{"id":5,"item":"${item}","note":"n"}`),
        ]);
      });

      it('with every column, also one that has the name of a row in our queries', async () => {
        await client.query(`create table k (id int primary key, r int, changes text, key int, headers int, g int)`);
        await client.query(
          `select millrace.publish_table('k', topic => 'orders', per_row => ${perRow}, before => true)`,
        );
        await client.query(`insert into k values (1, 2, 'c', 3, 4, 5)`);
        await client.query('update k set r = 3; update k set id = 2; truncate k');
        const row = (id: number, r: number) => `{"id":${id},"r":${r},"changes":"c","key":3,"headers":4,"g":5}`;
        expect(await changes(5)).toEqual([
          `c 1 ${row(1, 2)}`,
          `u 1 ${row(1, 3)} ${row(1, 2)}`,
          `d 1  ${row(1, 3)}`,
          `c 2 ${row(2, 3)}`,
          'd 2 ',
        ]);
      });

      it('rows that are there at first, and all of a truncated table', async () => {
        await client.query(`insert into o select n, 'a' from generate_series(1, 2500) n`);
        await publish(', snapshot => true');
        await client.query(`update o set item = 'b'`);
        await client.query('truncate o');
        const seen = await changes(7_500);
        expect(seen[0]).toBe('r 1 {"id":1,"item":"a","twice":2}');
        const ops = ['r', 'u', 'd'].map((op) =>
          seen.filter((change) => change.startsWith(op)).map((change) => Number(change.split(' ')[1])),
        );
        for (const ids of ops)
          expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 2_500 }, (_, i) => i + 1));
      });
    });
  }

  it('a trigger of the table that changes a row again: the later change is the later record', async () => {
    await client.query(`
      create table o (id int primary key, item text);
      create function again() returns trigger language plpgsql as $$ begin
        update o set item = 'again' where id = new.id; return null; end $$;
      create trigger a_again after insert on o for each row execute function again();`);
    await client.query(`select millrace.publish_table('o', 'orders')`);
    await client.query(`insert into o values (1, 'a')`);
    expect(await changes(2)).toEqual(['c 1 {"id":1,"item":"a"}', 'u 1 {"id":1,"item":"again"}']);
  });

  it('a trigger before each row, which may change rows too early, is told of when the table is published', async () => {
    const notices: (string | undefined)[] = [];
    client.on('notice', ({ message }) => notices.push(message));
    await client.query('create table o (id int primary key, item text)');
    await client.query(`select millrace.publish_table('o', 'orders')`);
    expect(notices).toEqual([]);
    await client.query(`
      create function first() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger first before insert on o for each row execute function first()`);
    await client.query(`select millrace.publish_table('o', 'orders')`);
    expect(notices).toEqual([expect.stringMatching(/^o has triggers BEFORE each row/)]);
  });

  it('partitions, those to come too, and written to by themselves', async () => {
    await client.query(`
      create table o (id int primary key) partition by range (id);
      create table o1 partition of o for values from (0) to (10)`);
    await client.query(`select millrace.publish_table('o', 'orders')`);
    await client.query(`
      create table o2 partition of o for values from (10) to (20);
      insert into o values (1); insert into o2 values (11); update o set id = 12 where id = 1; delete from o where id = 11`);
    expect(await changes(5)).toEqual(['c 1 {"id":1}', 'c 11 {"id":11}', 'd 1 ', 'c 12 {"id":12}', 'd 11 ']);
  });

  it('keys of several columns are JSON objects, single ones text, or JSON where the topic says so', async () => {
    await log.engine.topics.create({ name: 'json', config: { keyFormat: 'JSON' } });
    await client.query(`create table lines ("order" int, a text unique not null, primary key ("order", a))`);
    await client.query(`select millrace.publish_table('lines', 'orders')`);
    await client.query(`insert into lines values (1, 'say "ä"')`);
    await client.query(`select millrace.publish_table('lines', 'json', 'a')`);
    await client.query(`insert into lines values (2, 'b')`);
    expect(await changes(1)).toEqual(['c {"a":"say \\"ä\\"","order":1} {"order":1,"a":"say \\"ä\\""}']);
    const [record] = await take(log.engine.read({ topics: ['json'], from: { edge: 'EARLIEST' } }), 1);
    expect(textOf(record?.key ?? null)).toBe('"b"');
    const { rows } = await client.query('select source::text, topic, key from millrace.published_tables');
    expect(rows).toEqual([{ source: 'lines', topic: 'json', key: 'a' }]);
  });

  it('until it is unpublished, which leaves nothing behind', async () => {
    await client.query(`create table o (id int primary key); select millrace.publish_table('o', 'orders')`);
    expect((await client.query(`select millrace.unpublish_table('o') as was`)).rows).toEqual([{ was: true }]);
    expect((await client.query(`select millrace.unpublish_table('o') as was`)).rows).toEqual([{ was: false }]);
    await client.query('insert into o values (1); truncate o');
    expect(await changes(0)).toEqual([]);
    const left = await client.query(
      `select from pg_proc where pronamespace = 'millrace_publications'::regnamespace union all select from pg_trigger where tgrelid = 'o'::regclass`,
    );
    expect(left.rowCount).toBe(0);
  });

  it('with the rights of who published it: writers need none of ours, and who publishes needs millrace_producer and the table', async () => {
    const owner = `owner_${log.test.name}`;
    const writer = `writer_${log.test.name}`;
    const { pool } = log.database;
    await pool.query(`create role ${owner}; create role ${writer}; create schema shop authorization ${owner}`);
    try {
      await client.query(
        `set role ${owner}; create table shop.o (id int primary key); grant usage on schema shop to ${writer}; grant insert on shop.o to ${writer}`,
      );
      expect(await refusal(`select millrace.publish_table('shop.o', 'orders')`)).toMatch(/^42501/);
      await pool.query(`grant millrace_producer to ${owner}, ${writer}`);
      await client.query(`select millrace.publish_table('shop.o', 'orders')`);
      await client.query(`set role ${writer}`);
      expect(await refusal(`select millrace.publish_table('shop.o', 'orders')`)).toMatch(/^42501/);
      expect(await refusal(`select millrace.unpublish_table('shop.o')`)).toMatch(/^42501/);
      // Nor may another one use the function that runs with the publisher's rights.
      const { rows } = await pool.query(
        `select tgfoid::regproc::text as name from pg_trigger where tgrelid = 'shop.o'::regclass`,
      );
      await client.query('create temporary table mine (id int primary key)');
      expect(
        await refusal(`create trigger t after insert on mine for each row execute function ${rows[0].name}()`),
      ).toMatch(/^42501 permission denied for function/);
      await pool.query(`revoke millrace_producer from ${writer}`);
      await client.query('insert into shop.o values (1)');
      await client.query('reset role');
      expect(await changes(1)).toEqual(['c 1 {"id":1}']);
    } finally {
      await client.query('reset role');
      await pool.query(`drop schema shop cascade; drop owned by ${owner}, ${writer}; drop role ${owner}, ${writer}`);
    }
  });
});
