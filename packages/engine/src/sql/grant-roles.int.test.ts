import { migrate, openDatabase } from '@millrace/database';
import { startEmbeddedPostgres } from '@millrace/database/testing';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { record, take, valuesOf } from '../testing/records.ts';

/** What anybody was granted in Millrace's schemas, with `owner` for whose they are. */
const grantsSql = `
with objects as (
  select n.nspname as object, n.nspacl as acl, n.nspowner as owner from pg_namespace n where n.nspname like 'millrace%'
  union all
  select format('%I.%I', n.nspname, c.relname), c.relacl, c.relowner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname like 'millrace%' and c.relkind in ('r', 'v', 'S')
  union all
  select format('%I.%I/%s', n.nspname, p.proname, p.pronargs), p.proacl, p.proowner
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname like 'millrace%'
  union all
  select format('tables to come in %I', n.nspname), d.defaclacl, d.defaclrole
  from pg_default_acl d join pg_namespace n on n.oid = d.defaclnamespace where n.nspname like 'millrace%'
)
select o.object, a.grantee::regrole as grantee, a.privilege_type as privilege
from objects o cross join lateral aclexplode(o.acl) a
where a.grantee <> o.owner and a.grantee <> 0
order by 1, 2, 3`;

it('L20 L36: roles that come behind the migrations are granted what those would have, and only whoever may creates them', async () => {
  const server = await startEmbeddedPostgres({ database: 'late' });
  onTestFinished(() => server.remove());
  const asUser = (username: string) => Object.assign(new URL(server.url), { username, password: 'secret' }).href;
  const query = async (url: string, text: string) => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };

  // As docs/operations.md says, but for the roles: they are forgotten.
  await query(
    server.url,
    `create role millrace_app login password 'secret'; create role ana login password 'secret'; create role shop login password 'secret';
     grant create on database late to millrace_app`,
  );
  const app = asUser('millrace_app');
  const database = await openDatabase({ url: app });
  onTestFinished(() => database.close());
  await migrate(database);
  const engine = await createEngine({ database });
  onTestFinished(() => engine.close());
  await engine.topics.create({ name: 'orders' });
  await engine.append({ topic: 'orders', records: [record(null, 'before')] });
  const rolesSql = 'select * from millrace.grant_roles()';
  expect(await query(app, rolesSql)).toEqual([
    { role: 'millrace_reader', granted: false },
    { role: 'millrace_producer', granted: false },
  ]);

  await query(server.url, 'create role millrace_reader nologin; create role millrace_producer nologin');
  await query(server.url, 'grant millrace_reader to ana; grant millrace_producer to shop');
  const [ana, shop] = [asUser('ana'), asUser('shop')];
  await expect(query(shop, rolesSql)).rejects.toMatchObject({ code: '42501' });
  const granted = [
    { role: 'millrace_reader', granted: true },
    { role: 'millrace_producer', granted: true },
  ];
  expect(await query(app, rolesSql)).toEqual(granted);
  expect(await query(app, rolesSql)).toEqual(granted);

  await query(shop, `select millrace.produce('orders', null, '"behind"')`);
  const records = await take(engine.read({ topics: ['orders'], from: { edge: 'EARLIEST' } }), 2);
  expect(valuesOf(records)).toEqual(['before', '"behind"']);
  const seen = 'select "offset"::int, value_json from millrace_topics.orders order by "offset"';
  expect(await query(ana, seen)).toEqual([
    { offset: 0, value_json: null },
    { offset: 1, value_json: 'behind' },
  ]);
  await expect(query(ana, `select millrace.produce('orders', null, '1')`)).rejects.toMatchObject({ code: '42501' });

  // Where the roles were there from the beginning each migration has granted its own.
  await query(server.url, 'create database early');
  const early = await openDatabase({ url: Object.assign(new URL(server.url), { pathname: '/early' }).href });
  onTestFinished(() => early.close());
  await migrate(early);
  const ofEarly = (await early.pool.query(grantsSql)).rows;
  // But for what belongs to the topic.
  const ofLate = (await query(app, grantsSql)).filter(({ object }) => !/^millrace_(segments\.s|topics\.)/.test(object));
  expect(ofLate).toEqual(ofEarly);
  expect(ofEarly.length).toBeGreaterThan(30);
});
