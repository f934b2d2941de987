import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { BenchRecord } from '../data/record-pool.ts';

const copyIn = 'copy bench_rows (append_time, key, value) from stdin (format binary)';

/** The signature, flags and extension length that open binary COPY data (PostgreSQL's documentation, "COPY"). */
const opening = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const perRow = 2 + 12 + 4 + 4;

function copyData(records: readonly BenchRecord[], appendTime: number): Buffer {
  let size = opening.length + 2;
  for (const { key, value } of records) size += perRow + key.length + value.length;
  const data = Buffer.allocUnsafe(size);
  data.set(opening);
  let at = opening.length;
  for (const { key, value } of records) {
    at = data.writeInt16BE(3, at); // columns
    at = data.writeInt32BE(8, at);
    at = data.writeBigInt64BE(BigInt(appendTime), at);
    for (const bytes of [key, value]) {
      at = data.writeInt32BE(bytes.length, at);
      data.set(bytes, at);
      at += bytes.length;
    }
  }
  data.writeInt16BE(-1, at);
  return data;
}

/** Many rows by one binary COPY, committed when it returns. */
export function copyInsert(client: pg.Client, records: readonly BenchRecord[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(copyIn));
    stream.on('error', reject);
    stream.on('finish', () => resolve(records.length));
    stream.end(copyData(records, Date.now()));
  });
}
