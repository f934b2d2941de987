import { randomUUID } from 'node:crypto';
import { type Logger, MillraceError, silentLogger } from '@millrace/core';
import type pg from 'pg';
import type { Database } from '../database.ts';
import { sqlState, translatePostgresError } from '../postgres-error.ts';
import { type MigrationFile, migrationsDirectory, readMigrations } from './migration-files.ts';

/** The lock that Prisma's own `migrate deploy` takes, so that the two never run at once. */
const prismaMigrateLock = 72_707_369;

// As Prisma makes it, to the letter: `prisma migrate status` and `deploy` go on from here.
const makeTableSql = `
create table if not exists millrace._prisma_migrations (
  id                  varchar(36) primary key not null,
  checksum            varchar(64) not null,
  finished_at         timestamptz,
  migration_name      varchar(255) not null,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

const appliedSql = `
select migration_name, checksum, finished_at is not null as finished, logs
from millrace._prisma_migrations
where rolled_back_at is null
order by started_at, migration_name`;

const insertSql = `
insert into millrace._prisma_migrations (id, checksum, migration_name, started_at)
values ($1, $2, $3, clock_timestamp())`;

const finishSql = `
update millrace._prisma_migrations set finished_at = clock_timestamp(), applied_steps_count = 1 where id = $1`;

const failSql = `
insert into millrace._prisma_migrations (id, checksum, migration_name, logs, started_at)
values ($1, $2, $3, $4, clock_timestamp())`;

interface AppliedRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly logs: string | null;
}

function checkApplied(rows: readonly AppliedRow[], files: readonly MigrationFile[], logger: Logger): void {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const row of rows) {
    if (!row.finished) {
      throw new MillraceError(
        'MIGRATION_FAILED',
        `The migration ${row.migration_name} failed earlier; nothing of it was applied. Remove the cause, then: update millrace._prisma_migrations set rolled_back_at = now() where migration_name = '${row.migration_name}' and finished_at is null; and start again. It said: ${row.logs ?? 'nothing'}`,
      );
    }
    const file = byName.get(row.migration_name);
    if (!file) {
      // A newer release was here; its tables serve an older one as long as migrations only add.
      logger.warn(
        { migration: row.migration_name },
        'The database has a migration that this release does not know: a newer release has used it.',
      );
    } else if (file.checksum !== row.checksum) {
      throw new MillraceError(
        'MIGRATION_FAILED',
        `prisma/migrations/${row.migration_name}/migration.sql was changed after it was applied to this database. Put the file back as it was and write the change as a new migration; or, when this is a database to experiment with, drop it and start again.`,
        { details: { migration: row.migration_name } },
      );
    }
  }
}

async function apply(session: pg.Client, file: MigrationFile): Promise<void> {
  const id = randomUUID();
  try {
    // One transaction with its row: a process killed half way leaves neither.
    await session.query('begin');
    await session.query(insertSql, [id, file.checksum, file.name]);
    await session.query(file.sql);
    await session.query(finishSql, [id]);
    const { command } = await session.query('commit');
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back.');
  } catch (error) {
    if (translatePostgresError(error) !== error) throw translatePostgresError(error);
    const said = error instanceof Error ? error.message : String(error);
    await session.query('rollback').catch(() => {});
    await session.query(failSql, [id, file.checksum, file.name, `${sqlState(error) ?? ''} ${said}`.trim()]);
    throw new MillraceError('MIGRATION_FAILED', `The migration ${file.name} failed: ${said}`, { cause: error });
  }
}

/**
 * Brings the schema `millrace` up to date, one process at a time, keeping Prisma's own table of migrations. Gives back
 * the names that were applied now. MIGRATION_FAILED for a migration that fails, failed before, or was edited since.
 */
export async function migrate(
  database: Pick<Database, 'connect'>,
  options: { readonly directory?: string; readonly logger?: Logger } = {},
): Promise<readonly string[]> {
  const { directory = migrationsDirectory(), logger = silentLogger } = options;
  const files = await readMigrations(directory);
  // Others may be at it for a while, and a migration may take long over a big table.
  const session = await database.connect({
    lock_timeout: '120s',
    idle_in_transaction_session_timeout: 0,
    client_min_messages: 'warning',
  });
  session.on('notice', ({ message, hint }) => logger.warn({ hint }, message ?? 'A migration warns.'));
  try {
    await session.query("select set_config(name, '0', false) from pg_settings where name = 'transaction_timeout'");
    await session.query('select pg_advisory_lock($1)', [prismaMigrateLock]);
    await session.query('create schema if not exists millrace');
    await session.query(makeTableSql);
    const { rows } = await session.query<AppliedRow>(appliedSql);
    checkApplied(rows, files, logger);
    const applied = new Set(rows.map((row) => row.migration_name));
    const pending = files.filter((file) => !applied.has(file.name));
    for (const file of pending) {
      await apply(session, file);
      logger.info({ migration: file.name }, 'Applied a migration.');
    }
    return pending.map((file) => file.name);
  } catch (error) {
    if (sqlState(error) === '42501') {
      throw new MillraceError(
        'MIGRATION_FAILED',
        `The user in DATABASE_URL may not create the schemas of Millrace: grant create on database to it. (${(error as Error).message})`,
        { cause: error },
      );
    }
    throw translatePostgresError(error);
  } finally {
    // The lock goes with the session.
    await session.end().catch(() => {});
  }
}
