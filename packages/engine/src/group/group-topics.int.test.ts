import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGroupNodes, type GroupNodes, groupTransactions, unitsOf } from '../testing/group-nodes.ts';
import { until } from '../testing/wait.ts';
import { watchDatabase } from '../testing/watched-database.ts';

let groups: GroupNodes;

beforeEach(async () => {
  groups = await createGroupNodes();
});

afterEach(() => groups.remove());

describe('G6: who subscribes what', () => {
  it('members of different topics share only what both read; a topic that is not there yet comes by itself', async () => {
    const [a, b] = [await groups.node(), await groups.node()];
    await groups.log.engine.topics.create({ name: 'u', partitionCount: 2 });
    const first = await a.join('g', { subscription: { topics: ['t', 'later'] } });
    const second = await b.join('g', { subscription: { topics: ['t', 'u'] } });
    await second.owns(['u/0', 'u/1', 't/3']);
    await first.owns(['t/0', 't/1', 't/2']);
    await groups.log.engine.topics.create({ name: 'later', partitionCount: 2 });
    const all = [...unitsOf('later', 2), ...unitsOf('t', 4), 'u/0', 'u/1'].join();
    await until('all to be read', () => [...(first.units() ?? []), ...(second.units() ?? [])].sort().join() === all);
    expect(first.units()).toEqual(expect.arrayContaining(['later/0', 'later/1']));
    expect([first.units()?.length, second.units()?.length]).toEqual([4, 4]);
    expect(second.units()?.some((unit) => unit.startsWith('later'))).toBe(false);
  });

  it('one that groups topics differently is refused, and those who join with it are not', async () => {
    const a = await groups.node();
    await groups.log.engine.topics.create({ name: 'u', partitionCount: 4 });
    const topics = ['t', 'u'];
    const grouped = { topics, units: [{ name: 'task', topics }] };
    const [first, refused, second] = await Promise.allSettled([
      a.join('g', { subscription: grouped }),
      a.join('g', { subscription: { topics } }),
      a.join('g', { subscription: grouped }),
    ]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'INCONSISTENT_GROUP' } });
    if (first.status !== 'fulfilled' || second.status !== 'fulfilled') throw new Error('Both should have joined.');
    await until('both to own two', () => first.value.units()?.length === 2 && second.value.units()?.length === 2);
    expect([...(first.value.units() ?? []), ...(second.value.units() ?? [])].sort()).toEqual(unitsOf('task', 4));
    expect(first.value.told.at(-1)?.units[0]?.partitions.map(({ topic }) => topic)).toEqual(['t', 'u']);
  });

  it('more members than the limit: LIMIT_EXCEEDED for those too many', async () => {
    const a = await groups.node({ limits: { maxMembersPerGroup: 2 } });
    const joined = await Promise.allSettled([a.join('g'), a.join('g', { instanceId: 'i' }), a.join('g')]);
    expect(joined.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(joined[2]).toMatchObject({
      reason: { code: 'LIMIT_EXCEEDED', details: { limit: 'maxMembersPerGroup', value: 2 } },
    });
    // It takes the place of its former self.
    await a.join('g', { instanceId: 'i' });
  });
});

