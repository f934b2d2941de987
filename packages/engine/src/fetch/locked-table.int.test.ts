import { afterEach, beforeEach, expect, it } from 'vitest';
import { next } from '../testing/consuming.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { roll, segmentsOf } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
beforeEach(async () => {
  log = await createTestEngine();
});
afterEach(() => log.remove());

/** Locks the table of the topic's oldest segment as VACUUM FULL does; gives what lets it go. */
async function lockOldest(topic: string): Promise<() => Promise<void>> {
  const client = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
  const [oldest] = await segmentsOf(log.database, topic);
  await client.query(`begin; lock table millrace_segments.s${oldest} in access exclusive mode`);
  return () => client.end();
}

const areBusy = (asked: Promise<unknown>[]) =>
  Promise.all(asked.map((each) => expect(each).rejects.toMatchObject({ code: 'PARTITION_BUSY', retriable: true })));

it('L7: a table that somebody has locked is PARTITION_BUSY, and a reader waits for it', async () => {
  const { engine } = log;
  await engine.topics.create({ name: 't' });
  await engine.append({ topic: 't', records: [record('a', 'x')] });
  await engine.groups.resetOffsets({ group: 'g', topic: 't', to: { edge: 'EARLIEST' } });
  const letGo = await lockOldest('t');
  await areBusy([
    engine.fetch({ topic: 't', partition: 0, offset: 0 }),
    engine.topics.bounds('t'),
    engine.groups.describe('g'),
    engine.groups.resetOffsets({ group: 'g', topic: 't', to: { timestamp: 1 } }),
  ]);
  await letGo();

  await roll(log.database, 't');
  const letGoAgain = await lockOldest('t');
  const read = take(engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } }), 1);
  // Longer than a session waits for a lock.
  const released = new Promise((resolve) => setTimeout(resolve, 5_000)).then(letGoAgain);
  expect(valuesOf(await read)).toEqual(['x']);
  await released;
});

it.each([3_000, 60_000])(
  'L7: so it is where it is looked for a time, or searched, for %s ms a statement',
  async (searchStatementTimeoutMs) => {
    const engine = await log.node({ limits: { searchStatementTimeoutMs } });
    await engine.topics.create({ name: 't' });
    await engine.append({ topic: 't', records: [record('a', 'x')] });
    await roll(log.database, 't');
    const letGo = await lockOldest('t');
    await areBusy([
      engine.page({ topic: 't', from: { timestamp: 1 }, limit: 1 }),
      engine.read({ topics: ['t'], from: { timestamp: 1 } }).next(),
      engine.page({ topic: 't', filter: { valueContains: Buffer.from('x') }, limit: 1 }),
    ]);
    await letGo();
  },
);

it('L7: so it is for a commit over another node than the member’s', async () => {
  const other = await log.node();
  await log.engine.topics.create({ name: 't' });
  await log.engine.append({ topic: 't', records: [record('a', 'x')] });
  const consumer = log.engine.consumer({ group: 'g', topics: ['t'] });
  const { memberId, generation } = await next(consumer, 'ASSIGNMENT');
  const offsets = [{ topic: 't', partition: 0, nextOffset: 1 }];
  const commit = () => other.groups.commitOffsets({ group: 'g', memberId, generation, offsets });
  const letGo = await lockOldest('t');
  await areBusy([commit()]);
  await letGo();
  await commit();
  await consumer.return?.();
});
