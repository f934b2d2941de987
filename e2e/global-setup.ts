import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlatform } from '@millrace/platform';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly consoleUrl: string;
    readonly apiUrl: string;
    /** With its password: for programs that tests run beside the platform. */
    readonly databaseUrl: string;
  }
}

/**
 * One platform for all browser tests, as it is built, on ports and data of its own. With MILLRACE_CONSOLE_URL and
 * MILLRACE_API_URL (its /graphql) set, the one that runs there, on DATABASE_URL.
 */
export default async function setup(project: TestProject) {
  const { MILLRACE_CONSOLE_URL, MILLRACE_API_URL, DATABASE_URL = '' } = process.env;
  if (MILLRACE_CONSOLE_URL && MILLRACE_API_URL) {
    project.provide('consoleUrl', MILLRACE_CONSOLE_URL);
    project.provide('apiUrl', MILLRACE_API_URL);
    project.provide('databaseUrl', DATABASE_URL);
    return;
  }
  const dataDirectory = await mkdtemp(join(tmpdir(), 'millrace-e2e-'));
  const platform = await startPlatform({
    settings: { dataDirectory, apiPort: 0, consolePort: 0, databaseUrl: undefined },
  });
  if (!platform.consoleUrl) throw new Error('The platform started without its console.');
  project.provide('consoleUrl', platform.consoleUrl);
  project.provide('apiUrl', platform.graphqlUrl);
  project.provide('databaseUrl', platform.databaseUrl);
  return async () => {
    await platform.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  };
}
