import { type MillraceError, systemClock } from '@millrace/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { translatePostgresError } from './postgres-error.ts';
import { startProxy } from './testing/proxy.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await test.open({ applicationName: 'database test' });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const settingsOf = async (client: { query(text: string): Promise<{ rows: unknown[] }> }) => {
  const { rows } = await client.query(`select name, setting from pg_settings where name in
    ('lock_timeout', 'idle_in_transaction_session_timeout', 'client_connection_check_interval', 'jit', 'application_name')`);
  return Object.fromEntries((rows as { name: string; setting: string }[]).map((row) => [row.name, row.setting]));
};

const usual = {
  lock_timeout: '4000',
  idle_in_transaction_session_timeout: '2500',
  client_connection_check_interval: '2000',
  jit: 'off',
  application_name: 'database test',
};

const refused = async (url: string): Promise<MillraceError> => {
  const opened = await openDatabase({ url }).catch((error: MillraceError) => error);
  if (opened instanceof Error) return opened;
  await opened.close();
  throw new Error('It was opened.');
};

const changed = (change: (url: URL) => void): string => {
  const url = new URL(test.url);
  change(url);
  return url.href;
};

describe('openDatabase', () => {
  it('reads the metadata through Prisma and SQL', async () => {
    const topic = await database.prisma.topic.create({ data: { name: 'orders' } });
    const { rows } = await database.pool.query('select id, name from millrace.topics');
    expect(rows).toEqual([{ id: topic.id, name: 'orders' }]);
    expect(database.serverVersion).toBeGreaterThanOrEqual(150_000);
  });

  it('L9: sets every session of the pool so that none can hold others up', async () => {
    expect(await settingsOf(database.pool)).toEqual(usual);
  });

  it('keeps a session that says nothing for long, whatever the server does with others', async () => {
    await database.pool.query(`alter database ${test.name} set idle_session_timeout = '1h'`);
    const client = await database.connect();
    try {
      const { rows } = await client.query('show idle_session_timeout');
      expect(rows).toEqual([{ idle_session_timeout: '0' }]);
    } finally {
      await client.end();
      await database.pool.query(`alter database ${test.name} reset idle_session_timeout`);
    }
  });

  it('has the server ask a silent session over TCP soon whether its machine is still there', async () => {
    const { rows } = await database.pool.query(
      `select inet_client_addr() is not null as is_tcp,
              array(select setting from pg_settings where name like 'tcp\\_keepalives\\_%' order by name) as count_idle_interval`,
    );
    expect(rows).toEqual([{ is_tcp: true, count_idle_interval: ['3', '10', '5'] }]);
  });

  it('gives sessions outside the pool, with further settings', async () => {
    const session = await database.connect({ lock_timeout: '50ms', application_name: 'a lane' });
    expect(await settingsOf(session)).toEqual({ ...usual, lock_timeout: '50', application_name: 'a lane' });
    await session.end();
  });

  it('has a pool around the pooler for what needs one session, which without a pooler is the pool', async () => {
    expect(database.directPool).toBe(database.pool);
    const proxy = await startProxy(test.url);
    const pooled = await openDatabase({ url: proxy.url, directUrl: test.url, applicationName: 'database test' });
    proxy.freeze();
    expect(await settingsOf(pooled.directPool)).toEqual(usual);
    proxy.cut();
    await pooled.close();
    await expect(pooled.directPool.query('select')).rejects.toThrow(/end/);
    await proxy.close();
  });

  it('sets the same through a pooler that refuses startup options', async () => {
    const proxy = await startProxy(test.url, { refuseOptions: true });
    const pooled = await openDatabase({ url: proxy.url, applicationName: 'database test' });
    expect(await settingsOf(pooled.pool)).toEqual(usual);
    const session = await pooled.connect({ lock_timeout: '50ms' });
    expect(await settingsOf(session)).toEqual({ ...usual, lock_timeout: '50' });
    await session.end();
    await pooled.close();
    await proxy.close();
  });

  it.each([
    ['startup options', {}],
    ['statements, where a pooler refuses those', { refuseOptions: true }],
  ])('L1 L11: sets what its statements rest on, whatever the database says, by %s', async (_, mode) => {
    const strange = await createTestDatabase();
    await database.pool.query(`
      alter database ${strange.name} set default_transaction_isolation to 'serializable';
      alter database ${strange.name} set bytea_output to 'escape';
      alter database ${strange.name} set extra_float_digits to 0;
      alter database ${strange.name} set datestyle to 'SQL, DMY'`);
    const proxy = await startProxy(strange.url, mode);
    const opened = await openDatabase({ url: proxy.url });
    const session = await opened.connect();
    for (const client of [opened.pool, session]) {
      const { rows } = await client.query(
        `select current_setting('transaction_isolation') as isolation, 'a'::bytea::text as bytes,
                9007199254740991::float8 as float, timestamptz 'epoch' as time, '02/03/2026'::date::text as date`,
      );
      expect(rows).toEqual([
        // How dates are read that callers write stays the database's.
        { isolation: 'read committed', bytes: '\\x61', float: 2 ** 53 - 1, time: new Date(0), date: '2026-03-02' },
      ]);
    }
    await session.end();
    await opened.close();
    await proxy.close();
    await strange.drop();
  });

  it('understands what others write into the URL', async () => {
    const url = changed((u) => {
      u.searchParams.set('schema', 'millrace');
      u.searchParams.set('sslmode', 'disable');
      u.searchParams.set('options', '-c work_mem=5MB');
    });
    const opened = await openDatabase({ url });
    const { rows } = await opened.pool.query("select current_setting('work_mem') as memory");
    expect(rows).toEqual([{ memory: '5MB' }]);
    await opened.close();
  });

  it('ends a transaction that its client forgot, so that a lock comes free', async () => {
    const [frozen, other] = await Promise.all([
      database.connect({ idle_in_transaction_session_timeout: '200ms' }),
      database.connect(),
    ]);
    const ended = new Promise((resolve) => frozen.once('end', resolve));
    // At once: between two statements it would be idle, too.
    await frozen.query('begin; select pg_advisory_xact_lock(1, 1)');
    await other.query('select pg_advisory_xact_lock(1, 1)');
    await ended;
    await other.end();
  });

  it('says what is wrong with the address, the password, the database and the URL', async () => {
    const wrongPassword = await refused(changed((url) => (url.password = 'wrong')));
    expect(wrongPassword).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: false });
    expect(wrongPassword.message).toMatch(/refused the password/);
    expect(wrongPassword.message).not.toContain('wrong@');

    const noPassword = await refused(changed((url) => (url.password = '')));
    expect(noPassword).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: false });

    const noDatabase = await refused(changed((url) => (url.pathname = '/nowhere')));
    expect(noDatabase).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: false });
    expect(noDatabase.message).toMatch(/does not exist/);

    const nobody = await refused('postgresql://a:b@127.0.0.1:1/c');
    expect(nobody).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
    expect(nobody.message).toMatch(/^127\.0\.0\.1:1\/c: /);

    expect(await refused('mysql://a:b@127.0.0.1/c')).toMatchObject({ code: 'INVALID_SETTINGS' });
    expect(await refused('postgresql://a:b@[127.0.0.1/c')).toMatchObject({ code: 'INVALID_SETTINGS' });
  });

  it('does not end the process when sessions are lost, and goes on with new ones', async () => {
    const proxy = await startProxy(test.url);
    const through = await openDatabase({ url: proxy.url });
    const session = await through.connect();
    await through.pool.query('select 1');
    const ended = new Promise((resolve) => session.once('end', resolve));
    const running = session.query('select pg_sleep(30)').catch((error: unknown) => error);
    proxy.cut();
    await ended;
    expect(translatePostgresError(await running)).toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    const again = async (): Promise<number> => {
      try {
        return await through.prisma.node.count();
      } catch (error) {
        expect(translatePostgresError(error)).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
        return again();
      }
    };
    expect(await again()).toBe(0);
    await through.close();
    await proxy.close();
    await expect(openDatabase({ url: proxy.url })).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
  });
});

describe('createTestDatabase', () => {
  it('gives a migrated database of its own within moments', async () => {
    const before = systemClock.monotonic();
    const other = await createTestDatabase();
    const opened = await other.open();
    expect(await opened.prisma.topic.count()).toBe(0);
    expect(systemClock.monotonic() - before).toBeLessThan(10_000);
    await opened.close();
    await other.drop();
    expect(await refused(other.url)).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: false });
  });
});
