import pg from 'pg';
import { adminUrlVariable, asAdmin, dropDatabase, makeTemplate, templateVariable } from './test-database.ts';
import { removeLeftovers, startEmbeddedPostgres } from './test-server.ts';

/** A password is hashed 4,096 times for each session, by which a client costs more than by all else; the tests open some ten thousand. */
async function hashPasswordOnce(url: string): Promise<void> {
  const { username, password } = new URL(url);
  await asAdmin(url, (client) =>
    client.query(
      `set scram_iterations = 1; alter role ${pg.escapeIdentifier(username)} password ${pg.escapeLiteral(password)}`,
    ),
  );
}

/**
 * vitest's globalSetup: one Postgres for the whole run. MILLRACE_TEST_DATABASE_URL names a server to use instead (its user
 * must be a superuser); MILLRACE_TEST_FSYNC=1 leaves fsync on, for tests whose figures are to mean something.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const template = `millrace_template_${process.pid}`;
  process.env[templateVariable] = template;
  const given = process.env.MILLRACE_TEST_DATABASE_URL;
  if (given) {
    process.env[adminUrlVariable] = given;
    await makeTemplate(given, template);
    return () => dropDatabase(given, template);
  }
  await removeLeftovers();
  const durable = process.env.MILLRACE_TEST_FSYNC === '1';
  const running = await startEmbeddedPostgres({
    database: 'postgres',
    settings: durable ? {} : { fsync: 'off', full_page_writes: 'off', max_connections: 400 },
  });
  process.env[adminUrlVariable] = running.url;
  try {
    await hashPasswordOnce(running.url);
    await makeTemplate(running.url, template);
  } catch (error) {
    await running.remove();
    throw error;
  }
  return () => running.remove();
}