describe('G7: topics come, grow and go', () => {
  it('a pattern: topics made later join, internal ones never, deleted ones go', async () => {
    const [a, b] = [await groups.node(), await groups.node()];
    const first = await a.join('g', { subscription: { pattern: 't|x.*' } });
    const second = await b.join('g', { subscription: { pattern: 't|x.*' } });
    await groups.log.engine.topics.create({ name: 'x-internal', internal: true });
    await groups.log.engine.topics.create({ name: 'other-x' });
    await groups.log.engine.topics.create({ name: 'x1', partitionCount: 2 });
    const both = () => [...(first.units() ?? []), ...(second.units() ?? [])].sort();
    await until('x1 to be read', () => both().join() === [...unitsOf('t', 4), ...unitsOf('x1', 2)].join());
    expect([first.units()?.length, second.units()?.length]).toEqual([3, 3]);
    await groups.log.engine.topics.delete('t');
    await until('t to be gone', () => both().join() === 'x1/0,x1/1');
    expect(await groups.rows('select from millrace.group_partitions')).toHaveLength(2);
  });

  it('partitions that are added are shared out, with one generation more', async () => {
    const [a, b] = [await groups.node(), await groups.node()];
    const members = [await a.join('g'), await b.join('g')];
    await until('both to own two', () => members.every((member) => member.units()?.length === 2));
    const generation = (await groups.generationOf('g')) as number;
    await groups.log.engine.topics.update({ name: 't', partitionCount: 8 });
    await until('both to own four', () => members.every((member) => member.units()?.length === 4));
    expect(await groups.generationOf('g')).toBe(generation + 1);
  });

  it('a topic that is made again is another one: its partitions get new owners', async () => {
    const a = await groups.node();
    const member = await a.join('g');
    const before = member.told[0]?.units[0]?.partitions[0]?.partitionId as number;
    await groups.log.engine.topics.delete('t');
    await member.owns([]);
    await groups.log.engine.topics.create({ name: 't', partitionCount: 1 });
    await member.owns(['t/0']);
    expect(member.told.at(-1)?.units[0]?.partitions[0]?.partitionId).toBeGreaterThan(before);
  });

  it('rolled segments and changed settings cost no transaction of a group', async () => {
    const watched = watchDatabase(groups.log.database);
    const a = await groups.node({ database: watched });
    const member = await a.join('g', { subscription: { pattern: '.*' } });
    watched.reset();
    const { pool } = groups.log.database;
    for (let i = 0; i < 3; i++) await pool.query(`select pg_notify('millrace_catalogue', 't')`);
    await groups.log.engine.topics.update({ name: 't', config: { segmentMs: 3_600_000 } });
    await until('the topic to be looked at', () => watched.statements.some((text) => text.includes('partition_count')));
    expect(groupTransactions(watched)).toBe(0);
    await groups.log.engine.topics.update({ name: 't', partitionCount: 5 });
    await member.owns(unitsOf('t', 5));
    expect(groupTransactions(watched)).toBe(1);
  });
});

describe('hints that are lost', () => {
  it('a node that hears nothing finds out by itself', async () => {
    const [a, deaf] = [await groups.node(), await groups.node({ deaf: true, limits: { pollIntervalMs: 50 } })];
    const first = await deaf.join('g');
    const second = await a.join('g');
    await until('both to own two', () => first.units()?.length === 2 && second.units()?.length === 2);
    await a.coordinator.removeMember('g', first.id);
    await first.isOut();
  });

  it('a session that was away: the members and the topics are looked at when it is back', async () => {
    const a = await groups.node({ limits: { pollIntervalMs: 3_600_000 } });
    const other = await groups.node();
    const member = await a.join('g', { subscription: { pattern: 't|late' } });
    const listening = `select pid from pg_stat_activity where datname = current_database() and query like 'listen%'`;
    const before = (await groups.rows<{ pid: number }>(listening)).map(({ pid }) => pid);
    await groups.rows(`select pg_terminate_backend(pid) from pg_stat_activity where pid = any ($1)`, [before]);
    await groups.log.engine.topics.create({ name: 'late', partitionCount: 1 });
    await member.owns([...unitsOf('t', 4), 'late/0']);
    await other.coordinator.removeMember('g', member.id);
    await member.isOut();
  });

  it('who is removed while it joins hears of it', async () => {
    const a = await groups.node();
    const member = await a.join('g');
    expect(await a.coordinator.removeMember('g', member.id)).toBe(true);
    expect(await a.coordinator.removeMember('g', member.id)).toBe(false);
    await member.isOut();
    expect(member.told.filter((told) => told === null)).toHaveLength(1);
  });
});
