import type pg from 'pg';
import { expect } from 'vitest';
import { take, textOf } from './records.ts';
import type { TestEngine } from './test-engine.ts';

/** Records as `op key value`, with what the header before holds. Behind them one that must not be there is looked for. */
export async function changesOf(log: TestEngine, client: pg.Client, count: number): Promise<string[]> {
  await client.query("select millrace.produce('orders', 'end', null)");
  const records = await take(log.engine.read({ topics: ['orders'], from: { edge: 'EARLIEST' } }), count + 1);
  expect(textOf(records.at(-1)?.key ?? null)).toBe('end');
  return records.slice(0, -1).map(({ key, value, headers }) => {
    const of = (name: string) => textOf(headers.find((header) => header.key === name)?.value ?? null);
    const before = of('before');
    return [of('op'), textOf(key), textOf(value), ...(before ? [before] : [])].join(' ');
  });
}
