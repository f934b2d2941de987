import type { Database } from '@millrace/database';
import { expect } from 'vitest';
import type { Engine } from '../../engine.ts';
import { readPartition } from '../read-partition.ts';
import { textOf } from '../records.ts';

async function valuesOf(engine: Engine, topic: string): Promise<string[][]> {
  return Promise.all(
    (await engine.topics.bounds(topic)).map(async (bounds) =>
      (await readPartition(engine, bounds)).map(({ value }) => textOf(value) as string),
    ),
  );
}

/** What was done in one transaction is all there, or nothing of it: in the topics and in the client's own table. */
export async function verifyTransactions(engine: Engine, database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ n: number }>('select n from chaos.ledger order by n');
  expect(rows.map(({ n }) => n)).toEqual(rows.map((_, i) => i));
  const [left, right, copied] = await Promise.all(['left', 'right', 'copied'].map((topic) => valuesOf(engine, topic)));
  const expected = (left as string[][]).map((_, partition) =>
    rows.filter(({ n }) => n % (left?.length ?? 1) === partition).map(({ n }) => `tx/${n}|0|1`),
  );
  expect(left).toEqual(expected);
  expect(right).toEqual(expected);
  // As far as it has come.
  for (const [partition, values] of (copied as string[][]).entries()) {
    expect(values).toEqual(expected[partition]?.slice(0, values.length));
  }
}
