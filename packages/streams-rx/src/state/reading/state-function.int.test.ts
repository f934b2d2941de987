import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresHome, postgresHome } from '../../testing/postgres-home.ts';
import { changesOf, epoch, storeSpec } from '../../testing/state-home.ts';
import { prefixOf, timeKey } from '../state-key.ts';

let home: PostgresHome;
const key = '\u0000a\u0000\u0000b\u00ff\u0000';
const start = Date.UTC(2026, 10, 1, 12);

beforeAll(async () => {
  home = await postgresHome();
  const specs = [
    storeSpec('table'),
    storeSpec('windows', 'WINDOW', 1_000),
    storeSpec('sessions', 'SESSION', 1_000),
    storeSpec('waiting', 'BUFFER'),
    storeSpec('empty'),
  ];
  const state = await home.open(specs);
  await epoch(home, state, [
    changesOf('table', { a: '{"n": 1}', b: 'old', c: 'gone' }),
    changesOf(
      'windows',
      { [prefixOf(key) + timeKey(start - 1_001)]: 'expired', [prefixOf('k') + timeKey(start - 1_000)]: '1' },
      start,
    ),
    changesOf(
      'sessions',
      {
        [prefixOf('k') + timeKey(start) + timeKey(start - 5_000)]: '2',
        [prefixOf('k') + timeKey(start - 1_001) + timeKey(start - 9_000)]: 'expired',
      },
      start,
    ),
    changesOf('waiting', { [prefixOf(key) + timeKey(-1) + timeKey(7)]: '3' }),
  ]);
  await home.settle(state);
  await epoch(home, state, [changesOf('table', { b: 'new', c: null })]);
  await state.close();
  const other = await home.open(specs, 1);
  await epoch(home, other, [changesOf('table', { '\u00ff': '\u0000' })]);
  await other.close();
});
afterAll(() => home?.remove());

const rows = async (store: string) =>
  (await home.log.engine.query('select * from millrace.state($1, $2)', ['app', store])).rows;

describe('millrace.state', () => {
  it('folds what is in runs and what is not, over all partitions', async () => {
    const nothing = { window_start: null, window_end: null };
    expect(await rows('table')).toEqual([
      {
        partition: 0,
        key: Buffer.from('a'),
        key_text: 'a',
        value: Buffer.from('{"n": 1}'),
        value_text: '{"n": 1}',
        value_json: { n: 1 },
        ...nothing,
      },
      {
        partition: 0,
        key: Buffer.from('b'),
        key_text: 'b',
        value: Buffer.from('new'),
        value_text: 'new',
        value_json: null,
        ...nothing,
      },
      {
        partition: 1,
        key: Buffer.from([255]),
        key_text: null,
        value: Buffer.from([0]),
        value_text: null,
        value_json: null,
        ...nothing,
      },
    ]);
    expect(await rows('empty')).toEqual([]);
  });

  it('shows windows, sessions and what waits with the record’s key and times, without what has expired', async () => {
    expect(await rows('windows')).toMatchObject([
      { key_text: 'k', window_start: new Date(start - 1_000), window_end: null, value_json: 1 },
    ]);
    expect(await rows('sessions')).toMatchObject([
      { key_text: 'k', window_start: new Date(start - 5_000), window_end: new Date(start), value_json: 2 },
    ]);
    expect(await rows('waiting')).toMatchObject([
      { key: Buffer.from(key, 'latin1'), window_start: new Date(-1), window_end: null, value_json: 3 },
    ]);
  });

  it('says that there is no such store', async () => {
    await expect(rows('none')).rejects.toMatchObject({
      code: 'MR051',
      message: 'There is no store "none" of an application "app".',
    });
  });

  it('can be read by who may read the log', async () => {
    const client = await home.log.database.connect();
    try {
      await client.query('set role millrace_reader');
      const { rows: read } = await client.query("select count(*)::integer from millrace.state('app', 'table')");
      expect(read).toEqual([{ count: 3 }]);
    } finally {
      await client.end();
    }
  });
});
