import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freeTestPort, makeTestDirectory, startEmbeddedPostgres } from '../testing/test-server.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';

let directory: string;
let port: number;

beforeEach(async () => {
  directory = await makeTestDirectory();
  port = await freeTestPort();
});

afterEach(async () => {
  await new EmbeddedPostgres({ directory }).stop();
  await rm(directory, { recursive: true, force: true });
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const results = [await client.query({ text, rowMode: 'array' })].flat();
  await client.end();
  return results.flatMap(({ rows }) => rows.flat());
}

/** Quicker to make; none of these tests cuts the power. */
const settings = { fsync: 'off' };

// Every test makes a cluster, which takes seconds on a busy disk.
describe('EmbeddedPostgres', { timeout: 60_000 }, () => {
  it('starts, stops and starts again with what it had, at the same address', async () => {
    const server = new EmbeddedPostgres({ directory, port });
    expect(await server.status()).toBeNull();
    const first = await server.start();
    expect(first).toMatchObject({ port, reused: false });
    await query(first.url, 'create table kept (id int); insert into kept values (7)');
    expect(await server.status()).toMatchObject({ pid: first.pid, port, state: 'running' });
    await server.stop();
    expect(await server.status()).toBeNull();
    // Without a port: the one it had.
    const second = await new EmbeddedPostgres({ directory }).start();
    expect(second.url).toBe(first.url);
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second.url, 'select id from kept')).toEqual([7]);
    expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600);
    expect(await query(second.url, "select current_setting('listen_addresses')")).toEqual(['127.0.0.1']);
    expect(await query(second.url, "select current_setting('fsync')")).toEqual(['on']);
    await new EmbeddedPostgres({ directory }).stop();
    await new EmbeddedPostgres({ directory }).stop();
  });

  it('takes another port where several look for one at once', async () => {
    const directories = ['a', 'b', 'c'].map((name) => join(directory, name));
    const servers = directories.map((each) => new EmbeddedPostgres({ directory: each, settings }));
    try {
      for (const [i, server] of servers.entries()) {
        await server.start();
        await server.stop();
        await rm(join(directories[i] as string, 'port'));
      }
      const started = await Promise.all(
        directories.map((each) => new EmbeddedPostgres({ directory: each, settings }).start()),
      );
      expect(new Set(started.map((each) => each.port)).size).toBe(3);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });

  it('asks for the password', async () => {
    const { url } = await new EmbeddedPostgres({ directory, port, settings }).start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('is reached over a Unix socket, too, which is its user’s alone', async () => {
    const server = await startEmbeddedPostgres({ directory, port, settings });
    const origin = 'select inet_client_addr() is null';
    expect(await query(server.localUrl, origin)).toEqual([true]);
    expect(await query(server.url, origin)).toEqual([false]);
    expect((await new EmbeddedPostgres({ directory }).start()).localUrl).toBe(server.localUrl);
    expect((await stat(join(directory, 'socket'))).mode & 0o777).toBe(0o700);
    await expect(query(server.localUrl.replace(/:[^:]*@/, ':guess@'), 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
    // What is left of it is in nobody's way, whatever process has the number in its lock file by now.
    await server.kill();
    await writeFile(join(directory, 'socket', `.s.PGSQL.${port}.lock`), `${process.pid}\n`);
    await server.server.start();
    expect(await query(server.localUrl, origin)).toEqual([true]);
  });

  it('has the socket wherever its directory is, whatever that is called', async () => {
    const odd = join(directory, 'Müller, b');
    const { localUrl } = await new EmbeddedPostgres({ directory: odd, port, settings }).start();
    const found = await query(localUrl, 'select inet_client_addr() is null');
    await new EmbeddedPostgres({ directory: odd }).stop();
    expect(found).toEqual([true]);
  });

  it('does without the socket where its path would be too long', async () => {
    const deep = join(directory, 'd'.repeat(100));
    const { url, localUrl } = await new EmbeddedPostgres({ directory: deep, port, settings }).start();
    await new EmbeddedPostgres({ directory: deep }).stop();
    expect(localUrl).toBe(url);
  });

  it('runs in a session of its own, where Ctrl-C does not reach it', async () => {
    const { pid } = await new EmbeddedPostgres({ directory, port, settings }).start();
    const sessionOf = (id: number) =>
      execFileSync('ps', ['-o', 'sess=', '-p', String(id)])
        .toString()
        .trim();
    expect(sessionOf(pid)).not.toBe(sessionOf(process.pid));
  });

  it('gives two starts at once the same server', async () => {
    const [a, b] = await Promise.all([
      new EmbeddedPostgres({ directory, settings }).start(),
      new EmbeddedPostgres({ directory, settings }).start(),
    ]);
    expect(a.pid).toBe(b.pid);
    expect([a.reused, b.reused].sort()).toEqual([false, true]);
  });

  it('recovers after kill -9 with everything that was committed', async () => {
    const server = await startEmbeddedPostgres({ directory, port, settings });
    await query(server.url, 'create table kept as select generate_series(1, 1000) as id');
    await server.kill();
    expect(await server.server.status()).toBeNull();
    const again = await server.server.start();
    expect(again).toMatchObject({ url: server.url, reused: false });
    expect(await query(again.url, 'select count(*)::int from kept')).toEqual([1000]);
  });

  it('is not deceived by the number of a killed server that another process has now', async () => {
    const server = await startEmbeddedPostgres({ directory, port, settings });
    await server.kill();
    const file = join(server.dataDirectory, 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [String(process.pid), ...lines.slice(1)].join('\n'));
    expect(await server.server.status()).toBeNull();
    expect(await server.server.start()).toMatchObject({ reused: false });
  });

  it('takes over what a start that was killed half way left', async () => {
    await mkdir(join(directory, 'data.new', 'base'), { recursive: true });
    await writeFile(join(directory, 'server.lock'), JSON.stringify({ pid: 999_999_999, identity: 'gone' }));
    expect(await new EmbeddedPostgres({ directory, port, settings }).start()).toMatchObject({ port });
  });

  it('names the variable when the port is taken', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(new EmbeddedPostgres({ directory, port, settings }).start()).rejects.toMatchObject({
      code: 'INVALID_SETTINGS',
      message: `Port ${port} on 127.0.0.1 is taken by another program. Set MILLRACE_POSTGRES_PORT to a free one.`,
    });
    await new Promise((resolve) => other.close(resolve));
  });

  it('comes back at the port it was at, though none was asked for, or says who is in the way', async () => {
    // As the last start would have left it.
    await writeFile(join(directory, 'port'), `${port}\n`);
    const server = new EmbeddedPostgres({ directory, settings });
    const first = await server.start();
    expect(first.port).toBe(port);
    await server.stop('immediate');
    const other = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(server.start()).rejects.toMatchObject({
      code: 'INVALID_SETTINGS',
      message: expect.stringMatching(/^Port \d+ on 127.0.0.1 is taken by another program. The server was there/),
    });
    await new Promise((resolve) => other.close(resolve));
    expect((await server.start()).url).toBe(first.url);
  });

  it('leaves a directory alone whose password is gone, or that is of another version', async () => {
    const server = new EmbeddedPostgres({ directory, port, settings });
    const { dataDirectory } = await server.start();
    await server.stop();
    const password = await readFile(join(directory, 'password'));
    await rm(join(directory, 'password'));
    await expect(server.start()).rejects.toThrow(/password is missing or empty/);
    await server.stop();
    await writeFile(join(directory, 'password'), password);
    await writeFile(join(dataDirectory, 'PG_VERSION'), '14\n');
    await expect(server.start()).rejects.toThrow(/written by Postgres 14/);
  });

  it('says what the server said when it does not start', async () => {
    const server = new EmbeddedPostgres({ directory, port, settings: { shared_buffers: 'plenty' } });
    await expect(server.start()).rejects.toMatchObject({
      code: 'POSTGRES_UNAVAILABLE',
      message: expect.stringContaining('invalid value for parameter "shared_buffers": "plenty"'),
    });
  });

  it.skipIf(process.getuid?.() !== 0)(
    'finds a place for the data of a project that its user cannot reach',
    async () => {
      const hidden = await mkdtemp(join(tmpdir(), 'hidden-'));
      await chmod(hidden, 0o700);
      const said: string[] = [];
      const logger = {
        debug() {},
        warn() {},
        error() {},
        info: (_: unknown, text: string) => said.push(text),
        child: () => logger,
      };
      const server = new EmbeddedPostgres({ directory: join(hidden, '.millrace/postgres'), port, logger });
      const first = await server.start();
      try {
        expect(first.dataDirectory).toMatch(/^\/var\/lib\/millrace\//);
        expect(said.join()).toContain(first.dataDirectory.replace(/\/data$/, ''));
        expect(await server.status()).toMatchObject({ pid: first.pid });
        await server.stop();
        expect((await new EmbeddedPostgres({ directory: join(hidden, '.millrace/postgres') }).start()).url).toBe(
          first.url,
        );
      } finally {
        await server.stop();
        await rm(join(first.dataDirectory, '..'), { recursive: true, force: true });
        await rm(hidden, { recursive: true, force: true });
      }
    },
  );
});
