import { type Database, isLockTimeout } from '@millrace/database';
import { expect } from 'vitest';
import { verify } from '../verify/verify.ts';
import { until } from './wait.ts';

type Pooled = Pick<Database, 'pool'>;

async function values(database: Pooled, text: string, parameters: unknown[] = []): Promise<unknown[]> {
  return (await database.pool.query({ text, values: parameters, rowMode: 'array' })).rows.flat();
}

const rollSql = `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t
join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`;

/** Seals a topic's open segment behind the engine's back. */
export async function roll(database: Pooled, topic: string): Promise<void> {
  await inItsTurn(() => values(database, rollSql, [topic]));
}

/**
 * What rolls or drops tables waits 100 ms for others at most, and then it is for the next time; on a busy machine they may take longer.
 * This does it until it gets its turn.
 */
export async function inItsTurn<T>(work: () => Promise<T>): Promise<T> {
  const attempt = () =>
    work().then(
      (result) => ({ result }),
      (error) => {
        if (isLockTimeout(error)) return undefined;
        throw error;
      },
    );
  return (await until('its turn', attempt)).result;
}

/** Ids of a topic's segments, oldest first; the last one is open. */
export async function segmentsOf(database: Pooled, topic: string): Promise<number[]> {
  const sql = `select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1 order by 1`;
  return (await values(database, sql, [topic])) as number[];
}

/** Names of all segment tables that are there. */
export async function segmentTables(database: Pooled): Promise<string[]> {
  const sql = `select tablename from pg_tables where schemaname = 'millrace_segments' and tablename like 's%' order by 1`;
  return (await values(database, sql)) as string[];
}

/** Holds a database to all that `npm run verify` looks at. */
export async function expectSound(database: Pick<Database, 'connect'>): Promise<void> {
  expect((await verify({ database })).findings).toEqual([]);
}
