import { Redis } from 'ioredis';
import type { BenchRecord } from '../data/record-pool.ts';

/** Entries of an XREAD: its id and its fields, name and value in turns. */
type Entry = readonly [id: Buffer, fields: readonly Buffer[]];

/** A client whose errors reach its calls, and nothing else. */
export function openRedis(port: number): Redis {
  const redis = new Redis(port, '127.0.0.1');
  redis.on('error', () => {});
  return redis;
}

/** One pipeline of an XADD a record. */
export async function xaddPipeline(redis: Redis, stream: string, records: readonly BenchRecord[]): Promise<number> {
  const pipeline = redis.pipeline();
  for (const { key, value } of records) pipeline.xadd(stream, '*', 'k', key, 'v', value);
  const answers = await pipeline.exec();
  for (const [error] of answers ?? []) if (error) throw error;
  return records.length;
}

async function readPage(
  redis: Redis,
  stream: string,
  after: Buffer | string,
  entries: number,
): Promise<readonly Entry[]> {
  const answer: unknown = await redis.xreadBuffer('COUNT', entries, 'STREAMS', stream, after);
  return (answer as readonly [name: Buffer, entries: readonly Entry[]][] | null)?.[0]?.[1] ?? [];
}

/** Reads a stream from its start to its end and looks at every key and value. */
export async function xreadAll(
  redis: Redis,
  stream: string,
  pageEntries: number,
): Promise<{ records: number; bytes: number }> {
  let records = 0;
  let bytes = 0;
  let last: Buffer | string = '0-0';
  for (;;) {
    const entries = await readPage(redis, stream, last, pageEntries);
    const end = entries.at(-1);
    if (!end) return { records, bytes };
    for (const [, fields] of entries) bytes += (fields[1]?.length ?? 0) + (fields[3]?.length ?? 0);
    records += entries.length;
    last = end[0];
  }
}
