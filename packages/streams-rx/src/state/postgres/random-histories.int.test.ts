import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type PostgresHome, postgresHome } from '../../testing/postgres-home.ts';
import { randomHistories } from '../../testing/random-histories.ts';

describe.each([
  ['without a cache, so that all is read from runs', 0],
  ['with a cache that holds a few entries', 3_000],
])('state that is folded all the time, %s', (_, maxCacheBytes) => {
  let home: PostgresHome;
  beforeAll(async () => {
    home = await postgresHome({
      maxCacheBytes,
      maxDeltaBytes: 300,
      maxChunkEntries: 3,
      maxRuns: 2,
      maxLookupKeys: 3,
      dropDelayMs: 0,
    });
  });
  afterAll(() => home?.remove());

  it('is a map', { timeout: 120_000 }, async () => {
    const storeName = () => `s-${randomBytes(6).toString('hex')}`;
    const ends = ['COMMITTED', 'ROLLED_BACK', 'UNKNOWN_COMMITTED', 'UNKNOWN_ROLLED_BACK'] as const;
    await randomHistories({ open: home.open, home, storeName, ends, numRuns: 12 });
  });
});
