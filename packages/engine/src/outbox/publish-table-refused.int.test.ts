import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changesOf } from '../testing/changes-of.ts';
import { outboxClient } from '../testing/outbox-client.ts';
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

const refusal = (sql: string) =>
  client.query(sql).then(
    () => undefined,
    (error: { code: string; message: string }) => `${error.code} ${error.message}`,
  );

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

  it('a TRUNCATE whose snapshot might miss rows', async () => {
    await client.query('create table o (id int primary key)');
    await client.query(`select millrace.publish_table('o', 'orders')`);
    for (const isolation of ['repeatable read', 'serializable']) {
      await client.query(`begin isolation level ${isolation}; select from millrace.now()`);
      const other = await outboxClient(log.test.url);
      await other.query(`insert into o select coalesce(max(id), 0) + 1 from o`).finally(() => other.end());
      expect(await refusal('truncate o')).toMatch(
        /^MR024 public\.o is published, and a TRUNCATE of it in [A-Z ]+ might/,
      );
      await client.query('rollback');
    }
    await client.query('truncate o');
    expect(await changesOf(log, client, 4)).toEqual(['c 1 {"id":1}', 'c 2 {"id":2}', 'd 1 ', 'd 2 ']);
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
