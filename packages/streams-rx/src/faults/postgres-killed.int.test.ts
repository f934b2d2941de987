import { type OwnServer, record, startOwnServer, textOf, until } from '@millrace/engine/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStreams } from '../application/streams.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.remove());

describe('S2 S13: Postgres killed with -9 under load and started again', () => {
  it('the application goes on by itself; epochs of which nobody heard the end are there once', async () => {
    const { engine } = server;
    for (const name of ['in', 'out']) await engine.topics.create({ name, partitionCount: 3 });
    const app = createStreams({
      applicationId: 'counting',
      engine,
      limits: { retryMs: 20, maxRetryMs: 200, maxEpochRecords: 20 },
    });
    app.stream('in').pipe(groupByKey(), countRecords(), toTable('counts'), toStream({ emit: 'ALL' }), to('out'));
    await app.start();
    const writing = new AbortController();
    // A call of which nobody heard the end may be there: what is there is what counts.
    const write = async () => {
      for (let i = 0; !writing.signal.aborted; i++) {
        const records = Array.from({ length: 10 }, (_, n) => record(`k${(i + n) % 12}`, '1'));
        await engine.append({ topic: 'in', records }).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const written = write();
    const epochs = () => app.snapshot().totals.epochs;
    for (let kill = 0; kill < 3; kill++) {
      const before = epochs();
      await until('some epochs', () => epochs() > before + 20, 60_000);
      await server.kill();
      await server.start();
    }
    const before = epochs();
    await until('some epochs more', () => epochs() > before + 20, 60_000);
    writing.abort();
    await written;
    await until('all to be processed', async () => (await engine.groups.describe('counting'))?.lag === 0, 60_000);
    expect(app.state).toBe('RUNNING');
    const counts = new Map<string, number>();
    for (const { partition, endOffset } of await engine.topics.bounds('in')) {
      for (let offset = 0; offset < endOffset; ) {
        const batch = await engine.fetch({ topic: 'in', partition, offset });
        for (const { key } of batch) counts.set(textOf(key) ?? '', (counts.get(textOf(key) ?? '') ?? 0) + 1);
        offset = batch.nextOffset;
      }
    }
    const given = new Map<string, number[]>();
    for (const { partition, endOffset } of await engine.topics.bounds('out')) {
      for (let offset = 0; offset < endOffset; ) {
        const batch = await engine.fetch({ topic: 'out', partition, offset });
        for (const { key, value } of batch) {
          const values = given.get(textOf(key) ?? '') ?? [];
          values.push(Number(textOf(value)));
          given.set(textOf(key) ?? '', values);
        }
        offset = batch.nextOffset;
      }
    }
    for (const [key, count] of counts) {
      expect(given.get(key), `counts of ${key}`).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    }
    await app.stop();
  }, 240_000);
});
