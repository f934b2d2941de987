import { type Database, migrate, openDatabase } from '@millrace/database';
import { startEmbeddedPostgres, type TestServer } from '@millrace/database/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import type { Record } from '../record/record.ts';
import { killServer } from '../testing/kill-server.ts';
import { record } from '../testing/records.ts';
import { verifyLog, verifyOrder } from '../testing/verify-log.ts';
import { eventually, until, within } from '../testing/wait.ts';
import { type CallOutcome, write } from '../testing/writer.ts';

let server: TestServer;
let database: Database;
let engine: Engine;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ database: 'faults' });
  database = await openDatabase({ url: server.url });
  await migrate(database);
  engine = await createEngine({ database, limits: { maintenanceIntervalMs: 50 } });
});

afterAll(async () => {
  await engine?.close();
  await database?.close();
  await server?.remove();
});

const killEverything = () => killServer(server);

/** One session that is appending, as the kernel does it when memory runs out; Postgres then restarts all of them. */
async function killSession(): Promise<void> {
  const { rows } = await database.pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
     order by state = 'active' desc, query = 'commit' desc limit 1`,
  );
  process.kill(rows[0]?.pid as number, 'SIGKILL');
}

/** Reads on and on; gives what it has read so far. */
function follow(topic: string): { records: Record[]; stop(): Promise<void> } {
  const reader = engine.read({ topics: [topic], from: { edge: 'EARLIEST' }, maxRecords: 50 });
  const records: Record[] = [];
  const reading = (async () => {
    for await (const batch of reader) records.push(...batch);
  })();
  return {
    records,
    async stop() {
      await reader.return?.();
      await reading;
    },
  };
}

describe('L3 L6 L7: Postgres killed with -9 under load and started again', { timeout: 90_000 }, () => {
  it('what was acknowledged is there once, nothing is there in part; writers and readers ride it out', async () => {
    await engine.topics.create({ name: 't', partitionCount: 3, config: { segmentBytes: 1024 ** 2 } });
    const readers = [follow('t'), follow('t')];
    const outcomes: CallOutcome[] = [];
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const writing = Promise.all(
      Array.from({ length: 6 }, (_, writer) =>
        write({
          engine,
          topic: 't',
          name: `w${writer}`,
          recordsPerCall: 20,
          partitions: writer % 2 ? [0, 1, 2] : [writer % 3],
          inFlight: 5,
          calls: Number.POSITIVE_INFINITY,
          signal: stop.signal,
          onOutcome: (outcome) => outcomes.push(outcome),
        }),
      ),
    );
    const acknowledged = () => outcomes.filter((outcome) => 'at' in outcome).length;
    for (const kill of [killEverything, killSession, killEverything, () => server.kill()]) {
      const before = acknowledged();
      await until('calls to be acknowledged', () => acknowledged() > before + 200, 30_000);
      await kill();
      if (kill === killSession) continue;
      await expect(engine.fetch({ topic: 't', partition: 0, offset: 0 })).rejects.toMatchObject({
        code: 'POSTGRES_UNAVAILABLE',
        retriable: true,
      });
      await expect(engine.ping()).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
      await expect(engine.topics.create({ name: 'later' })).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
      await server.server.start();
    }
    const before = acknowledged();
    await until('calls to be acknowledged again', () => acknowledged() > before + 300, 30_000);
    stop.abort();
    await within(writing, 'the writers to stop', 40_000);

    const refused = outcomes.flatMap((outcome) => ('code' in outcome ? [outcome.code] : []));
    expect(refused.length).toBeGreaterThan(0);
    for (const code of refused) expect(['UNKNOWN_OUTCOME', 'POSTGRES_UNAVAILABLE']).toContain(code);

    const calls = await verifyLog(engine, 't', outcomes);
    expect(calls).toBeGreaterThanOrEqual(acknowledged());
    await verifyOrder(engine, 't');
    const ends = (await engine.topics.bounds('t')).map(({ endOffset }) => endOffset);
    const total = ends.reduce((sum, end) => sum + end, 0);
    for (const reader of readers) {
      await until('the reader to have all', () => reader.records.length >= total);
      await reader.stop();
      const next = ends.map(() => 0);
      for (const { partition, offset } of reader.records) {
        expect(offset).toBe(next[partition]);
        next[partition] = offset + 1;
      }
      expect(next).toEqual(ends);
    }
  });

  it('calls that wait for it longer than deliveryTimeoutMs fail, and nothing of them is there', async () => {
    const node = await createEngine({ database, limits: { deliveryTimeoutMs: 2_000, appendLanes: 1 } });
    await engine.topics.create({ name: 'waiting' });
    await eventually('a call before it', () => node.append({ topic: 'waiting', records: [record(null, 'before')] }));
    await killEverything();
    const outcomes: CallOutcome[] = [];
    const options = {
      engine: node,
      topic: 'waiting',
      recordsPerCall: 3,
      partitions: [0],
      onOutcome: (outcome: CallOutcome) => outcomes.push(outcome),
    };
    // The first flush may be sent over the dead connection; the calls behind it find none.
    await within(write({ ...options, name: 'a', inFlight: 1, calls: 3 }), 'the calls to fail');
    expect(outcomes.map((outcome) => 'code' in outcome && outcome.code)).toContain('POSTGRES_UNAVAILABLE');
    await server.server.start();
    await eventually('a call to be appended', () =>
      node.append({ topic: 'waiting', records: [record(null, 'b/0|0|1')] }),
    );
    await engine.topics.deleteRecords({ topic: 'waiting', partitions: [{ partition: 0, before: 1 }] });
    const { records } = await engine.page({ topic: 'waiting', limit: 100, from: { edge: 'EARLIEST' } });
    expect(records.length).toBe(1);
    await within(node.close(), 'the node to close');
  });
});
