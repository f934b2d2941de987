import type pg from 'pg';
import { type AnswerSource, answeringSession } from './answering-session.ts';

/** The rows of a statement, by a session of the pool that is given up when there is no answer for `answerMs`. */
export function answeredQuery<Row extends pg.QueryResultRow>(
  source: AnswerSource,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  return answeringSession(source, async (client) => (await client.query<Row>(sql, [...parameters])).rows);
}
