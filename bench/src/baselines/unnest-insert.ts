import type pg from 'pg';
import type { BenchRecord } from '../data/record-pool.ts';
import { byteaArray } from './binary-array.ts';

const insertUnnest = {
  name: 'bench_unnest',
  text: `insert into bench_rows (append_time, key, value)
select $1, r.key, r.value from unnest($2::bytea[], $3::bytea[]) as r (key, value)`,
};

/** Many rows by one prepared statement with binary array parameters, committed when it returns. */
export async function unnestInsert(client: pg.Client, records: readonly BenchRecord[]): Promise<number> {
  await client.query({
    ...insertUnnest,
    values: [Date.now(), byteaArray(records.map((r) => r.key)), byteaArray(records.map((r) => r.value))],
  });
  return records.length;
}
