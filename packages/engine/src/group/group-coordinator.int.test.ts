import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupNode, type GroupNodeOptions, startGroupNode } from '../testing/group-node.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { type WatchedDatabase, watchDatabase } from '../testing/watched-database.ts';

let log: TestEngine;
let nodes: GroupNode[];

beforeEach(async () => {
  log = await createTestEngine();
  nodes = [];
  await log.engine.topics.create({ name: 't', partitionCount: 4 });
});

afterEach(async () => {
  for (const node of nodes) await node.close();
  await log.remove();
});

async function node(options: Partial<GroupNodeOptions> = {}): Promise<GroupNode> {
  const started = await startGroupNode({ database: log.database, ...options });
  nodes.push(started);
  return started;
}

/** `t/0`, `t/1`, … */
const units = (topic: string, count: number) => Array.from({ length: count }, (_, i) => `${topic}/${i}`);

const rows = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  (await log.database.pool.query(sql, values)).rows as Row[];

const generationOf = async (group: string) =>
  (await rows<{ generation: number }>('select generation from millrace.consumer_groups where name = $1', [group]))[0]
    ?.generation;

/** Of each unit the version of its row: another one once it is written. */
const versions = async () =>
  new Map(
    (await rows<{ unit: string; xmin: string }>('select unit, xmin::text from millrace.group_partitions')).map(
      ({ unit, xmin }) => [unit, xmin],
    ),
  );

const transactionsOf = (watched: WatchedDatabase) =>
  watched.statements.filter((text) => text.includes('from millrace.consumer_groups where name = $1 for update')).length;

describe('G1 G4: members join and leave, on any node', () => {
  it('the first has all; the second gets half, the first keeps the rest; who stays gets all back', async () => {
    const [a, b] = [await node(), await node()];
    const first = await a.join('g');
    await first.owns(units('t', 4));
    expect(await generationOf('g')).toBe(1);

    const second = await b.join('g');
    await until('both to own two', () => first.units()?.length === 2 && second.units()?.length === 2);
    expect([...(first.units() ?? []), ...(second.units() ?? [])].sort()).toEqual(units('t', 4));
    expect(await generationOf('g')).toBe(2);
    // The second was told of nothing that the first had not given up before.
    for (const assignment of second.told) {
      for (const unit of assignment?.units ?? []) expect(unit.generation).toBe(2);
    }

    await first.handle.leave();
    const told = first.told.length;
    await second.owns(units('t', 4));
    expect(first.told).toHaveLength(told);
    await second.handle.leave();
    expect(await rows('select from millrace.group_members')).toEqual([]);
    expect([a.rebalances, b.rebalances]).toEqual([
      ['g', 'g'],
      ['g', 'g'],
    ]);
  });

  it('a member hears its assignment before its join resolves, with the ids of its partitions', async () => {
    const a = await node();
    const member = await a.join('g');
    const [partition] = await rows<{ id: number }>(
      `select p.id from millrace.partitions p join millrace.topics t on t.id = p.topic_id where t.name = 't' and p.index = 3`,
    );
    expect(member.told[0]).toMatchObject({ generation: 1, groupId: member.handle.groupId });
    expect(member.told[0]?.units[3]).toEqual({
      unit: 't/3',
      generation: 1,
      revokeDeadline: null,
      partitions: [{ partitionId: partition?.id, topic: 't', partition: 3 }],
    });
  });

  it('one who holds on to what is revoked keeps it until it releases it; releasing what is not its own does nothing', async () => {
    const [a, b] = [await node(), await node()];
    const first = await a.join('g', { holds: true });
    const second = await b.join('g');
    await until('the first to be told', () => first.units()?.length === 2);
    const revoked = first.told.at(-1)?.units.filter(({ revokeDeadline }) => revokeDeadline !== null) ?? [];
    expect(revoked).toHaveLength(2);
    expect(second.units()).toEqual([]);
    await second.handle.release(revoked.map(({ unit }) => unit));
    await second.handle.release(['t/77', 'nothing']);
    expect(second.units()).toEqual([]);
    await first.handle.release([(revoked[0] as { unit: string }).unit]);
    await second.owns([(revoked[0] as { unit: string }).unit]);
  });
});

