import type { Clock } from '@millrace/core';
import type pg from 'pg';

/** Where answers come from, and how long they are waited for. */
export interface AnswerSource {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly answerMs: number;
}

/**
 * The rows of a statement, by a session of the pool. A server that stands still gives no answer at all, ever: then the session is given up after `answerMs`, and the
 * statement fails as with one that was lost.
 */
export async function answeredQuery<Row extends pg.QueryResultRow>(
  { pool, clock, answerMs }: AnswerSource,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const client = await pool.connect();
  let isGivenUp = false;
  const watchdog = clock.schedule(answerMs, () => {
    isGivenUp = true;
    client.release(new Error('No answer'));
  });
  try {
    return (await client.query<Row>(sql, [...parameters])).rows;
  } finally {
    watchdog.cancel();
    if (!isGivenUp) client.release();
  }
}
