import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { firstFreePort } from '@millrace/database';
import { runProgram, type Server, startServer } from '../servers/child.ts';

const startTimeoutMs = 10_000;
const firstPort = 28_700;

export interface RedisServer {
  readonly version: string;
  readonly port: number;
  readonly durability: string;
  stop(): Promise<void>;
}

/** Starts the machine's redis-server with every write fsynced before its answer; null when there is none on PATH. */
export async function startRedis(scratchPath: string): Promise<RedisServer | null> {
  const { code, stdout } = await runProgram('redis-server', ['--version']);
  if (code !== 0) return null;
  const version = stdout.match(/v=(\S+)/)?.[1] ?? 'unknown';
  // Every case has its own, and starts empty.
  const directory = await mkdtemp(join(scratchPath, 'redis-'));
  const port = await firstFreePort(firstPort);
  const settings = { port, bind: '127.0.0.1', dir: directory, save: '', appendonly: 'yes', appendfsync: 'always' };
  const parameters = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server: Server = await startServer(
    'redis-server',
    // Rewriting the file in the middle of a run would be measured with it.
    [...parameters, '--auto-aof-rewrite-percentage', '0'],
    /Ready to accept connections/,
    startTimeoutMs,
  );
  return {
    version,
    port,
    durability: 'fsynced (appendfsync always)',
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
