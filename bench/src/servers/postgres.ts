import { join } from 'node:path';
import { EmbeddedPostgres, firstFreePort, migrate, openDatabase } from '@millrace/database';
import pg from 'pg';

/** Away from the ports of `npm start`. */
const firstPort = 28_400;

const shownSettings = [
  ...['fsync', 'synchronous_commit', 'full_page_writes', 'wal_compression'],
  ...['shared_buffers', 'max_wal_size', 'wal_buffers'],
];

/** The embedded Postgres of one run, set up as `npm start` sets it up. */
export interface BenchPostgres {
  readonly url: string;
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Whether it was built with lz4. */
  readonly hasLz4: boolean;
  /** A connection as a good user of node-postgres has it: nothing of Millrace in it. The caller ends it. */
  connect(): Promise<pg.Client>;
  stop(): Promise<void>;
}

async function readSettings(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    'select name, current_setting(name) as value from pg_settings where name = any ($1) order by name',
    [shownSettings],
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** Starts a server on a directory of its own and migrates it. Throws when it does not fsync what it acknowledges. */
export async function startPostgres(scratchPath: string): Promise<BenchPostgres> {
  const server = new EmbeddedPostgres({
    directory: join(scratchPath, 'postgres'),
    port: await firstFreePort(firstPort),
  });
  const { localUrl: url } = await server.start();
  const connect = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  };
  try {
    const database = await openDatabase({ url });
    await migrate(database);
    await database.close();
    const client = await connect();
    const settings = await readSettings(client);
    const { rows } = await client.query<{ version: string; lz4: boolean }>(
      `select current_setting('server_version') as version, 'lz4' = any (enumvals) as lz4
       from pg_settings where name = 'default_toast_compression'`,
    );
    await client.end();
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      if (settings[name] !== 'on') throw new Error(`${name} is ${settings[name]}: these figures are for "on".`);
    }
    const { version = 'unknown', lz4: hasLz4 = false } = rows[0] ?? {};
    return { url, version, settings, hasLz4, connect, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
