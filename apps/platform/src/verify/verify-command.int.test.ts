import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { EmbeddedPostgres, migrate, openDatabase } from '@millrace/database';
import { createTestDatabase, makeTestDirectory } from '@millrace/database/testing';
import { createEngine } from '@millrace/engine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { repositoryRoot } from '../settings.ts';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as npm runs it, as it was built: `npm test` builds before it tests. */
async function run(args: readonly string[], environment: Record<string, string>): Promise<Outcome> {
  const child = spawn(process.execPath, ['apps/platform/dist/verify/main.js', ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, DATABASE_URL: '', ...environment },
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

async function makeTopic(url: string, name: string): Promise<void> {
  const database = await openDatabase({ url });
  await migrate(database);
  const engine = await createEngine({ database });
  await engine.topics.create({ name });
  await engine.append({ topic: name, records: [{ key: null, value: Buffer.from('1') }] });
  await engine.append({ topic: name, records: [{ key: null, value: Buffer.from('2') }] });
  await engine.close();
  await database.close();
}

/** Of a platform that was never started. */
async function makeDataDirectory() {
  const dataDirectory = await makeTestDirectory();
  const server = new EmbeddedPostgres({ directory: join(dataDirectory, 'postgres') });
  onTestFinished(async () => {
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  });
  return { dataDirectory, server };
}

describe('L40: npm run verify', { timeout: 120_000 }, () => {
  it('beside a running database: ends with 0, 1 with findings and hints, 2 when it could not look', async () => {
    const test = await createTestDatabase();
    onTestFinished(() => test.drop());
    const environment = { DATABASE_URL: test.url };
    await makeTopic(test.url, 'orders');
    const sound = await run(['--topic', 'orders'], environment);
    expect(sound).toMatchObject({ code: 0, err: '' });
    expect(sound.out).toMatch(/^Nothing found\. \(1 segment, 2 batch rows, 2 records, 0 MiB in [\d.]+ s\)\n$/);

    const database = await test.open();
    const { rows } = await database.pool.query<{ id: number }>('select id from millrace.segments');
    await database.pool.query(`delete from millrace_segments.s${rows[0]?.id} where base_offset = 0`);
    await database.close();
    const damaged = await run([], environment);
    expect(damaged.code).toBe(1);
    expect(damaged.out).toMatch(/^OFFSET_GAP {2}topic orders, partition 0, offset 0, millrace_segments\.s\d+\n/);
    expect(damaged.out).toMatch(/ → Restore the table .*deleteRecords of the partition before 1\.\n/);
    expect(damaged.out).toMatch(/\n1 finding\. /);
    const json = await run(['--json'], environment);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      complete: true,
      findings: [{ code: 'OFFSET_GAP', topic: 'orders', partition: 0, offset: 0 }],
      segments: 1,
      records: 1,
    });

    const nowhere = await run(['--topic', 'nowhere', '--json'], environment);
    expect(nowhere.code).toBe(2);
    expect(JSON.parse(nowhere.out)).toMatchObject({ complete: false, error: { code: 'TOPIC_NOT_FOUND' } });
    expect(nowhere.err).toMatch(
      /Not all was looked at\. There is no topic "nowhere" in this database\. Check its name/,
    );
    const refused = await run([], { DATABASE_URL: 'postgresql://127.0.0.1:1/none' });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toMatch(/Not all was looked at\..*127\.0\.0\.1:1/);
    expect(await run(['--what'], environment)).toMatchObject({ code: 2, err: expect.stringMatching(/^Usage/) });
    expect(await run(['--help'], environment)).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage/) });
  });

  it('starts the embedded server where the platform does not run, and stops it; makes none where none was', async () => {
    const { dataDirectory, server } = await makeDataDirectory();
    const environment = { MILLRACE_DATA_DIRECTORY: dataDirectory };
    const none = await run([], environment);
    expect(none).toMatchObject({ code: 2, err: expect.stringMatching(/There is no database in/) });
    expect(await server.exists()).toBe(false);

    const { url } = await server.start();
    await makeTopic(url, 'orders');
    expect(await run([], environment)).toMatchObject({ code: 0, err: '' });
    expect(await server.status()).not.toBe(null);
    await server.stop();
    const stopped = await run([], environment);
    expect(stopped).toMatchObject({ code: 0, err: 'Started Postgres to look at it.\n' });
    expect(stopped.out).toMatch(/^Nothing found\. \(1 segment, /);
    expect(await server.status()).toBe(null);
  });

  it('stops the server that it started also when a closing terminal and npm both send it the signal', async () => {
    const { dataDirectory, server } = await makeDataDirectory();
    const { url } = await server.start();
    await makeTopic(url, 'orders');
    await server.stop();
    const child = spawn(process.execPath, ['apps/platform/dist/verify/main.js'], {
      cwd: repositoryRoot,
      env: { ...process.env, DATABASE_URL: '', MILLRACE_DATA_DIRECTORY: dataDirectory },
    });
    child.stderr.once('data', async () => {
      child.kill('SIGHUP');
      await setTimeout(10);
      child.kill('SIGHUP');
    });
    await once(child, 'close');
    expect(child.signalCode).toBe(null);
    expect(await server.status()).toBe(null);
  });
});
