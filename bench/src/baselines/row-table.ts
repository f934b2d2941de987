import type pg from 'pg';
import type { BenchPostgres } from '../servers/postgres.ts';

/** A log as one writes it by hand: a row per record. */
const createRowTable = `
create table bench_rows (
  "offset" bigint generated always as identity primary key,
  append_time bigint not null,
  key bytea,
  value bytea
)`;

/**
 * Runs `work` with an empty table `bench_rows` and `connections` connections; the table goes afterwards, so that every
 * run finds the same.
 */
export async function withRowTable<T>(
  postgres: BenchPostgres,
  connections: number,
  work: (clients: readonly pg.Client[]) => Promise<T>,
): Promise<T> {
  const clients = await Promise.all(Array.from({ length: connections }, () => postgres.connect()));
  try {
    await clients[0]?.query('drop table if exists bench_rows');
    await clients[0]?.query(createRowTable);
    return await work(clients);
  } finally {
    await clients[0]?.query('drop table if exists bench_rows');
    await Promise.all(clients.map((client) => client.end()));
  }
}
