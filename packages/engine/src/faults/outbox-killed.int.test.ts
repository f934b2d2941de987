import { type Database, migrate, openDatabase } from '@millrace/database';
import { startEmbeddedPostgres, type TestServer } from '@millrace/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { killServer } from '../testing/kill-server.ts';
import { outboxClient, produce } from '../testing/outbox-client.ts';
import { take, valuesOf } from '../testing/records.ts';

let server: TestServer;
let database: Database;
let engine: Engine;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ database: 'faults', settings: { max_prepared_transactions: 5 } });
  database = await openDatabase({ url: server.url });
  await migrate(database);
  engine = await createEngine({ database, limits: { outboxTableBytes: 1, maintenanceIntervalMs: 50 } });
});

afterAll(async () => {
  await engine?.close();
  await database?.close();
  await server?.remove();
});

describe('L36 L37 L39: Postgres killed with -9 while transactions are open, prepared and committed but not relayed', {
  timeout: 60_000,
}, () => {
  it('each that committed, before or behind the restart, is in the log once', async () => {
    await engine.topics.create({ name: 't' });
    const clients = await Promise.all(Array.from({ length: 3 }, () => outboxClient(server.url)));
    const [open, prepared, committing] = clients as [(typeof clients)[0], (typeof clients)[0], (typeof clients)[0]];
    for (const each of [open, prepared]) {
      await each.query('begin');
      await produce(each, 't', 'k', each === open ? '"open"' : '"prepared"');
    }
    await prepared.query("prepare transaction 'outbox'");
    for (let i = 0; i < 50; i++) await produce(committing, 't', 'k', String(i));
    await killServer(server);
    await server.server.start();
    await Promise.all(clients.map((each) => each.end().catch(() => {})));
    const after = await outboxClient(server.url);
    await produce(after, 't', 'k', '"after"');
    const reader = engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } });
    const first = valuesOf(await take(reader, 51, 30_000));
    expect(first).toEqual([...Array.from({ length: 50 }, (_, i) => String(i)), '"after"']);
    // Its table, and whatever tells when it is over, lived on.
    await after.query("commit prepared 'outbox'");
    expect(valuesOf(await take(reader, 1))).toEqual(['"prepared"']);
    await after.end();
  });
});
