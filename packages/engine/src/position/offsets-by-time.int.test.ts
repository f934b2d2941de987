import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { compacted, createCompacted, eagerLimits, readPartition } from '../testing/compaction.ts';
import { record } from '../testing/records.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine, withoutRetention } from '../testing/test-engine.ts';
import { watchDatabase } from '../testing/watched-database.ts';

let log: TestEngine;
beforeEach(async () => {
  log = await createTestEngine({ limits: { ...eagerLimits, ...withoutRetention } });
});
afterEach(() => log.remove());

async function append(topic: string, partition: number, timestamp: number, key: string | null = null): Promise<void> {
  await log.engine.append({ topic, records: [record(key, 'v', { partition, timestamp })] });
}

it('L19: asks for partitions of many topics, whatever the times, by one statement', async () => {
  const names = ['a', 'b', 'c'];
  for (const name of names) await log.engine.topics.create({ name, partitionCount: 20 });
  await append('b', 7, 500);
  const watched = watchDatabase(log.database);
  const node = await createEngine({ database: watched, limits: withoutRetention });
  try {
    const each = names.flatMap((name) => Array.from({ length: 20 }, (_, partition) => ({ name, partition })));
    const [early, late, latest] = await Promise.all([
      Promise.all(
        each.map(({ name, partition }) => node.topics.offsetsForTimes(name, [{ partition, timestamp: 500 }])),
      ),
      Promise.all(
        each.map(({ name, partition }) => node.topics.offsetsForTimes(name, [{ partition, timestamp: 501 }])),
      ),
      Promise.all(each.map(({ name, partition }) => node.topics.maxTimestamps(name, [partition]))),
    ]);
    expect(early.flat().flatMap((offset, i) => (offset === null ? [] : [i, offset]))).toEqual([27, 0]);
    expect(late.flat()).toEqual(each.map(() => null));
    expect(latest.flat().filter((found) => found !== null)).toEqual([{ offset: 0, timestamp: 500 }]);
    const asked = (text: string) => watched.statements.filter((statement) => statement.includes(text)).length;
    expect([asked('millrace.offset_for_time'), asked('millrace.max_timestamp')]).toEqual([1, 1]);
  } finally {
    await node.close();
  }
});

it('L19: finds the latest time in whatever segment it is', async () => {
  await log.engine.topics.create({ name: 't', partitionCount: 2 });
  const latest = () => log.engine.topics.maxTimestamps('t');
  await append('t', 0, 900);
  await append('t', 1, 100);
  await roll(log.database, 't');
  await append('t', 0, 300);
  await append('t', 1, 950);
  await roll(log.database, 't');
  await append('t', 0, 900);
  await append('t', 1, 800);
  const expected = [
    { offset: 0, timestamp: 900 },
    { offset: 1, timestamp: 950 },
  ];
  expect(await latest()).toEqual(expected);
  // What sealed segments say of themselves, once they were measured.
  await log.database.pool.query(
    `update millrace.segments s set max_timestamp = case when s.id = (select min(id) from millrace.segments) then 900 else 950 end
     where sealed_at is not null`,
  );
  expect(await latest()).toEqual(expected);
  await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0, before: 1 }] });
  expect((await latest())[0]).toEqual({ offset: 2, timestamp: 900 });
});

it('tells what compaction has left', async () => {
  await createCompacted(log.engine, 't');
  for (const [timestamp, key] of [
    [900, 'a'],
    [100, 'b'],
    [500, 'c'],
    [200, 'a'],
    [500, 'd'],
  ] as const) {
    await append('t', 0, timestamp, key);
  }
  await roll(log.database, 't');
  await compacted(log, 't');
  expect((await readPartition(log.engine, 't')).map(({ offset }) => offset)).toEqual([1, 2, 3, 4]);
  expect(await log.engine.topics.maxTimestamps('t')).toEqual([{ offset: 2, timestamp: 500 }]);
  expect(await log.engine.topics.offsetsForTimes('t', [{ partition: 0, timestamp: 101 }])).toEqual([2]);
});
