import pg, { type ClientBase } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { translatePostgresError } from './postgres-error.ts';
import { type PostgresProxy, startProxy } from './testing/proxy.ts';
import { adminUrlVariable, asAdmin, createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let test: TestDatabase;
let proxy: PostgresProxy;
let database: Database;

beforeEach(async () => {
  test = await createTestDatabase({ empty: true });
  proxy = await startProxy(test.url);
  database = await openDatabase({ url: proxy.url, answerMs: 200 });
});
afterEach(async () => {
  proxy.cut();
  await database.close();
  await proxy.close();
  await test.drop();
});

/** In the pool, and outside of it. */
const kinds = [
  [
    'the pool',
    (work: Work) => database.pool.connect().then((client) => work(client).finally(() => client.release(true))),
  ],
  ["a node's own", (work: Work) => database.connect().then((client) => work(client).finally(() => client.end()))],
] as const;
type Work = (client: ClientBase) => Promise<void>;

/** Those that are connected stay. */
const refuseOthers = (name: string) =>
  asAdmin(process.env[adminUrlVariable] as string, (admin) =>
    admin.query(`alter database ${pg.escapeIdentifier(name)} allow_connections false`),
  );

describe.each(kinds)('a session of %s', (_, withSession) => {
  it('is not cut while Postgres is at work on what it was asked', () =>
    withSession(async (client) => {
      const { rows } = await client.query('select 1 as found from pg_sleep(1)');
      expect(rows).toEqual([{ found: 1 }]);
    }));

  it('is not cut where the server refuses others: that is an answer', () =>
    withSession(async (client) => {
      await refuseOthers(test.name);
      const { rows } = await client.query('select 1 as found from pg_sleep(1)');
      expect(rows).toEqual([{ found: 1 }]);
    }));

  it('is cut where its path leads nowhere, and new ones are opened', () =>
    withSession(async (client) => {
      proxy.strand();
      const refused = await client.query('select').catch(translatePostgresError);
      expect(refused).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
      expect((await database.pool.query('select')).rowCount).toBe(1);
    }));

  it(
    'is cut where the server answers nobody',
    () =>
      withSession(async (client) => {
        proxy.freeze();
        const refused = await client.query('select').catch(translatePostgresError);
        expect(refused).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
      }),
    30_000,
  );

  it(
    'ends although the server does not hear its goodbye',
    () =>
      withSession(async () => {
        proxy.freeze();
      }),
    30_000,
  );
});

it('L7: a database is closed although a silent server has not answered', async () => {
  const patient = await openDatabase({ url: proxy.url, answerMs: 3_600_000 });
  const client = await patient.pool.connect();
  proxy.freeze();
  const asked = client.query('select').catch(translatePostgresError);
  const released = asked.then(() => client.release(true));
  await patient.close();
  await released;
  expect(await asked).toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
}, 30_000);
