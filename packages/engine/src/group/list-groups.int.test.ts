import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { TestGroups, unattended } from '../testing/test-groups.ts';
import { type WatchedDatabase, watchDatabase } from '../testing/watched-database.ts';
import { describeGroup } from './describe-group.ts';
import { type ListGroupsInput, listGroups } from './list-groups.ts';

let log: TestEngine;
let groups: TestGroups;
let watched: WatchedDatabase;

beforeAll(async () => {
  log = await createTestEngine({ limits: unattended });
  groups = new TestGroups(log.database.pool);
  watched = watchDatabase(log.database);
  for (const name of ['a', 'b', 'quiet']) await log.engine.topics.create({ name, partitionCount: 2 });
  for (const topic of ['a', 'b']) {
    for (const partition of [0, 1]) {
      await log.engine.append({
        topic,
        records: Array.from({ length: 10 }, () => record(null, 'v', { partition })),
      });
    }
  }
});

afterAll(() => log.remove());

beforeEach(async () => {
  await log.database.pool.query('truncate millrace.consumer_groups cascade');
});

const list = (input: Partial<ListGroupsInput> = {}) => listGroups(watched.pool, { first: 10, ...input });
const names = async (input: Partial<ListGroupsInput> = {}) => (await list(input)).groups.map((group) => group.name);

