import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres, type EmbeddedPostgresOptions, type RunningPostgres } from '../embedded/embedded-postgres.ts';
import { firstFreePort } from '../embedded/port.ts';
import { processIdentity } from '../embedded/process-identity.ts';
import { childrenOf } from './children-of.ts';
import { temporaryDirectories, temporaryDirectory } from './temporary-directory.ts';

const prefix = 'millrace-test-';

/** A server on a directory of its own, that goes with it. */
export interface TestServer extends RunningPostgres {
  readonly server: EmbeddedPostgres;
  /** What `EmbeddedPostgres` was given. */
  readonly directory: string;
  /** Kills its first process as the kernel would, and resolves once its sessions have noticed, too: till then they answer. */
  kill(): Promise<void>;
  /** Stops it and removes its directory. */
  remove(): Promise<void>;
}

/** An empty directory below the temporary one, that Postgres's user reaches; its name says whose it is. */
export async function makeTestDirectory(): Promise<string> {
  const directory = await mkdtemp(join(temporaryDirectory(), `${prefix}${process.pid}-`));
  await chmod(directory, 0o755);
  return directory;
}

/**
 * A free port away from those of `npm start`, spread because several test runs may look at once, and below those that Linux gives to
 * connections which go out (32,768 on): one of these could take it while a server is down that is to come back there.
 */
export function freeTestPort(): Promise<number> {
  return firstFreePort(12_000 + (process.pid % 200) * 100 + Math.floor(Math.random() * 100));
}

/** A server for a test that kills, fills or restarts it. fsync is on unless `settings` say otherwise. */
export async function startEmbeddedPostgres(options: Partial<EmbeddedPostgresOptions> = {}): Promise<TestServer> {
  const directory = options.directory ?? (await makeTestDirectory());
  const port = options.port ?? (await freeTestPort());
  const server = new EmbeddedPostgres({ ...options, directory, port });
  const running = await server.start();
  return {
    ...running,
    server,
    directory,
    async kill() {
      const postmaster = await server.status();
      if (!postmaster) return;
      const children = await childrenOf(postmaster.pid);
      process.kill(postmaster.pid, 'SIGKILL');
      for (const pid of [postmaster.pid, ...children]) {
        while ((await processIdentity(pid)) !== null) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async remove() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Stops and removes what test runs left that were killed themselves. */
export async function removeLeftovers(): Promise<void> {
  for (const parent of temporaryDirectories()) {
    for (const name of await readdir(parent)) {
      const owner = Number(name.match(/^millrace-test-(\d+)-/)?.[1]);
      if (!owner || (await processIdentity(owner)) !== null) continue;
      const directory = join(parent, name);
      if (existsSync(join(directory, 'data'))) await new EmbeddedPostgres({ directory }).stop().catch(() => {});
      await rm(directory, { recursive: true, force: true }).catch(() => {});
    }
  }
}