describe('G5: what stays is not touched', () => {
  it('rows of units that do not move are not written', async () => {
    const [a, b] = [await node(), await node()];
    const first = await a.join('g');
    const before = await versions();
    const second = await b.join('g');
    await until('both to own two', () => first.units()?.length === 2 && second.units()?.length === 2);
    const after = await versions();
    for (const unit of first.units() ?? []) expect(after.get(unit)).toBe(before.get(unit));
    for (const unit of second.units() ?? []) expect(after.get(unit)).not.toBe(before.get(unit));
  });

  it('looking at a group that is as it should be writes nothing and tells nobody', async () => {
    const a = await node();
    const member = await a.join('g');
    const before = await rows('select xmin::text, revision from millrace.consumer_groups');
    a.coordinator.look('g');
    // Behind the look in the group's queue.
    expect(await a.coordinator.removeMember('g', '00000000-0000-0000-0000-000000000000')).toBe(false);
    expect(await rows('select xmin::text, revision from millrace.consumer_groups')).toEqual(before);
    expect(member.told).toHaveLength(1);
  });
});

describe('G6: who subscribes what', () => {
  it('members of different topics share only what both read; a topic that is not there yet comes by itself', async () => {
    const [a, b] = [await node(), await node()];
    await log.engine.topics.create({ name: 'u', partitionCount: 2 });
    const first = await a.join('g', { subscription: { topics: ['t', 'later'] } });
    const second = await b.join('g', { subscription: { topics: ['t', 'u'] } });
    await second.owns(['u/0', 'u/1', 't/3']);
    await first.owns(['t/0', 't/1', 't/2']);
    await log.engine.topics.create({ name: 'later', partitionCount: 2 });
    const all = [...units('later', 2), ...units('t', 4), 'u/0', 'u/1'].join();
    await until('all to be read', () => [...(first.units() ?? []), ...(second.units() ?? [])].sort().join() === all);
    expect(first.units()).toEqual(expect.arrayContaining(['later/0', 'later/1']));
    expect([first.units()?.length, second.units()?.length]).toEqual([4, 4]);
    expect(second.units()?.some((unit) => unit.startsWith('later'))).toBe(false);
  });

  it('one that groups topics differently is refused, and those who join with it are not', async () => {
    const a = await node();
    await log.engine.topics.create({ name: 'u', partitionCount: 4 });
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
    expect([...(first.value.units() ?? []), ...(second.value.units() ?? [])].sort()).toEqual(units('task', 4));
    expect(first.value.told.at(-1)?.units[0]?.partitions.map(({ topic }) => topic)).toEqual(['t', 'u']);
  });

  it('more members than the limit: LIMIT_EXCEEDED for those too many', async () => {
    const a = await node({ limits: { maxMembersPerGroup: 2 } });
    const joined = await Promise.allSettled([a.join('g'), a.join('g', { instanceId: 'i' }), a.join('g')]);
    expect(joined.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(joined[2]).toMatchObject({ reason: { code: 'LIMIT_EXCEEDED' } });
    // It takes the place of its former self.
    await a.join('g', { instanceId: 'i' });
  });
});

describe('G7: topics come, grow and go', () => {
  it('a pattern: topics made later join, internal ones never, deleted ones go', async () => {
    const [a, b] = [await node(), await node()];
    const first = await a.join('g', { subscription: { pattern: 't|x.*' } });
    const second = await b.join('g', { subscription: { pattern: 't|x.*' } });
    await log.engine.topics.create({ name: 'x-internal', internal: true });
    await log.engine.topics.create({ name: 'other-x' });
    await log.engine.topics.create({ name: 'x1', partitionCount: 2 });
    const both = () => [...(first.units() ?? []), ...(second.units() ?? [])].sort();
    await until('x1 to be read', () => both().join() === [...units('t', 4), ...units('x1', 2)].join());
    expect([first.units()?.length, second.units()?.length]).toEqual([3, 3]);
    await log.engine.topics.delete('t');
    await until('t to be gone', () => both().join() === 'x1/0,x1/1');
    expect(await rows('select from millrace.group_partitions')).toHaveLength(2);
  });

  it('partitions that are added are shared out, with one generation more', async () => {
    const [a, b] = [await node(), await node()];
    const members = [await a.join('g'), await b.join('g')];
    await until('both to own two', () => members.every((member) => member.units()?.length === 2));
    const generation = (await generationOf('g')) as number;
    await log.engine.topics.update({ name: 't', partitionCount: 8 });
    await until('both to own four', () => members.every((member) => member.units()?.length === 4));
    expect(await generationOf('g')).toBe(generation + 1);
  });

  it('a topic that is made again is another one: its partitions get new owners', async () => {
    const a = await node();
    const member = await a.join('g');
    const before = member.told[0]?.units[0]?.partitions[0]?.partitionId as number;
    await log.engine.topics.delete('t');
    await member.owns([]);
    await log.engine.topics.create({ name: 't', partitionCount: 1 });
    await member.owns(['t/0']);
    expect(member.told.at(-1)?.units[0]?.partitions[0]?.partitionId).toBeGreaterThan(before);
  });

  it('rolled segments and changed settings cost no transaction of a group', async () => {
    const watched = watchDatabase(log.database);
    const a = await node({ database: watched });
    const member = await a.join('g', { subscription: { pattern: '.*' } });
    watched.reset();
    const { pool } = log.database;
    for (let i = 0; i < 3; i++) await pool.query(`select pg_notify('millrace_catalogue', 't')`);
    await log.engine.topics.update({ name: 't', config: { segmentMs: 3_600_000 } });
    await until('the topic to be looked at', () => watched.statements.some((text) => text.includes('partition_count')));
    expect(transactionsOf(watched)).toBe(0);
    await log.engine.topics.update({ name: 't', partitionCount: 5 });
    await member.owns(units('t', 5));
    expect(transactionsOf(watched)).toBe(1);
  });
});

describe('G19: static members', () => {
  it('one that leaves and comes back, to another node, has its partitions again, with no new generation', async () => {
    const [a, b] = [await node(), await node()];
    const first = await a.join('g', { instanceId: 'one' });
    const other = await b.join('g');
    await until('both to own two', () => first.units()?.length === 2 && other.units()?.length === 2);
    const had = first.units() ?? [];
    const generation = await generationOf('g');
    await first.handle.leave();
    expect(await generationOf('g')).toBe(generation);
    const back = await b.join('g', { instanceId: 'one' });
    expect(back.id).not.toBe(first.id);
    expect(back.units()).toEqual(had);
    expect(await generationOf('g')).toBe(generation);
    expect(other.units()).toHaveLength(2);
  });

  it('a second one of the same id takes over, and the first is out', async () => {
    const [a, b] = [await node(), await node()];
    const first = await a.join('g', { instanceId: 'one' });
    const second = await b.join('g', { instanceId: 'one' });
    await first.isOut();
    expect(second.units()).toEqual(units('t', 4));
    // What the first does from now on concerns nobody.
    await first.handle.leave();
    expect(second.units()).toEqual(units('t', 4));
    expect(second.told.at(-1)).not.toBeNull();
  });

  it('is out at once when it is removed', async () => {
    const a = await node();
    const first = await a.join('g', { instanceId: 'one' });
    const second = await a.join('g');
    await first.handle.remove();
    await second.owns(units('t', 4));
  });
});

describe('many members', () => {
  it('200 that join 600 partitions from two nodes cost a handful of transactions, and so do their leaving', async () => {
    await log.engine.topics.create({ name: 'wide', partitionCount: 600 });
    const watched = [watchDatabase(log.database), watchDatabase(log.database)];
    const [a, b] = [
      await node({ database: watched[0] as WatchedDatabase }),
      await node({ database: watched[1] as WatchedDatabase }),
    ];
    const subscription = { topics: ['wide'] };
    const count = () => watched.map(transactionsOf);
    const startedAt = performance.now();
    const members = await Promise.all(
      Array.from({ length: 200 }, (_, i) => (i % 2 ? a : b).join('g', { subscription })),
    );
    await until('three each', () => members.every((member) => member.units()?.length === 3), 30_000);
    const joinedIn = Math.round(performance.now() - startedAt);
    const joins = count();
    expect(new Set(members.flatMap((member) => member.units())).size).toBe(600);
    expect(Math.max(...joins)).toBeLessThanOrEqual(10);

    for (const each of watched) each.reset();
    const leftAt = performance.now();
    const staying = members.slice(0, 100);
    await Promise.all(members.slice(100).map((member) => member.handle.leave()));
    await until('six each', () => staying.every((member) => member.units()?.length === 6), 30_000);
    console.log(
      `200 members × 600 partitions: joined in ${joinedIn} ms, ${joins.join(' + ')} transactions; ` +
        `half of them left in ${Math.round(performance.now() - leftAt)} ms, ${count().join(' + ')} transactions`,
    );
    expect(Math.max(...count())).toBeLessThanOrEqual(10);
  }, 60_000);

  it('20 groups on one topic all follow when it grows', async () => {
    const a = await node();
    const members = await Promise.all(Array.from({ length: 20 }, (_, i) => a.join(`g${i}`)));
    await log.engine.topics.update({ name: 't', partitionCount: 6 });
    for (const member of members) await member.owns(units('t', 6));
  });
});

describe('hints that are lost', () => {
  it('a node that hears nothing finds out by itself', async () => {
    const [a, deaf] = [await node(), await node({ deaf: true, limits: { pollIntervalMs: 50 } })];
    const first = await deaf.join('g');
    const second = await a.join('g');
    await until('both to own two', () => first.units()?.length === 2 && second.units()?.length === 2);
    await a.coordinator.removeMember('g', first.id);
    await first.isOut();
  });

  it('a session that was away: the members and the topics are looked at when it is back', async () => {
    const a = await node({ limits: { pollIntervalMs: 3_600_000 } });
    const other = await node();
    const member = await a.join('g', { subscription: { pattern: 't|late' } });
    const listening = `select pid from pg_stat_activity where datname = current_database() and query like 'listen%'`;
    const before = (await rows<{ pid: number }>(listening)).map(({ pid }) => pid);
    await rows(`select pg_terminate_backend(pid) from pg_stat_activity where pid = any ($1)`, [before]);
    await log.engine.topics.create({ name: 'late', partitionCount: 1 });
    await member.owns([...units('t', 4), 'late/0']);
    await other.coordinator.removeMember('g', member.id);
    await member.isOut();
  });

  it('who is removed while it joins hears of it', async () => {
    const a = await node();
    const member = await a.join('g');
    expect(await a.coordinator.removeMember('g', member.id)).toBe(true);
    expect(await a.coordinator.removeMember('g', member.id)).toBe(false);
    await member.isOut();
    expect(member.told.filter((told) => told === null)).toHaveLength(1);
  });
});

describe('faults of the database in the middle', () => {
  it('a session that is lost while it waits for the group: the change is made again, once', async () => {
    const a = await node();
    const first = await a.join('g');
    const blocker = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await blocker.query('begin; select from millrace.consumer_groups for update');
    const joining = a.join('g');
    const leaving = first.handle.leave();
    await until('somebody to wait', async () => {
      const ended = await rows<{ ended: boolean }>(
        `select pg_terminate_backend(pid) as ended from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return ended.length > 0;
    });
    await blocker.query('rollback');
    await blocker.end();
    const second = await within(joining, 'the join');
    await leaving;
    await second.owns(units('t', 4));
    expect(await generationOf('g')).toBe(3);
  });

  it('a node that is closed ends those who wait to join with SHUTTING_DOWN', async () => {
    const a = await node();
    await a.join('g');
    const blocker = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await blocker.query('begin; select from millrace.consumer_groups for update');
    const joining = expect(a.join('g')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await until('somebody to wait', async () => {
      const waiting = await rows(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    const closed = a.coordinator.close();
    await rows(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await joining;
    await blocker.end();
    await within(closed, 'the coordinator to close');
    await expect(a.join('g')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