describe('the list of groups', () => {
  it('may be empty', async () => {
    expect(await list()).toEqual({ groups: [], totalCount: 0, hasNextPage: false });
  });

  it('comes in pages, by name', async () => {
    for (const name of ['d', 'a', 'e', 'c', 'b']) await groups.make(name);
    const first = await list({ first: 2 });
    expect(first).toMatchObject({ groups: [{ name: 'a' }, { name: 'b' }], totalCount: 5, hasNextPage: true });
    expect(await list({ first: 2, after: 'b' })).toMatchObject({
      groups: [{ name: 'c' }, { name: 'd' }],
      totalCount: 5,
      hasNextPage: true,
    });
    expect(await list({ first: 2, after: 'd' })).toMatchObject({
      groups: [{ name: 'e' }],
      totalCount: 5,
      hasNextPage: false,
    });
    expect(await list({ first: 2, after: 'e' })).toEqual({ groups: [], totalCount: 5, hasNextPage: false });
    expect(await list({ first: 5 })).toMatchObject({ totalCount: 5, hasNextPage: false });
  });

  it('is searched for a part of a name, in any case, as it is written', async () => {
    for (const name of ['Billing.eu', 'billing_us', 'billing-us', 'other']) await groups.make(name);
    expect(await names({ search: 'LLING' })).toHaveLength(3);
    expect(await names({ search: 'g_u' })).toEqual(['billing_us']);
    expect(await names({ search: 'g.e' })).toEqual(['Billing.eu']);
    expect(await list({ search: '%' })).toMatchObject({ groups: [], totalCount: 0 });
    expect(await list({ search: 'us', first: 1 })).toMatchObject({ totalCount: 2, hasNextPage: true });
    expect(await names({ search: '' })).toHaveLength(4);
  });

  it('is asked for the groups of a topic: those that read it, and those that committed in it', async () => {
    await groups.own('reads', 'a', 1, { owner: await groups.join('reads', ['a']) });
    await groups.own('elsewhere', 'b', 1, { owner: await groups.join('elsewhere', ['b']) });
    await groups.commit('committed', 'a', 1, 3);
    await groups.commit('deleted', 'a', 1, 3);
    await groups.commit('deleted', 'a', 1, null);
    await groups.commit('both', 'a', 0, 3);
    await groups.own('both', 'a', 0, { owner: await groups.join('both', ['a']) });
    await groups.make('idle');
    expect(await names({ topic: 'a' })).toEqual(['both', 'committed', 'reads']);
    expect(await names({ topic: 'b' })).toEqual(['elsewhere']);
    expect(await names({ topic: 'a', search: 'o' })).toEqual(['both', 'committed']);
    expect(await list({ topic: 'a', first: 1, after: 'both' })).toMatchObject({
      groups: [{ name: 'committed' }],
      totalCount: 3,
      hasNextPage: true,
    });
    expect(await list({ topic: 'none' })).toEqual({ groups: [], totalCount: 0, hasNextPage: false });
    // The newest counts, in whichever table.
    await groups.rollOffsetTable();
    await groups.commit('committed', 'a', 1, null);
    await groups.commit('deleted', 'a', 1, 1);
    expect(await names({ topic: 'a' })).toEqual(['both', 'deleted', 'reads']);
    await groups.carryOver();
    expect(await names({ topic: 'a' })).toEqual(['both', 'deleted', 'reads']);
  });

  it('tells of each group what its description tells', async () => {
    const one = await groups.join('one', ['a', 'b']);
    const two = await groups.join('one', ['a']);
    await groups.own('one', 'b', 0, { owner: one });
    await groups.own('one', 'a', 0, { owner: one, revokeDeadline: 1, target: two });
    await groups.commit('one', 'a', 0, 7);
    await groups.commit('one', 'quiet', 0, 0);
    await groups.own('stable', 'a', 1, { owner: await groups.join('stable', ['a']) });
    // Its own again, but it has been told to stop and will have it anew.
    const again = await groups.join('revoked', ['a']);
    await groups.own('revoked', 'a', 0, { owner: again, revokeDeadline: 1 });
    await groups.commit('empty', 'a', 0, 10);
    await groups.make('nothing');
    await log.database.pool.query('update millrace.consumer_groups set generation = id');
    const found = (await list()).groups;
    expect(found).toMatchObject([
      { name: 'empty', state: 'EMPTY', memberCount: 0, topics: ['a'], lag: 0, lagMs: 0 },
      { name: 'nothing', state: 'EMPTY', memberCount: 0, topics: [], lag: 0, lagMs: 0 },
      { name: 'one', state: 'RECONCILING', memberCount: 2, topics: ['a', 'b', 'quiet'], lag: 13 },
      { name: 'revoked', state: 'RECONCILING' },
      { name: 'stable', state: 'STABLE', memberCount: 1, topics: ['a'], lag: 10 },
    ]);
    for (const summary of found) {
      const described = await describeGroup(watched.pool, summary.name);
      const {
        members: _members,
        partitions: _partitions,
        lagMs: _lagMs,
        ...rest
      } = described as NonNullable<typeof described>;
      expect(summary).toEqual({ ...rest, lagMs: expect.any(Number) });
    }
  });

  it('tells how old the oldest lag of each group is, also where groups differ in one partition', async () => {
    // The first five records of a/0 are from an hour ago.
    const { rows } = await log.database.pool.query<{ id: number }>(
      `select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = 'quiet'`,
    );
    const table = `millrace_segments.s${rows[0]?.id}`;
    await log.engine.append({ topic: 'quiet', records: [record(null, 'old', { partition: 1 })] });
    await log.engine.append({ topic: 'quiet', records: [record(null, 'new', { partition: 1 })] });
    await log.database.pool.query(`update ${table} set append_time = append_time - 3600000 where base_offset = 0`);
    await groups.commit('behind', 'quiet', 1, 0);
    await groups.commit('near', 'quiet', 1, 1);
    await groups.commit('done', 'quiet', 1, 2);
    const [behind, done, near] = (await list()).groups;
    expect(Math.floor((behind?.lagMs ?? 0) / 3_600_000)).toBe(1);
    expect(near?.lagMs).toBeLessThan(60_000);
    expect(near?.lag).toBe(1);
    expect(done?.lagMs).toBe(0);
  });

  it('is one statement, however many groups', async () => {
    for (let i = 0; i < 30; i++) await groups.commit(`g${i}`, i % 2 ? 'a' : 'b', i % 2, 1);
    watched.reset();
    expect((await list({ first: 30, topic: 'a' })).groups).toHaveLength(15);
    expect(watched.statements).toHaveLength(1);
  });

  it.each([-1, 0.5, 1_001, Number.NaN])('has no page of %s', async (first) => {
    await expect(list({ first })).rejects.toEqual(refusal('INVALID_INPUT', /first is 0 to 1000/));
  });

  it.each(['search', 'topic', 'after'])('is not asked for what no name holds, in %s', async (field) => {
    await expect(list({ [field]: 'a\u0000' })).rejects.toEqual(refusal('INVALID_INPUT', /U\+0000/));
  });
});
