import type pg from 'pg';
import type { BenchRecord } from '../data/record-pool.ts';

const insertOne = {
  name: 'bench_single',
  text: 'insert into bench_rows (append_time, key, value) values ($1, $2, $3)',
};

/** One row by one prepared statement, committed when it returns. */
export async function singleRowInsert(client: pg.Client, record: BenchRecord): Promise<number> {
  await client.query({ ...insertOne, values: [Date.now(), record.key, record.value] });
  return 1;
}
