import type { Database } from '@millrace/database';
import type { Pool, PoolClient } from 'pg';

export interface WatchedDatabase extends Database {
  /** Statements that went through the pool since `reset`. */
  readonly statements: string[];
  reset(): void;
  /** Runs once right before the next statement of the pool that holds `text` is sent. */
  before(text: string, action: () => void): void;
  /** Runs once behind the next statement of the pool that holds `text`, before its caller gets the result. */
  behind(text: string, action: () => Promise<void>): void;
}

const textOf = (query: unknown): string => {
  if (typeof query === 'string') return query;
  const { text = '' } = query as { text?: string };
  return text;
};

/** The same database with a pool that tells what it is asked. */
export function watchDatabase(database: Database): WatchedDatabase {
  const statements: string[] = [];
  const actions: { text: string; action: () => Promise<void> }[] = [];
  const early: { text: string; action: () => void }[] = [];

  /** Until it is given back: others of the pool may get the same session then, and what they ask is nobody's business here. */
  const watchClient = (client: PoolClient): PoolClient => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const release = client.release.bind(client);
    client.query = ((...args: unknown[]) => {
      const sent = textOf(args[0]);
      statements.push(sent);
      const at = early.findIndex(({ text }) => sent.includes(text));
      if (at >= 0) early.splice(at, 1)[0]?.action();
      return query(...args);
    }) as never;
    client.release = (error) => {
      client.query = query as never;
      release(error);
    };
    return client;
  };

  const pool = new Proxy(database.pool, {
    get(target, name) {
      if (name === 'connect') return async () => watchClient(await target.connect());
      if (name === 'query') {
        return async (text: string, values: unknown[]) => {
          // By a session of its own, as the pool does.
          const client = watchClient(await target.connect());
          const result = await client.query(text, values).finally(() => client.release());
          const at = actions.findIndex((each) => textOf(text).includes(each.text));
          if (at >= 0) await actions.splice(at, 1)[0]?.action();
          return result;
        };
      }
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  }) as Pool;

  return {
    ...database,
    pool,
    statements,
    reset: () => void statements.splice(0),
    before: (text, action) => void early.push({ text, action }),
    behind: (text, action) => void actions.push({ text, action }),
  };
}
