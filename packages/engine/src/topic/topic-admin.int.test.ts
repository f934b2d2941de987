import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine, withoutRetention } from '../testing/test-engine.ts';
import { watchDatabase } from '../testing/watched-database.ts';

let log: TestEngine;
beforeEach(async () => {
  log = await createTestEngine();
});
afterEach(() => log.remove());

it('looks many topics up at once by a statement for what is asked, not for each topic', async () => {
  const names = Array.from({ length: 30 }, (_, n) => `t${n}`);
  for (const name of names) await log.engine.topics.create({ name, partitionCount: 2 });
  await log.engine.append({ topic: 't7', records: [record('a', 'x'), record('a', 'y')] });
  const watched = watchDatabase(log.database);
  // A node that has seen none of them.
  const node = await createEngine({ database: watched, limits: withoutRetention });
  try {
    watched.reset();
    const [bounds, sizes] = await Promise.all([
      Promise.all(names.map((name) => node.topics.bounds(name))),
      Promise.all(names.map((name) => node.topics.sizeBytes(name))),
    ]);
    expect(bounds.map((each) => each.reduce((sum, { endOffset }) => sum + endOffset, 0))).toEqual(
      names.map((name) => (name === 't7' ? 2 : 0)),
    );
    expect(sizes[7]).toBeGreaterThan(sizes[8] as number);
    const asked = (text: string) => watched.statements.filter((each) => each.includes(text)).length;
    expect([
      asked('cross join millrace.topics t'),
      asked('millrace.partition_ends'),
      asked('where s.topic_id = any'),
    ]).toEqual([1, 1, 1]);
    // One that is not there fails only for who asks for it, and so does a name that Postgres cannot even be asked for.
    await log.engine.topics.create({ name: 'unseen' });
    const missing = ['nowhere', 'no\u0000where'].map((name) =>
      expect(node.topics.bounds(name)).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND' }),
    );
    expect(await node.topics.bounds('unseen')).toHaveLength(1);
    await Promise.all(missing);
  } finally {
    await node.close();
  }
});
