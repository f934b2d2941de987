import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { TestGroups, unattended } from '../testing/test-groups.ts';
import { type WatchedDatabase, watchDatabase } from '../testing/watched-database.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { describeGroup } from './describe-group.ts';

let log: TestEngine;
let groups: TestGroups;
let watched: WatchedDatabase;

beforeEach(async () => {
  log = await createTestEngine({ limits: unattended });
  groups = new TestGroups(log.database.pool);
  watched = watchDatabase(log.database);
});

afterEach(() => log.remove());

const described = async (name = 'g') => (await describeGroup(watched.pool, name)) as ConsumerGroup;
const partitionsOf = async (name = 'g') => (await described(name)).partitions;

const append = (topic: string, partition: number, count: number) =>
  log.engine.append({ topic, records: Array.from({ length: count }, () => record(null, 'v', { partition })) });

/** Moves the database's clock forward. */
const later = (ms: number) =>
  log.database.pool.query(
    `create or replace function millrace.now() returns bigint language sql volatile parallel safe
     return (extract(epoch from clock_timestamp()) * 1000)::bigint + ${ms}`,
  );

const roll = (topic: string) =>
  log.database.pool.query(
    `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t
     join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`,
    [topic],
  );

describe('a group that is described', () => {
  it('is null when there is none', async () => {
    expect(await describeGroup(watched.pool, 'none')).toBeNull();
  });

  it('may have nothing at all', async () => {
    const id = await groups.make('g');
    expect(await described()).toEqual({
      id,
      name: 'g',
      state: 'EMPTY',
      generation: 0,
      memberCount: 0,
      topics: [],
      lag: 0,
      lagMs: 0,
      createdAt: expect.any(Date),
      members: [],
      partitions: [],
    });
  });

  it('has its members with what they own, and its partitions with who owns them', async () => {
    for (const name of ['b', 'a']) await log.engine.topics.create({ name, partitionCount: 2 });
    const first = await groups.join('g', ['a', 'b'], { clientId: 'one' });
    const second = await groups.join('g', ['a'], { clientId: 'two', instanceId: 'static', awaySince: 5 });
    await groups.own('g', 'b', 0, { owner: first });
    await groups.own('g', 'a', 1, { owner: first });
    await groups.own('g', 'a', 0, { owner: second, target: first, revokeDeadline: 1_800_000_000_123 });
    await log.database.pool.query('update millrace.consumer_groups set generation = 7');
    const group = await described();
    expect(group).toMatchObject({ generation: 7, memberCount: 2, topics: ['a', 'b'], state: 'RECONCILING' });
    expect(group.members).toEqual([
      {
        id: first,
        clientId: 'one',
        instanceId: null,
        nodeId: first,
        subscription: { topics: ['a', 'b'] },
        away: false,
        joinedAt: expect.any(Date),
        partitions: [
          { topic: 'a', partition: 1 },
          { topic: 'b', partition: 0 },
        ],
      },
      expect.objectContaining({
        id: second,
        instanceId: 'static',
        away: true,
        partitions: [{ topic: 'a', partition: 0 }],
      }),
    ]);
    expect(Math.abs((group.members[0]?.joinedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(group.partitions.map((of) => [of.topic, of.partition, of.memberId, of.revokeDeadline])).toEqual([
      ['a', 0, second, 1_800_000_000_123],
      ['a', 1, first, null],
      ['b', 0, first, null],
    ]);
  });

  it('is STABLE when everybody has what they shall have, EMPTY when nobody is in it', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 2 });
    const member = await groups.join('g', ['t']);
    await groups.own('g', 't', 0, { owner: member });
    expect((await described()).state).toBe('STABLE');
    await groups.own('g', 't', 1, { owner: null, target: member });
    expect((await described()).state).toBe('RECONCILING');
    // Nobody may read it, so there is nothing to wait for.
    await groups.own('g', 't', 1, { owner: null, target: null });
    expect((await described()).state).toBe('STABLE');
    await groups.own('g', 't', 1, { owner: member, target: null });
    expect((await described()).state).toBe('RECONCILING');
    await groups.leave(member);
    expect((await described()).state).toBe('EMPTY');
  });

  it('lags by the records from what is committed, or from the start of the log, to the end', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 4 });
    for (const partition of [0, 1, 2]) await append('t', partition, 10);
    const member = await groups.join('g', ['t']);
    for (const partition of [0, 1, 2, 3]) await groups.own('g', 't', partition, { owner: member });
    await groups.commit('g', 't', 0, 4);
    await groups.commit('g', 't', 1, 10);
    expect(await partitionsOf()).toMatchObject([
      { partition: 0, committedOffset: 4, logStartOffset: 0, endOffset: 10, lag: 6, metadata: null },
      { partition: 1, committedOffset: 10, endOffset: 10, lag: 0, lagMs: 0 },
      { partition: 2, committedOffset: null, committedAt: null, endOffset: 10, lag: 10 },
      { partition: 3, committedOffset: null, endOffset: 0, lag: 0, lagMs: 0 },
    ]);
    expect((await described()).lag).toBe(16);
    // What was deleted from the log is nobody's lag any more.
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0, before: 7 }, { partition: 2 }] });
    expect(await partitionsOf()).toMatchObject([
      { committedOffset: 4, logStartOffset: 7, lag: 3 },
      {},
      { logStartOffset: 10, lag: 0, lagMs: 0 },
      {},
    ]);
  });

  it('lags by the age of the batch that holds the first record that is not committed', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 2 });
    await append('t', 0, 10);
    await later(100_000);
    await append('t', 0, 10);
    await roll('t');
    await later(300_000);
    await append('t', 0, 10);
    await later(1_000_000);
    const ages = [
      [0, 1_000_000],
      [9, 1_000_000],
      [10, 900_000],
      [19, 900_000],
      [20, 700_000],
      [29, 700_000],
      [30, 0],
    ] as const;
    for (const [offset, age] of ages) {
      await groups.commit('g', 't', 0, offset);
      const [partition] = await partitionsOf();
      // A time of the database's own is in it, so no exact one.
      expect([offset, Math.round((partition?.lagMs ?? 0) / 100_000) * 100_000]).toEqual([offset, age]);
    }
    await groups.commit('g', 't', 0, null);
    await groups.own('g', 't', 0, { owner: await groups.join('g', ['t']) });
    expect((await described()).lagMs).toBeGreaterThanOrEqual(1_000_000);
    await log.engine.topics.deleteRecords({ topic: 't', partitions: [{ partition: 0, before: 15 }] });
    expect(Math.round((await described()).lagMs / 100_000)).toBe(9);
  });

  it('has no age of what no batch holds yet: it may be seen at the end before it is seen here', async () => {
    await log.engine.topics.create({ name: 't' });
    await append('t', 0, 10);
    const times = (offsets: readonly number[]) =>
      log.database.pool.query(
        `select "offset" from millrace.partitions p, millrace.append_times(array(select p.id from unnest($1::int[])), $1) order by 1`,
        [offsets],
      );
    expect((await times([0, 9, 10, 11])).rows).toEqual([{ offset: '0' }, { offset: '9' }]);
  });

  it('G14: goes by the newest commit, whichever table it is in', async () => {
    await log.engine.topics.create({ name: 't', partitionCount: 5 });
    for (const partition of [0, 1, 2, 3]) await append('t', partition, 10);
    const offsets = async () => (await partitionsOf()).map((of) => [of.partition, of.committedOffset]);
    for (const partition of [0, 1, 2, 3]) {
      for (let offset = 0; offset <= 5; offset++) await groups.commit('g', 't', partition, offset);
    }
    await groups.rollOffsetTable();
    await groups.commit('g', 't', 0, 9);
    await groups.commit('g', 't', 1, 2);
    await groups.commit('g', 't', 2, null);
    await groups.commit('other', 't', 4, 0);
    const expected = [
      [0, 9],
      [1, 2],
      [3, 5],
    ];
    expect(await offsets()).toEqual(expected);
    await groups.carryOver();
    expect(await offsets()).toEqual(expected);
    await groups.rollOffsetTable();
    await groups.carryOver();
    expect(await offsets()).toEqual(expected);
  });

  it('has the metadata and the time of a commit', async () => {
    await log.engine.topics.create({ name: 't' });
    const consumer = log.engine.consumer({ group: 'g', topics: ['t'] });
    await consumer.next();
    await consumer.commit([{ topic: 't', partition: 0, nextOffset: 0, metadata: 'where I was' }]);
    const [partition] = await partitionsOf();
    expect(partition).toMatchObject({ metadata: 'where I was', committedOffset: 0, memberId: consumer.memberId });
    expect(Math.abs((partition?.committedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    await consumer.return?.();
  });

  it('G24: knows nothing of a topic that was deleted, nor of the next one of its name', async () => {
    await log.engine.topics.create({ name: 't' });
    await append('t', 0, 3);
    await groups.commit('g', 't', 0, 2);
    expect(await partitionsOf()).toHaveLength(1);
    await log.engine.topics.delete('t');
    expect(await described()).toMatchObject({ partitions: [], topics: [], lag: 0 });
    await log.engine.topics.create({ name: 't' });
    expect(await partitionsOf()).toEqual([]);
  });

  it('is one statement, however many partitions and topics', async () => {
    const member = await groups.join('g', ['x', 'y']);
    for (const name of ['x', 'y']) {
      await log.engine.topics.create({ name, partitionCount: 40 });
      for (let partition = 0; partition < 40; partition++) await groups.own('g', name, partition, { owner: member });
      for (let partition = 0; partition < 40; partition += 2) await append(name, partition, 1);
    }
    watched.reset();
    const group = await described();
    expect(watched.statements).toHaveLength(1);
    expect(group.partitions.map(({ topic, partition }) => `${topic}/${partition}`)).toEqual(
      ['x', 'y'].flatMap((topic) => Array.from({ length: 40 }, (_, partition) => `${topic}/${partition}`)),
    );
    expect(group.lag).toBe(40);
  });
});
