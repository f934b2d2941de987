import { silentLogger } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { record } from '../testing/records.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import { KeyIndexKeeper } from './key-index-keeper.ts';

const limitMs = 30_000;

/** Tells how long was rested. */
class RestClock extends FakeClock {
  readonly rests: number[] = [];

  override sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    const resting = super.sleep(delayMs, signal);
    this.rests.push(delayMs);
    return resting;
  }
}

let log: TestEngine;
beforeEach(async () => {
  // Segments are frozen, and nobody but the test's own keeper makes an index.
  log = await createTestEngine({ limits: { keyIndexIntervalMs: 3_600_000, maintenanceIntervalMs: 20 } });
});
afterEach(() => log.remove());

it('L46: rests between the indexes of an old topic, as rewriting does', async () => {
  await log.engine.topics.create({ name: 'old', config: { keyIndex: 'SEALED' } });
  for (let n = 0; n < 3; n++) {
    await log.engine.append({ topic: 'old', records: [record(`k${n}`, 'v')] });
    await roll(log.database, 'old');
  }
  await until(
    'the segments to be frozen',
    async () => {
      const { rows } = await log.database.pool.query('select from millrace.segments where frozen_at is not null');
      return rows.length === 3;
    },
    limitMs,
  );
  const clock = new RestClock();
  let built = 0;
  const keeper = new KeyIndexKeeper({
    pool: log.database.pool,
    clock,
    logger: silentLogger,
    observer: {
      keyIndexBuilt() {
        built += 1;
        // What it took.
        clock.advance(400);
      },
    },
    limits: { keyIndexIntervalMs: 1_000, maxRewritePercent: 25, maxRewriteBytesPerSecond: 2 ** 40 },
  });
  try {
    clock.advance(1_000);
    for (const n of [1, 2]) {
      await until(`rest ${n}`, async () => clock.rests.length === n, limitMs);
      expect(built).toBe(n);
      clock.advance(1_199);
      expect(built).toBe(n);
      clock.advance(1);
    }
    await until('the last rest', async () => clock.rests.length === 3, limitMs);
    expect([built, clock.rests]).toEqual([3, [1_200, 1_200, 1_200]]);
  } finally {
    // In the middle of a rest, which ends at once.
    await keeper.close();
  }
});
