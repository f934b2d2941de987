import { isMillraceError } from '@millrace/core';
import { sqlState, translatePostgresError } from '@millrace/database';
import type { PoolClient } from 'pg';
import { invalidFilter } from './record-filter.ts';

/**
 * A condition gives one true, false or null (unknown) whatever it is asked of; of nothing but an empty object no other path does,
 * except the literals true, false and null, which are conditions too.
 */
const classifySql = `
select count(*) = 1 and bool_and(jsonb_typeof(item) in ('boolean', 'null')) as predicate
from jsonb_path_query('{}', $1::jsonpath, '{}', true) as item`;

/** Syntax, data exceptions (a bad regular expression), and limits that a path can exceed: all of them the path's fault. */
const refusedClasses = /^(22|42|54)/;

/** Whether a JSON path is a condition. INVALID_FILTER, with Postgres's reason, when it is no JSON path. */
export async function isPredicate(client: PoolClient, path: string): Promise<boolean> {
  try {
    const { rows } = await client.query<{ predicate: boolean }>(classifySql, [path]);
    return rows[0]?.predicate ?? false;
  } catch (error) {
    const known = translatePostgresError(error);
    if (isMillraceError(known) || !refusedClasses.test(sqlState(error) ?? '')) throw known;
    const reason = (error as Error).message;
    throw invalidFilter('jsonPath', `jsonPath is not a JSON path that Postgres understands: ${reason}.`, error);
  }
}
