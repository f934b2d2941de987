import { execFileSync } from 'node:child_process';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, migrate, openDatabase } from '@millrace/database';
import { makeTestDirectory, startEmbeddedPostgres, type TestServer } from '@millrace/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { verifyLog } from '../testing/verify-log.ts';
import { until, within } from '../testing/wait.ts';
import type { CallOutcome } from '../testing/writer.ts';

const megabyte = 1024 ** 2;

/** A small file system of its own, where this user may mount one. */
function mountSmall(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'tmpfs', directory], { stdio: 'pipe' });
    return true;
  } catch (error) {
    process.stdout.write(`A full disk is not tested: no small file system can be mounted here (${error}).\n`);
    return false;
  }
}

const directory = await makeTestDirectory();
const mounted = mountSmall(directory);
const ballast = join(directory, 'ballast');

let server: TestServer;
let database: Database;
let engine: Engine;

async function start(): Promise<void> {
  server = await startEmbeddedPostgres({
    directory,
    database: 'full',
    settings: { max_wal_size: '48MB', min_wal_size: '32MB', wal_buffers: '1MB', shared_buffers: '16MB' },
  });
  database = await openDatabase({ url: server.url });
  await migrate(database);
  engine = await createEngine({ database, limits: { deliveryTimeoutMs: 2_000 } });
  await engine.topics.create({ name: 't' });
}

beforeAll(async () => {
  await chmod(directory, 0o755);
  if (mounted) await start();
});

afterAll(async () => {
  await engine?.close();
  await database?.close();
  await server?.server.stop();
  if (mounted) execFileSync('umount', ['-l', directory]);
  await rm(directory, { recursive: true, force: true });
});

describe.skipIf(!mounted)('L7: a full disk', () => {
  it('refuses calls by name, keeps what it acknowledged, and goes on when there is space', async () => {
    const outcomes: CallOutcome[] = [];
    let calls = 0;
    const append = async (): Promise<CallOutcome> => {
      const call = `w/${calls++}`;
      // Values are told from one another by their beginning; the rest takes space.
      const records = [0, 1, 2].map((i) => ({ key: Buffer.alloc(300_000, i), value: Buffer.from(`${call}|${i}|3`) }));
      const outcome = await engine.append({ topic: 't', records }).then(
        (result): CallOutcome => ({
          call,
          at: records.map((_, i) => [result.partition(i), result.offset(i)] as const),
        }),
        (error): CallOutcome => ({ call, code: error.code }),
      );
      outcomes.push(outcome);
      return outcome;
    };
    expect(await append()).toHaveProperty('at');
    await writeFile(ballast, Buffer.alloc(60 * megabyte, 1)).catch(() => undefined);
    const refused = await until(
      'a refusal',
      async () => {
        const outcome = await within(append(), 'the call to settle');
        return 'code' in outcome ? outcome.code : undefined;
      },
      40_000,
    );
    for (let i = 0; i < 3; i++) await within(append(), 'the call to settle');
    const codes = new Set(outcomes.flatMap((outcome) => ('code' in outcome ? [outcome.code] : [])));
    process.stdout.write(`A full disk: ${[...codes].join(', ')}.\n`);
    expect(['STORAGE_FULL', 'POSTGRES_UNAVAILABLE', 'UNKNOWN_OUTCOME']).toContain(refused);
    for (const code of codes) expect(['STORAGE_FULL', 'POSTGRES_UNAVAILABLE', 'UNKNOWN_OUTCOME']).toContain(code);

    await rm(ballast);
    // It may have given up: whoever runs it starts it again.
    await server.server.start();
    await until('a call to be appended', async () => 'at' in (await within(append(), 'the call to settle')), 30_000);
    await verifyLog(engine, 't', outcomes);
  }, 90_000);
});
