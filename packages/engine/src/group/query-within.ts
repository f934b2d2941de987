import type { Pool, QueryResult, QueryResultRow } from 'pg';

/**
 * One statement of the pool that must be answered within `limitMs`; else its connection is cut and it fails like a lost one. For
 * looks that others are behind: a server that gives no answer must not stop them for ever.
 */
export function queryWithin<Row extends QueryResultRow>(
  pool: Pool,
  limitMs: number,
  text: string,
  values: unknown[],
): Promise<QueryResult<Row>> {
  // The driver takes it for every statement; its types do not say so.
  const query = { text, values, query_timeout: limitMs };
  return pool.query<Row>(query);
}
