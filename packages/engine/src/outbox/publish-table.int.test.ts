import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

/** Records as `op key value`, with what the header before holds. Behind them one that must not be there is looked for. */
async function changes(count: number): Promise<string[]> {
  await client.query("select millrace.produce('orders', 'end', null)");
  const records = await take(log.engine.read({ topics: ['orders'], from: { edge: 'EARLIEST' } }), count + 1);
  expect(textOf(records.at(-1)?.key ?? null)).toBe('end');
  return records.slice(0, -1).map(({ key, value, headers }) => {
    const of = (name: string) => textOf(headers.find((header) => header.key === name)?.value ?? null);
    const before = of('before');
    return [of('op'), textOf(key), textOf(value), ...(before ? [before] : [])].join(' ');
  });
}

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

describe('L38: what cannot be published is refused, with what to do', () => {
  it('views, partitions, heirs, temporary tables, our own tables', async () => {
    await client.query(`
      create table p (id int primary key) partition by range (id); create table p1 partition of p for values from (0) to (10);
      create table parent (id int primary key); create table child () inherits (parent);
      create view v as select 1 as id; create temporary table temporary (id int primary key)`);
    expect(await refusal(`select millrace.publish_table('p1', 'orders')`)).toMatch(
      /^MR024 p1 .* is a partition: publish the table/,
    );
    expect(await refusal(`select millrace.publish_table('v', 'orders')`)).toMatch(/^MR024 v .* is not a table/);
    for (const table of ['parent', 'child']) {
      expect(await refusal(`select millrace.publish_table('${table}', 'orders')`)).toMatch(
        /^MR024 .* inherits from a table/,
      );
    }
    expect(await refusal(`select millrace.publish_table('temporary', 'orders')`)).toMatch(
      /^MR024 .* is a temporary table/,
    );
    expect(await refusal(`select millrace.publish_table('millrace.topics', 'orders')`)).toMatch(
      /^MR024 .* schema millrace,/,
    );
  });

  it('keys that are not there, not unique, or may be null; topics that do not exist; a snapshot that might miss rows', async () => {
    await client.query('create table o (id int primary key, a int not null, b int unique); create table heap (a int)');
    expect(await refusal(`select millrace.publish_table('o', 'orders', 'c')`)).toBe('MR024 o has no column "c".');
    expect(await refusal(`select millrace.publish_table('o', 'orders', 'a')`)).toMatch(
      /^MR024 The key of o is not unique/,
    );
    expect(await refusal(`select millrace.publish_table('o', 'orders', 'b')`)).toMatch(/may be null: b/);
    expect(await refusal(`select millrace.publish_table('heap', 'orders')`)).toBe('MR024 heap has no primary key.');
    expect(await refusal(`select millrace.publish_table('o', 'nowhere')`)).toMatch(/^MR002 TOPIC_NOT_FOUND/);
    await client.query('begin isolation level repeatable read');
    expect(await refusal(`select millrace.publish_table('o', 'orders', snapshot => true)`)).toMatch(
      /^MR024 A snapshot is taken/,
    );
    await client.query('rollback');
  });
});
