import { FakeClock } from '@millrace/core/testing';
import { afterEach, expect, it } from 'vitest';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
afterEach(() => log.remove());

const callers = 400;

it('half of many calls go before the others are back, however many promises lie between an answer and the next call', async () => {
  // It stands still: whoever is back took longer than half of the flush did, which took no time.
  log = await createTestEngine({ clock: new FakeClock() });
  await log.engine.topics.create({ name: 't' });
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let call = 0; call < 2; call++) {
        await log.engine.append({ topic: 't', records: [record(null, 'v')] });
        for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      }
    }),
  );
  const { rows: segments } = await log.database.pool.query<{ id: number }>('select id from millrace.segments');
  const { rows } = await log.database.pool.query<{ count: number }>(
    `select record_count as count from millrace_segments.s${segments[0]?.id} order by base_offset`,
  );
  expect(rows.map(({ count }) => count)).toEqual([callers, callers / 2, callers / 2]);
});
