import type { PipelineWriter } from '@millrace/database';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { SearchSession } from './search-session.ts';

let log: TestEngine;
let client: PoolClient;
let session: SearchSession;
beforeAll(async () => {
  log = await createTestEngine();
});
beforeEach(async () => {
  client = await log.database.directPool.connect();
  session = new SearchSession(client);
  await client.query('begin');
  return async () => {
    await client.query('rollback');
    client.release(true);
  };
});
afterAll(() => log?.remove());

/** Adds one to a number. */
const plus = (n: number, name = 'plus') => ({
  name,
  text: 'select $1::integer + 1',
  parameterCount: 1,
  write: (writer: PipelineWriter) => writer.int4(n),
});

const plans = async () => {
  const { rows } = await client.query<{ name: string; generic: string; custom: string }>(
    `select name, generic_plans as generic, custom_plans as custom from pg_prepared_statements
     where name not like 'search_plan_%' order by prepare_time`,
  );
  return rows;
};

it('runs statements in order and plans each once', async () => {
  expect(await session.run([plus(1), plus(2)])).toEqual([[['2']], [['3']]]);
  expect(await session.run([plus(3)])).toEqual([[['4']]]);
  expect(await plans()).toEqual([{ name: 'plus', generic: '3', custom: '0' }]);
  // Other statements of the transaction are planned as ever.
  expect((await client.query('show plan_cache_mode')).rows).toEqual([{ plan_cache_mode: 'auto' }]);
});

it('keeps the plans that were used last', async () => {
  for (let i = 0; i < 300; i++) await session.run([plus(i, `plus_${i}`), plus(i, 'often')]);
  // What is forgotten is closed with the next run.
  await session.run([plus(0, 'often')]);
  const names = (await plans()).map(({ name }) => name);
  expect(names).toHaveLength(256);
  expect(names).toEqual(expect.arrayContaining(['often', 'plus_299', 'plus_45']));
  expect(await session.run([plus(7, 'plus_0')])).toEqual([[['8']]]);
});

it('goes on behind a statement that failed', async () => {
  await client.query('savepoint here');
  const missing = { ...plus(1, 'missing'), text: 'select $1::integer from nowhere' };
  await expect(session.run([plus(1), missing])).rejects.toMatchObject({ code: '42P01' });
  await client.query('rollback to here');
  expect(await session.run([plus(1)])).toEqual([[['2']]]);
  await client.query('create temporary table nowhere ()');
  expect(await session.run([missing])).toEqual([[]]);
});

it('shares statements with a helper, and gives what came of them in their order', async () => {
  const other = await log.database.directPool.connect();
  try {
    await other.query('begin');
    session.helper = new SearchSession(other);
    expect(await session.run([plus(1), plus(2), plus(3)])).toEqual([[['2']], [['3']], [['4']]]);
    const backend = { name: 'backend', text: 'select pg_backend_pid()', parameterCount: 0, write() {} };
    const ids = (await session.run([backend, backend])).flat(2);
    expect(new Set(ids).size).toBe(2);
  } finally {
    await other.query('rollback');
    other.release(true);
  }
});
