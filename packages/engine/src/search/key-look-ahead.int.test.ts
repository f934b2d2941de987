import { afterAll, beforeAll, expect, it } from 'vitest';
import { record, valuesOf } from '../testing/records.ts';
import { allPagesOf, untilIndexed } from '../testing/searching.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine({ limits: { keyIndexIntervalMs: 20, maintenanceIntervalMs: 20 } });
});
afterAll(() => log?.remove());

it('L44: a search finds a key by the indexes of many segments, wherever and however often it is in them', async () => {
  for (const topic of ['many', 'many-scanned']) {
    const config = { keyIndex: topic === 'many' ? ('SEALED' as const) : ('NONE' as const), retentionMs: -1 };
    await log.engine.topics.create({ name: topic, partitionCount: 2, config });
    for (let segment = 0; segment < 12; segment++) {
      for (let row = 0; row < 12; row++) {
        const n = segment * 12 + row;
        // Some segments have it in every row, some in one, some in none; 'rare' is in the oldest one.
        const often = segment % 4 === 1 || (segment % 4 === 2 && row === 3);
        const key = segment === 0 && row === 0 ? 'rare' : often ? 'k' : `other-${n}`;
        const one = record(key, String(n), { partition: row % 2, timestamp: 1_000 + n });
        await log.engine.append({
          topic,
          records: [record('x', 'x', { partition: row % 2, timestamp: 1_000 + n }), one],
        });
      }
      if (segment < 11) await roll(log.database, topic);
    }
  }
  await untilIndexed(log.database, 'many');
  for (const key of ['k', 'rare', 'never']) {
    for (const forward of [true, false]) {
      for (const limit of [1, 5, 100]) {
        const filter = { key: Buffer.from(key) };
        const found = await allPagesOf(log.engine, { topic: 'many', filter, forward }, { limit });
        const scanned = await allPagesOf(log.engine, { topic: 'many-scanned', filter, forward }, { limit });
        expect(valuesOf(found), `${key} ${forward} ${limit}`).toEqual(valuesOf(scanned));
        expect(found).toHaveLength({ k: 39, rare: 1, never: 0 }[key] as number);
      }
    }
  }
  const filter = { key: Buffer.from('k'), fromTime: 1_061, toTime: 1_065 };
  const [first] = (await log.engine.page({ topic: 'many', filter, limit: 100 })).records;
  expect(first).toMatchObject({ timestamp: 1_061 });
}, 60_000);
