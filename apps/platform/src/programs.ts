import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Clock, MillraceError } from '@millrace/core';
import { untilAnswers } from './http-ready.ts';
import { LogFile } from './log-file.ts';
import { apiEnvironment, apiNodeFlags } from './node-flags.ts';
import { repositoryRoot } from './settings.ts';
import type { ProcessDescription } from './supervised-process.ts';

const host = '127.0.0.1';
const readyTimeoutMs = 60_000;
/** Development servers compile first. */
const devReadyTimeoutMs = 180_000;

export interface ProgramOptions {
  readonly dev: boolean;
  readonly clock: Clock;
  readonly dataDirectory: string;
  readonly apiPort: number;
  readonly consolePort: number;
}

export const consoleUrlOf = (port: number) => `http://${host}:${port}`;
const apiUrlOf = (port: number) => `http://${host}:${port}`;
export const graphqlUrlOf = (port: number) => `${apiUrlOf(port)}/graphql`;

const logOf = ({ dev, dataDirectory }: ProgramOptions, name: string) =>
  dev ? undefined : new LogFile(join(dataDirectory, 'log', `${name}.log`));

function built(path: string): string {
  const file = join(repositoryRoot, path);
  if (existsSync(file)) return file;
  throw new MillraceError('INVALID_SETTINGS', `${path} is not there: run npm run build.`);
}

/** The API: ready when it lives and reaches the database. */
export function apiProgram(
  options: ProgramOptions,
  database: { readonly url: string; readonly directUrl: string },
): ProcessDescription {
  const { dev, clock, apiPort, consolePort } = options;
  const origin = apiUrlOf(apiPort);
  const source = ['watch', '--clear-screen=false', '--conditions=@millrace/source', 'apps/api/src/main.ts'];
  return {
    name: 'The API',
    args: dev
      ? [createRequire(import.meta.url).resolve('tsx/cli'), ...source]
      : [...apiNodeFlags, built('apps/api/dist/main.js')],
    cwd: repositoryRoot,
    environment: {
      ...apiEnvironment,
      NODE_ENV: dev ? 'development' : 'production',
      DATABASE_URL: database.url,
      MILLRACE_DATABASE_DIRECT_URL: database.directUrl,
      MILLRACE_API_HOST: host,
      MILLRACE_API_PORT: String(apiPort),
      // People write either in the address bar, and to a browser they are two origins.
      MILLRACE_CONSOLE_ORIGIN: `${consoleUrlOf(consolePort)},http://localhost:${consolePort}`,
    },
    log: logOf(options, 'api'),
    ready: (signal) =>
      untilAnswers([`${origin}/health/live`, `${origin}/health/ready`], {
        clock,
        signal,
        timeoutMs: dev ? devReadyTimeoutMs : readyTimeoutMs,
      }),
    // Longer than what it gives its own requests.
    stopTimeoutMs: 20_000,
  };
}

/** The console: ready when it answers at all. */
export function consoleProgram(options: ProgramOptions): ProcessDescription {
  const { dev, clock, apiPort, consolePort } = options;
  const folder = join(repositoryRoot, 'apps/web');
  if (!dev) built('apps/web/.next/BUILD_ID');
  const next = createRequire(join(folder, 'package.json')).resolve('next/dist/bin/next');
  return {
    name: 'The console',
    args: [next, dev ? 'dev' : 'start', '-p', String(consolePort), '-H', host],
    cwd: folder,
    environment: {
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      MILLRACE_API_URL: graphqlUrlOf(apiPort),
    },
    log: logOf(options, 'console'),
    ready: (signal) =>
      untilAnswers([`${consoleUrlOf(consolePort)}/icon.svg`], {
        clock,
        signal,
        timeoutMs: dev ? devReadyTimeoutMs : readyTimeoutMs,
        accept: (status) => status < 500,
      }),
    stopTimeoutMs: 5_000,
  };
}
