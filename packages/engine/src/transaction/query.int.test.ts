import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine();
  await log.engine.query('create table done (id integer primary key)');
});
afterAll(() => log.remove());

describe('a statement of the caller’s own', () => {
  it('is committed once it resolves, and gives rows and how many', async () => {
    const { rows, rowCount } = await log.engine.query<{ id: number }>(
      'insert into done select * from generate_series(1, $1::integer) returning id',
      [3],
    );
    expect([rows, rowCount]).toEqual([[{ id: 1 }, { id: 2 }, { id: 3 }], 3]);
    const other = await log.node();
    expect((await other.query('select from done')).rowCount).toBe(3);
    expect((await other.query('create temporary table counts_none ()')).rowCount).toBeNull();
  });

  it('fails as pg tells it', async () => {
    await expect(log.engine.query('insert into done values (1)')).rejects.toMatchObject({ code: '23505' });
  });

  it('is refused by a node that stops', async () => {
    const node = await log.node();
    await node.close();
    await expect(node.query('select')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
