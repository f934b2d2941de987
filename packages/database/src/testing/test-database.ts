import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, type DatabaseOptions, openDatabase } from '../database.ts';
import { migrate } from '../migration/migrate.ts';

/** Set by the global setup for the run's workers: a superuser's URL, and the migrated database to copy. */
export const adminUrlVariable = 'MILLRACE_TEST_ADMIN_URL';
export const templateVariable = 'MILLRACE_TEST_TEMPLATE';

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Opens it; the caller closes. */
  open(options?: Partial<Omit<DatabaseOptions, 'url'>>): Promise<Database>;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function connectAsAdmin(adminUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'millrace test' });
  client.on('error', () => {});
  await client.connect();
  return client;
}

export async function asAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectAsAdmin(adminUrl);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

const dropSql = (name: string) => `drop database if exists ${pg.escapeIdentifier(name)} with (force)`;

/** Makes the migrated database that every test database is copied from. */
export async function makeTemplate(adminUrl: string, name: string): Promise<void> {
  await dropDatabase(adminUrl, name);
  await asAdmin(adminUrl, (client) =>
    client.query(`create database ${pg.escapeIdentifier(name)} template template0 encoding 'UTF8'`),
  );
  const database = await openDatabase({ url: withDatabase(adminUrl, name), maxConnections: 1 });
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (client) => client.query(dropSql(name)));
}

/** What makes and drops the databases of a worker: a session for each would cost as much as the copy. It keeps no process alive. */
let worker: Promise<pg.Client> | undefined;

function adminOfWorker(adminUrl: string): Promise<pg.Client> {
  const forget = () => {
    worker = undefined;
  };
  if (!worker) {
    worker = connectAsAdmin(adminUrl).then((client) => {
      client.once('end', forget);
      // node-postgres has it, its types do not.
      (client as pg.Client & { unref(): void }).unref();
      return client;
    });
    worker.catch(forget);
  }
  return worker;
}

/**
 * A fresh database with all migrations applied (or `empty`), on the one server of the test run. Needs
 * packages/database/src/testing/global-setup.ts among vitest's globalSetup.
 */
export async function createTestDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  const adminUrl = process.env[adminUrlVariable];
  const template = process.env[templateVariable];
  if (!adminUrl || !template) {
    throw new Error('Name packages/database/src/testing/global-setup.ts in globalSetup of the vitest configuration.');
  }
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const admin = await adminOfWorker(adminUrl);
  await admin.query(
    // By file: a copy of the pages through the log of the server takes twice as long.
    `create database ${pg.escapeIdentifier(name)} strategy file_copy
     template ${options.empty ? 'template0' : pg.escapeIdentifier(template)}`,
  );
  const url = withDatabase(adminUrl, name);
  return {
    url,
    name,
    open: (more = {}) => openDatabase({ applicationName: 'millrace test', ...more, url }),
    drop: async () => {
      await (await adminOfWorker(adminUrl)).query(dropSql(name));
    },
  };
}
