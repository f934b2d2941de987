import { MillraceError } from '@millrace/core';
import { isLockTimeout, translatePostgresError } from '@millrace/database';

/** What a reader is told of an error of Postgres: also that somebody has locked a table of the log, which passes. */
export function translateReading(error: unknown): unknown {
  if (!isLockTimeout(error)) return translatePostgresError(error);
  return new MillraceError(
    'PARTITION_BUSY',
    'Another session has locked a table of the log for longer than a read waits. Do it again, and see who it is in pg_locks.',
    { cause: error },
  );
}
