// Runs psql.sql with psql, on the topic "orders".
import { spawnSync } from 'node:child_process';
import { createTopic, databaseUrl } from './shop.ts';

await createTopic();
// From examples/dist, where the compiled program is, or from its source.
const { error, status } = spawnSync(
  'psql',
  ['--no-psqlrc', '--quiet', '-d', databaseUrl, '-f', 'examples/outbox/psql.sql'],
  {
    stdio: 'inherit',
  },
);
if (error)
  console.error(`psql did not start (${error.message}): it comes with Postgres, for example as postgresql-client.`);
process.exit(status ?? 1);
