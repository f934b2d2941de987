import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record, valuesOf } from '../testing/records.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log?.remove());

describe('L45: a page that has had its time', () => {
  it.each([
    ['budgetMs', {}, { budgetMs: 0 }],
    ['searchBudgetMs', { searchBudgetMs: 0 }, {}],
  ])('ends with what it has, and says how far it looked, which is always further: %s', async (name, limits, more) => {
    const topic = `timed-${name}`;
    const node = await log.node({ limits });
    await node.topics.create({ name: topic });
    for (let i = 0; i < 4; i++) {
      await node.append({ topic, records: [record('k', `v${i}`), record('k', 'other')] });
      await roll(log.database, topic);
    }
    const search = { topic, limit: 100, filter: { valueContains: Buffer.from('v') }, ...more };
    let last = await node.page({ ...search, from: { edge: 'EARLIEST' } });
    const found = [...valuesOf(last.records)];
    expect(last.search?.ended).toBe('TIME');
    expect(last.atEnd).toBe(false);
    let lookedTo = 0;
    while (last.search?.ended === 'TIME') {
      const { scannedRecords, partitions } = last.search;
      expect(partitions).toEqual([{ partition: 0, fromOffset: lookedTo, toOffset: lookedTo + scannedRecords }]);
      expect(scannedRecords).toBeGreaterThan(0);
      lookedTo += scannedRecords;
      last = await node.page({ ...search, from: { cursor: last.next } });
      found.push(...valuesOf(last.records));
    }
    expect([last.search?.ended, found]).toEqual(['DONE', ['v0', 'v1', 'v2', 'v3']]);
  });
});
