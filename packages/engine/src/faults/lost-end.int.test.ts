import { type Database, migrate, openDatabase } from '@millrace/database';
import { freeTestPort } from '@millrace/database/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Consumer } from '../consumer/consumer.ts';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { raiseLogEpochByHand } from '../epoch/describe-log-epoch.ts';
import { consumed, joined, later } from '../testing/consuming.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { findPostgresTools, TestCluster } from '../testing/test-cluster.ts';
import { until, within } from '../testing/wait.ts';

const bin = findPostgresTools();
if (!bin)
  process.stderr.write('No Postgres with pg_basebackup and pg_dump: lost ends are not tested with real servers.\n');

/** A node that lives through all of it, with readers and members that were ahead of what is lost, and others that were not. */
interface Scene {
  readonly database: Database;
  readonly engine: Engine;
  readonly ahead: AsyncIterator<never>;
  readonly behind: AsyncIterator<never>;
  readonly groupAhead: Consumer;
  readonly groupBehind: Consumer;
}

describe.skipIf(!bin)('L42 L43: servers that have lost the end of the log', { timeout: 90_000 }, () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.make(bin as string, await freeTestPort());
    await cluster.init('empty');
  });

  afterAll(() => cluster?.remove());

  const append = (engine: Engine, prefix: string, count: number) =>
    engine.append({ topic: 't', records: Array.from({ length: count }, (_, i) => record(null, `${prefix}${i}`)) });

  async function begin(server: string): Promise<Scene> {
    await cluster.copy('empty', server);
    await cluster.start(server);
    const client = new pg.Client({ connectionString: cluster.url('postgres') });
    await client.connect();
    await client.query('create database log');
    await client.end();
    const database = await openDatabase({ url: cluster.url('log') });
    await migrate(database);
    const engine = await createEngine({ database, limits: { sessionTimeoutMs: 60_000 } });
    onTestFinished(async () => {
      await engine.close();
      await database.close();
      await cluster.stop(server, 'immediate');
    });
    await engine.topics.create({ name: 't' });
    await append(engine, 'kept', 5);
    const [ahead, behind] = [0, 0].map((offset) => engine.read({ topics: ['t'], from: { offset } }));
    await Promise.all([ahead, behind].map((reader) => take(reader as AsyncIterator<never>, 5)));
    const member = (group: string) => joined(engine, { group, topics: ['t'] });
    const [groupAhead, groupBehind] = await Promise.all([member('ahead'), member('behind')]);
    for (const each of [groupAhead, groupBehind]) await each.commit((await consumed(each, 5)).last);
    return { database, engine, ahead, behind, groupAhead, groupBehind } as Scene;
  }

  /** What is going to be lost, seen by some. */
  async function loseLater({ engine, ahead, groupAhead }: Scene): Promise<void> {
    await append(engine, 'lost', 3);
    await take(ahead, 3);
    await groupAhead.commit((await consumed(groupAhead, 3)).last);
  }

  /** The named outcome for who was ahead; who was not is undisturbed; nothing is skipped. */
  async function expectOutcome({ engine, ahead, behind, groupAhead, groupBehind }: Scene): Promise<void> {
    await expect(within(ahead.next(), 'the end of the reader')).rejects.toMatchObject({
      code: 'OFFSET_OUT_OF_RANGE',
      details: { topic: 't', partition: 0, offset: 8, logEpoch: 0, epochEndOffset: 5 },
    });
    // As many as were lost, and more: their offsets are there again.
    await append(engine, 'new', 6);
    const news = Array.from({ length: 6 }, (_, i) => `new${i}`);
    expect(valuesOf(await take(behind, 6))).toEqual(news);
    const assignment = await later(groupAhead, 'ASSIGNMENT', 20_000);
    expect(assignment.partitions).toEqual([{ topic: 't', partition: 0, offset: 5 }]);
    for (const each of [groupAhead, groupBehind]) {
      const { values, last } = await consumed(each, 6);
      expect(values).toEqual(news);
      await each.commit(last);
    }
    const [group] = (await engine.groups.list({ search: 'ahead', first: 1 })).groups;
    expect(group?.lag).toBe(0);
  }

  it('an asynchronous standby takes over without the newest records: the timeline is another one, the epoch rises by itself', async () => {
    const scene = await begin('primary');
    await cluster.baseBackup('standby');
    await loseLater(scene);
    await cluster.stop('primary', 'immediate');
    await cluster.start('standby');
    onTestFinished(() => cluster.stop('standby', 'immediate'));
    await cluster.promote('standby');
    await until('the node to see it', () => scene.engine.logEpoch > 0);
    await expectOutcome(scene);
  });

  it('a dump is restored into another server: the system identifier is another one, the epoch rises by itself', async () => {
    const scene = await begin('dumped');
    const psql = (database: string, ...commands: string[]) =>
      cluster.run('psql', [
        '-qX',
        '-v',
        'ON_ERROR_STOP=1',
        '-d',
        cluster.url(database),
        ...commands.flatMap((sql) => ['-c', sql]),
      ]);
    await scene.engine.topics.create({ name: 'shop' });
    await psql(
      'log',
      'create table public.items (id integer primary key)',
      "select millrace.publish_table('public.items', topic => 'shop')",
      'insert into public.items values (1)',
    );
    const shop = scene.engine.read({ topics: ['shop'], from: { edge: 'EARLIEST' } });
    expect(valuesOf(await take(shop, 1))).toEqual(['{"id":1}']);
    await restoreElsewhere(psql, () => loseLater(scene));
    await until('the node to see it', () => scene.engine.logEpoch > 0);
    await expectOutcome(scene);
    // The nodes have taken over the outbox of the old server.
    const insert = () =>
      psql('log', 'insert into public.items values (2)').then(
        () => true,
        () => false,
      );
    await until('the outbox to be adopted', insert, 20_000);
    expect(valuesOf(await take(shop, 1))).toEqual(['{"id":2}']);
  });

  /** What docs/operations.md says, with the roles' grants, and with tables of one's own behind Millrace's. */
  async function restoreElsewhere(
    psql: (database: string, ...commands: string[]) => Promise<void>,
    meanwhile: () => Promise<void>,
  ): Promise<void> {
    const [dump, own] = [cluster.file('millrace.dump'), cluster.file('own.dump')];
    const dumpOf = (file: string, of: string) => ['--format=custom', of, `--file=${file}`, cluster.url('log')];
    await cluster.run('pg_dump', dumpOf(dump, '--schema=millrace*'));
    await cluster.run('pg_dump', dumpOf(own, '--exclude-schema=millrace*'));
    await meanwhile();
    await cluster.stop('dumped');
    await cluster.init('restored');
    await cluster.start('restored');
    onTestFinished(() => cluster.stop('restored', 'immediate'));
    await psql('postgres', 'create database other');
    await psql('other', 'create role millrace_reader nologin', 'create role millrace_producer nologin');
    const restore = (file: string) =>
      cluster.run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${cluster.url('other')}`, file]);
    await restore(dump);
    await restore(own);
    await psql('other', 'update millrace.segments set frozen_at = null where sealed_at is not null');
    await psql('postgres', 'alter database other rename to log');
  }

  it('a copy of the files is put back: that cannot be seen, and is said by command', async () => {
    const scene = await begin('disk');
    await cluster.stop('disk');
    await cluster.copy('disk', 'image');
    await cluster.start('disk');
    await loseLater(scene);
    await cluster.stop('disk');
    await cluster.start('image');
    onTestFinished(() => cluster.stop('image', 'immediate'));
    const raised = await until(
      'the server to answer',
      () => raiseLogEpochByHand(scene.database, 'test').catch(() => undefined),
      20_000,
    );
    await until('the node to hear of it', () => scene.engine.logEpoch === raised);
    await expectOutcome(scene);
  });
});
