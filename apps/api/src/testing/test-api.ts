import { type Logger, silentLogger } from '@millrace/core';
import { createTestDatabase, type TestDatabase } from '@millrace/database/testing';
import type { ExecutionResult } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { makeLogger } from '../server/logger.ts';
import type { ApiSettings, LogLevel } from '../settings/settings.ts';
import { type ApiParts, type RunningApi, startApi } from '../start-api.ts';

type Data = { readonly [name: string]: unknown };

/** An API of a test's own, on a free port, over a database of its own. */
export interface TestApi extends RunningApi {
  readonly database: TestDatabase;
  readonly socketUrl: string;
  readonly settings: ApiSettings;
  /** One operation over HTTP; errors come in the result. */
  execute<D = Data>(query: string, variables?: Data): Promise<ExecutionResult<D>>;
  /** The data of one operation over HTTP; throws at the first error. */
  data<D = Data>(query: string, variables?: Data): Promise<D>;
  /** A graphql-ws client that connects once and does not retry. */
  client(): Client;
  /** Stops the API and removes the database. */
  remove(): Promise<void>;
}

export async function startTestApi(
  parts: ApiParts & { readonly settings?: Partial<ApiSettings> } = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  const settings: ApiSettings = {
    host: '127.0.0.1',
    port: 0,
    consoleOrigins: ['http://console.test'],
    databaseUrl: database.url,
    databaseDirectUrl: undefined,
    logLevel: 'silent',
    insecureAllowUnauthenticated: false,
    limits: { engine: {}, api: {} },
    ...parts.settings,
  };
  const api = await startApi(settings, { logger: testLogger(), ...parts });
  const socketUrl = `${api.url.replace('http', 'ws')}/graphql`;
  const clients: Client[] = [];
  const execute = async <D>(query: string, variables?: Data): Promise<ExecutionResult<D>> => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as ExecutionResult<D>;
  };
  return {
    ...api,
    database,
    socketUrl,
    settings,
    execute,
    async data<D>(query: string, variables?: Data): Promise<D> {
      const { data, errors } = await execute<D>(query, variables);
      if (errors || !data) throw new Error(JSON.stringify(errors));
      return data;
    },
    client() {
      const client = createClient({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0, lazy: false });
      clients.push(client);
      return client;
    },
    async remove() {
      for (const client of clients) await client.dispose();
      await api.stop();
      await database.drop();
    },
  };
}

/** Silent, unless MILLRACE_LOG_LEVEL asks for more to find out what a test met. */
function testLogger(): Logger {
  const level = process.env.MILLRACE_LOG_LEVEL;
  return level ? makeLogger(level as LogLevel) : silentLogger;
}

/** The code of an operation's first error. */
export function codeOf(result: ExecutionResult<unknown>): unknown {
  return result.errors?.[0]?.extensions?.code;
}
