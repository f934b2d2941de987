import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { EmbeddedPostgres } from '@millrace/database';
import { createTestDatabase, makeTestDirectory } from '@millrace/database/testing';
import { createEngine } from '@millrace/engine';
import { until } from '@millrace/engine/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { repositoryRoot } from '../settings.ts';
import { parseOptions } from './options.ts';

/** The command as npm runs it, as it was built: `npm test` builds before it tests. */
async function run(args: readonly string[], url: string) {
  const child = spawn(process.execPath, ['apps/platform/dist/epoch/main.js', ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, DATABASE_URL: url },
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

describe('L41: npm run epoch', { timeout: 120_000 }, () => {
  it('shows the epoch, and raises it where no node lives; with --force also where one does, which hears of it', async () => {
    const test = await createTestDatabase();
    onTestFinished(() => test.drop());
    const database = await test.open();
    const engine = await createEngine({ database, node: { role: 'api' } });
    await engine.topics.create({ name: 't' });
    await engine.append({ topic: 't', records: [{ key: null, value: Buffer.from('1') }] });

    const shown = await run([], test.url);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toMatch(/^The log epoch is 0\.\n {2}api on .*, process \d+, heartbeat at /);

    const refused = await run(['raise'], test.url);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^A node lives:\n {2}api on .*\nNothing was done\. Stop them first/);

    const forced = await run(['raise', '--force'], test.url);
    expect(forced.code).toBe(0);
    const [, epoch] = forced.out.match(/^The log epoch is (\d+) now, and was 0\.\n/) as RegExpMatchArray;
    await until('the node to hear of it', () => engine.logEpoch === Number(epoch));
    const { logEpoch } = await engine.fetch({ topic: 't', partition: 0, offset: 1 });
    expect(logEpoch).toBe(Number(epoch));
    await engine.close();
    await database.close();

    const raised = await run(['raise'], test.url);
    expect(raised).toMatchObject({ code: 0, err: '' });
    expect(raised.out).toMatch(new RegExp(`and was ${epoch}\\.\n`));
    expect((await run([], test.url)).out).toMatch(/^The log epoch is \d+, raised at 20.*: by hand\.\n$/);
  });

  it('does not raise it where a node lives that beats seldom', async () => {
    const test = await createTestDatabase();
    onTestFinished(() => test.drop());
    const database = await test.open();
    const limits = { heartbeatIntervalMs: 3_600_000, sessionTimeoutMs: 7_200_000 };
    const engine = await createEngine({ database, limits });
    await database.pool.query(`update millrace.nodes set heartbeat_at = heartbeat_at - interval '1 hour'`);
    expect(await run(['raise'], test.url)).toMatchObject({ code: 1, err: expect.stringMatching(/^A node lives/) });
    await engine.close();
    await database.close();
  });

  it('stops the server that it started when it is interrupted', async () => {
    const dataDirectory = await makeTestDirectory();
    const server = new EmbeddedPostgres({ directory: join(dataDirectory, 'postgres') });
    onTestFinished(async () => {
      await server.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    });
    await server.start();
    await server.stop();
    const child = spawn(process.execPath, ['apps/platform/dist/epoch/main.js'], {
      cwd: repositoryRoot,
      env: { ...process.env, DATABASE_URL: '', MILLRACE_DATA_DIRECTORY: dataDirectory },
    });
    child.stderr.once('data', () => child.kill('SIGINT'));
    await once(child, 'close');
    expect(child.signalCode).toBe(null);
    expect(await server.status()).toBe(null);
  });

  it('says why it could not look, and what it wants where it is called wrongly', async () => {
    const empty = await createTestDatabase({ empty: true });
    onTestFinished(() => empty.drop());
    const none = await run(['raise'], empty.url);
    expect(none).toMatchObject({ code: 2, err: expect.stringMatching(/^There is no log in this database/) });
    expect(await run(['lower'], empty.url)).toMatchObject({ code: 2, err: expect.stringMatching(/^Usage/) });
    expect(['--force', 'raise now', '--what'].map((line) => parseOptions(line.split(' ')))).toEqual([null, null, null]);
    expect(parseOptions(['--help'])).toBe('HELP');
  });
});
