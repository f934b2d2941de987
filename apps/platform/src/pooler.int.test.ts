import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestDatabase, freeTestPort, makeTestDirectory } from '@millrace/database/testing';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startPlatform } from './platform.ts';

function hasPgbouncer(): boolean {
  try {
    return execFileSync('pgbouncer', ['--version'], { encoding: 'utf8' }).includes('PgBouncer');
  } catch {
    return false;
  }
}

const installed = hasPgbouncer();
if (!installed) process.stderr.write('No pgbouncer: a start behind it is not tested.\n');

let directory: string;
beforeEach(async () => {
  directory = await makeTestDirectory();
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A pgbouncer in transaction mode before the server of the URL; gives the URL through it. */
async function startPgbouncer(url: string): Promise<string> {
  const server = new URL(url);
  const port = await freeTestPort();
  const settings = join(directory, 'pgbouncer.ini');
  const login = `user=${decodeURIComponent(server.username)} password=${decodeURIComponent(server.password)}`;
  await writeFile(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port || 5432} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
`,
  );
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'postgres'] : [];
  const pgbouncer: ChildProcess = spawn('pgbouncer', [...user, settings], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(async () => {
    if (pgbouncer.exitCode !== null || !pgbouncer.kill('SIGTERM')) return;
    await once(pgbouncer, 'exit');
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    pgbouncer.stderr?.on('data', (chunk) => {
      said += chunk;
      if (said.includes('process up')) resolve();
    });
    pgbouncer.once('error', reject);
    pgbouncer.once('exit', () => reject(new Error(`pgbouncer ended: ${said}`)));
  });
  return Object.assign(server, { hostname: '127.0.0.1', port: String(port) }).href;
}

// With the API as it was built: `npm test` builds before it tests.
describe.skipIf(!installed)('startPlatform behind pgbouncer in transaction mode', { timeout: 120_000 }, () => {
  it('migrates on the server itself, so that the API does not wait for a lock that the pooler keeps', async () => {
    const own = await createTestDatabase({ empty: true });
    onTestFinished(() => own.drop());
    const databaseUrl = await startPgbouncer(own.url);
    const platform = await startPlatform({
      console: false,
      settings: { dataDirectory: directory, apiPort: 0, databaseUrl, databaseDirectUrl: own.url },
    });
    onTestFinished(() => platform.stop());
    const answer = await fetch(platform.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'mutation { createTopic(input: { name: "t" }) { topic { name } } }' }),
    });
    expect(await answer.json()).toEqual({ data: { createTopic: { topic: { name: 't' } } } });
    // What psql, verify and epoch are given.
    expect(platform.databaseUrl).toBe(own.url);
    const { pool, close } = await own.open();
    const { rows } = await pool.query(
      `select count(*)::int as held from pg_locks where locktype = 'advisory' and objid = 72707369`,
    );
    await close();
    expect(rows).toEqual([{ held: 0 }]);
  });
});
