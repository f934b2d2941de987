import { afterAll, beforeAll, expect, it } from 'vitest';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine();
  await log.engine.topics.create({ name: 'deferred' });
  await log.engine.query('create table public.deferred (id bigint primary key, bytes bytea, note text)');
});
afterAll(() => log.remove());

const insert = (id: number, bytes: Buffer | null = null) => ({
  sql: 'insert into public.deferred (id, bytes) values ($1::bigint, $2::bytea)',
  parameters: [id, bytes],
});
const ids = async () =>
  (await log.engine.query<{ id: string }>('select id from public.deferred order by id')).rows.map(({ id }) =>
    Number(id),
  );
const appended = async () => (await log.engine.page({ topic: 'deferred', limit: 100 })).records.length;

it('a deferred statement is committed with what is appended, and with SQL that ran before it', async () => {
  const value = Buffer.from([0, 1, 255]);
  await log.engine.transaction(async (tx) => {
    await tx.query("insert into public.deferred (id, note) values (1, 'before')");
    tx.defer(insert(2 ** 40, value));
    await tx.append({ topic: 'deferred', records: [record('k', 'v')] });
  });
  await log.engine.transaction((tx) => tx.defer(insert(2)));
  expect(await ids()).toEqual([1, 2, 2 ** 40]);
  expect(await appended()).toBe(1);
  const { rows } = await log.engine.query<{ bytes: Buffer }>('select bytes from public.deferred where id = $1', [
    2 ** 40,
  ]);
  expect(rows[0]?.bytes.equals(value)).toBe(true);
});

it('one that is refused takes all with it, and the session goes on', async () => {
  const before = [await ids(), await appended()];
  for (const withSql of [false, true]) {
    const failed = log.engine.transaction(async (tx) => {
      if (withSql) await tx.query("insert into public.deferred (id, note) values (77, 'gone')");
      tx.defer(insert(2));
      await tx.append({ topic: 'deferred', records: [record('k', 'v')] });
    });
    await expect(failed).rejects.toMatchObject({ code: '23505' });
  }
  expect([await ids(), await appended()]).toEqual(before);
});

it('texts that are many are forgotten by the session, and can be used again', async () => {
  for (const round of [0, 1]) {
    for (let i = 0; i < 70; i++) {
      const { sql, parameters } = insert(1_000 + round * 100 + i);
      await log.engine.transaction((tx) => tx.defer({ sql: `${sql} /* ${i} */`, parameters }));
    }
  }
  expect((await ids()).filter((id) => id >= 1_000 && id < 1_200)).toHaveLength(140);
  const { rows } = await log.engine.query<{ most: string }>(
    "select count(*) as most from pg_prepared_statements where name like 'deferred%'",
  );
  expect(Number(rows[0]?.most)).toBeLessThanOrEqual(64);
});
