import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BenchPostgres } from './postgres.ts';

/** As `npm start` runs it (apps/platform/src/node-flags.ts). */
const nodeFlags = [
  '--max-old-space-size=224',
  '--max-semi-space-size=32',
  '--heap-growing-percent=50',
  `--v8-pool-size=${Math.min(4, Math.max(1, availableParallelism() - 1))}`,
];
const environment = { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2', MILLRACE_LOG_LEVEL: 'warn' };

const startTimeoutMs = 30_000;

/** The API in a process of its own. */
export interface ApiServer {
  readonly origin: string;
  readonly graphqlUrl: string;
  readonly socketUrl: string;
  stop(): Promise<void>;
}

/** The process of the product, or that of this folder which leaves the append out. */
function programPath(withoutAppend: boolean): string {
  const url = withoutAppend
    ? new URL('api-without-append.js', import.meta.url)
    : new URL('main.js', import.meta.resolve('@millrace/api'));
  return fileURLToPath(url);
}

async function readyUrl(child: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(startTimeoutMs);
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`The API ended with ${code} before it was ready.`);
  });
  ended.catch(() => {});
  const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
  return (message as { url: string }).url;
}

export interface ApiOptions {
  /** The API whose engine answers at once. Default false. */
  readonly withoutAppend?: boolean;
}

async function startApiServer(postgres: BenchPostgres, options: ApiOptions = {}): Promise<ApiServer> {
  const child = fork(programPath(options.withoutAppend ?? false), {
    // This process's own flags too: `node --cpu-prof bench/dist/main.js produce` profiles both.
    execArgv: [...process.execArgv, ...nodeFlags],
    env: { ...process.env, ...environment, DATABASE_URL: postgres.url, MILLRACE_API_PORT: '0' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const origin = await readyUrl(child);
  return {
    origin,
    graphqlUrl: `${origin}/graphql`,
    socketUrl: `${origin.replace(/^http/, 'ws')}/graphql`,
    async stop() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

/** Runs `work` with the API, and stops it. */
export async function withApi<T>(
  postgres: BenchPostgres,
  options: ApiOptions,
  work: (api: ApiServer) => Promise<T>,
): Promise<T> {
  const api = await startApiServer(postgres, options);
  try {
    return await work(api);
  } finally {
    await api.stop();
  }
}
