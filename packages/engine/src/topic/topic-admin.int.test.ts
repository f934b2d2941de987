import { systemClock } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { defaultLimits } from '../limits.ts';
import { RateMeter } from '../statistics/rate-meter.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine, withoutRetention } from '../testing/test-engine.ts';
import { watchDatabase } from '../testing/watched-database.ts';
import { PostgresTopicAdmin } from './topic-admin.ts';
import { TopicCatalogue } from './topic-catalogue.ts';

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

it('lists when topics were made, whatever time zone the database has', async () => {
  const { createdAt } = await log.engine.topics.create({ name: 'made' });
  await log.database.pool.query(`alter database ${log.test.name} set timezone to 'Asia/Kolkata'`);
  const database = await log.test.open();
  const node = await createEngine({ database, limits: withoutRetention });
  try {
    const { topics } = await node.topics.list({ first: 1, search: 'made' });
    expect(topics[0]?.createdAt).toEqual(createdAt);
    expect((await node.topics.describe('made'))?.createdAt).toEqual(createdAt);
  } finally {
    await node.close();
    await database.close();
  }
});

it('gives up deleting a topic that is gone each time', async () => {
  const { database } = log;
  await log.engine.topics.create({ name: 't' });
  const topic = await new TopicCatalogue({ pool: database.pool, clock: systemClock, answerMs: 30_000 }).get('t');
  await log.engine.topics.delete('t');
  const admin = new PostgresTopicAdmin({
    database,
    catalogue: { get: async () => topic, forget() {} } as unknown as TopicCatalogue,
    meter: new RateMeter(systemClock),
    limits: defaultLimits,
    onDropped() {},
    onRecordsDeleted() {},
    onConfigured() {},
  });
  await expect(admin.delete('t')).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND', retriable: true });
});

describe('a node that has not heard that a topic was deleted', () => {
  let admin: PostgresTopicAdmin;

  /** It remembers the topic, and nobody tells it anything. */
  beforeEach(async () => {
    const { database } = log;
    admin = new PostgresTopicAdmin({
      database,
      catalogue: new TopicCatalogue({ pool: database.pool, clock: systemClock, answerMs: 30_000 }),
      meter: new RateMeter(systemClock),
      limits: defaultLimits,
      onDropped() {},
      onRecordsDeleted() {},
      onConfigured() {},
    });
    await log.engine.topics.create({ name: 't' });
    await admin.describe('t');
    await log.engine.topics.delete('t');
  });

  const isThere = async () =>
    (await log.database.pool.query(`select from millrace.topics where name = 't'`)).rowCount === 1;

  it('L12: deletes the one that has the name now', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 2 });
    expect(await admin.delete('t')).toMatchObject({ name: 't', partitionCount: 2 });
    expect(await isThere()).toBe(false);
  });

  it('L12: says so when none has it', async () => {
    await expect(admin.delete('t')).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND' });
  });

  it('L13: deletes records of the one that has the name now', async () => {
    await log.engine.topics.create({ name: 't' });
    await log.engine.append({ topic: 't', records: [record(null, 'x'), record(null, 'y')] });
    const [bounds] = await admin.deleteRecords({ topic: 't', partitions: [{ partition: 0, before: 1 }] });
    expect(bounds).toMatchObject({ logStartOffset: 1, endOffset: 2 });
  });
});
