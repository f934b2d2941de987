import { silentLogger } from '@millrace/core';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { leases } from '../segment/with-lease.ts';
import { outboxClient, produce } from '../testing/outbox-client.ts';
import { take, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';

let log: TestEngine;
let client: pg.Client;
let warnings: { message: string; table: unknown }[];
const logger = {
  ...silentLogger,
  warn: ({ table }: { table?: unknown }, message: string) => void warnings.push({ message, table }),
};

beforeEach(async () => {
  warnings = [];
  log = await createTestEngine({ limits: { outboxTableBytes: 1, maintenanceIntervalMs: 5 }, logger });
  await log.engine.topics.create({ name: 't' });
  client = await outboxClient(log.test.url);
});

afterEach(async () => {
  await client.end();
  await log.remove();
});

const values = async (count: number, engine: Engine = log.engine) =>
  valuesOf(await take(engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } }), count));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));
const ends = async () => (await log.engine.topics.bounds('t')).map(({ endOffset }) => endOffset);
const tables = async () =>
  (await log.database.pool.query<{ id: number }>('select id from millrace.outbox_tables order by id')).rows.map(
    ({ id }) => id,
  );
const newest = async () => Math.max(...(await tables()));
const warned = (message: string) => warnings.filter((warning) => warning.message === message).length;

/** Another one reads what was committed, and goes on from there. */
async function endRelay(): Promise<void> {
  await log.database.pool.query(
    `select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.granted
       and l.classid = millrace.lease_lock()::oid and l.objid = $1
       and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
    [leases.outboxRelay],
  );
}

describe('L36 L37 L39: nothing is lost and nothing twice when the tables cannot be looked after', () => {
  it('because one cannot be dropped: somebody made a view of it', async () => {
    const viewed = await until('a view', async () => {
      const id = await newest();
      // It may be dropped already.
      const view = `create view backlog as select topic_id, produced_at from millrace_segments.x${id}`;
      return client.query(view).then(
        () => id,
        () => undefined,
      );
    });
    const before = await newest();
    await until('two rolls behind it', async () => (await newest()) >= before + 2);
    for (let i = 0; i < 10; i++) await produce(client, 't', 'k', String(i));
    expect(await values(10)).toEqual(numbers(10));
    await endRelay();
    for (let i = 10; i < 20; i++) await produce(client, 't', 'k', String(i));
    expect(await values(20)).toEqual(numbers(20));
    // Those behind it go, and it is said once.
    await until('the others to be dropped', async () => (await tables()).length <= 3);
    expect(await tables()).toContain(viewed);
    expect(warnings.filter(({ table }) => table === `millrace_segments.x${viewed}`)).toHaveLength(1);
    await client.query('drop view backlog');
    await until('it to be dropped', async () => !(await tables()).includes(viewed));
    await produce(client, 't', 'k', '20');
    expect(await values(21)).toEqual(numbers(21));
    expect(await ends()).toEqual([21]);
  });

  it('because the new one cannot be opened, which was made just before', async () => {
    const holder = await outboxClient(log.test.url);
    try {
      await holder.query('begin; alter sequence millrace.open_outbox_table cycle');
      const failed = 'The tables of the outbox were not looked after; it is tried again';
      await until('a look to fail', () => warned(failed) > 0);
      const made = await newest();
      await until('more to fail', () => warned(failed) > 3);
      expect(await newest()).toBe(made);
      await produce(client, 't', 'k', '0');
      expect(await values(1)).toEqual(['0']);
      await endRelay();
      await produce(client, 't', 'k', '1');
      expect(await values(2)).toEqual(['0', '1']);
    } finally {
      await holder.query('rollback');
      await holder.end();
    }
    await endRelay();
    await produce(client, 't', 'k', '2');
    expect(await values(3)).toEqual(['0', '1', '2']);
    expect(await ends()).toEqual([3]);
  });

  it('because a restored database cannot be adopted yet: somebody reads what is to be taken over', async () => {
    await log.engine.close();
    await produce(client, 't', 'k', '0');
    const holder = await outboxClient(log.test.url);
    try {
      await holder.query(`begin; select count(*) from millrace_segments.x${await newest()}`);
      await log.database.pool.query('update millrace.outbox_tables set system_identifier = 1');
      const node = await log.node({ logger });
      await until('it to fail', () => warned('The outbox was not relayed; it is tried again') > 1);
      await holder.query('commit');
      expect(await values(1, node)).toEqual(['0']);
      await produce(client, 't', 'k', '1');
      expect(await values(2, node)).toEqual(['0', '1']);
    } finally {
      await holder.end();
    }
  });
});
