import { expect } from 'vitest';
import type { Engine } from '../../engine.ts';
import { readPartition } from '../read-partition.ts';
import { textOf } from '../records.ts';

/** Calls of a producer are there in their order, in every partition, each once and none left out. */
export async function verifySequence(engine: Engine, acknowledged: number): Promise<void> {
  const found = new Map<string, number>();
  for (const bounds of await engine.topics.bounds('sequenced')) {
    let before = -1;
    for (const { value } of await readPartition(engine, bounds)) {
      const call = textOf(value)?.split('|')[0] as string;
      const sequence = Number(call.split('/')[1]);
      expect(sequence, `${call} is out of order`).toBeGreaterThanOrEqual(before);
      before = sequence;
      found.set(call, (found.get(call) ?? 0) + 1);
    }
  }
  expect(found.size).toBeGreaterThanOrEqual(acknowledged);
  for (let sequence = 0; sequence < found.size; sequence++) expect(found.get(`seq/${sequence}`)).toBe(4);
}
