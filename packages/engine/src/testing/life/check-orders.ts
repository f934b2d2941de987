import type { Database } from '@millrace/database';
import { expect } from 'vitest';
import type { Engine } from '../../engine.ts';
import { readPartition } from '../read-partition.ts';
import { textOf } from '../records.ts';
import { until } from '../wait.ts';

/** Every row that was committed has its record, once, and no other has one; those of a key are in their order. */
export async function verifyOrders(engine: Engine, database: Database, limitMs: number): Promise<void> {
  const { rows } = await database.pool.query<{ n: number }>('select n from chaos.orders order by n');
  const read = async () => {
    const records = [];
    for (const bounds of await engine.topics.bounds('orders')) records.push(...(await readPartition(engine, bounds)));
    return records;
  };
  await until('the outbox to be relayed', async () => (await read()).length >= rows.length, limitMs);
  const records = await read();
  const newest = new Map<string | null, number>();
  for (const { key, value } of records) {
    const n = Number(textOf(value));
    expect(n, `${textOf(key)} is out of order`).toBeGreaterThan(newest.get(textOf(key)) ?? -1);
    newest.set(textOf(key), n);
  }
  const found = records.map(({ value }) => Number(textOf(value))).sort((a, b) => a - b);
  expect(found).toEqual(rows.map(({ n }) => n));
}
