import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGroupNodes, type GroupNodes, unitsOf } from '../testing/group-nodes.ts';
import { until, within } from '../testing/wait.ts';

let groups: GroupNodes;

beforeEach(async () => {
  groups = await createGroupNodes();
});

afterEach(() => groups.remove());

/** Of each unit the version of its row: another one once it is written. */
const versions = async () =>
  new Map(
    (await groups.rows<{ unit: string; xmin: string }>('select unit, xmin::text from millrace.group_partitions')).map(
      ({ unit, xmin }) => [unit, xmin],
    ),
  );

describe('G1 G4: members join and leave, on any node', () => {
  it('the first has all; the second gets half, the first keeps the rest; who stays gets all back', async () => {
    const [a, b] = [await groups.node(), await groups.node()];
    const first = await a.join('g');
    await first.owns(unitsOf('t', 4));
    expect(await groups.generationOf('g')).toBe(1);

    const second = await b.join('g');
    await until('both to own two', () => first.units()?.length === 2 && second.units()?.length === 2);
    expect([...(first.units() ?? []), ...(second.units() ?? [])].sort()).toEqual(unitsOf('t', 4));
    expect(await groups.generationOf('g')).toBe(2);
    // The second was told of nothing that the first had not given up before.
    for (const assignment of second.told) {
      for (const unit of assignment?.units ?? []) expect(unit.generation).toBe(2);
    }

    await first.handle.leave();
    const told = first.told.length;
    await second.owns(unitsOf('t', 4));
    expect(first.told).toHaveLength(told);
    await second.handle.leave();
    expect(await groups.rows('select from millrace.group_members')).toEqual([]);
    expect([a.rebalances, b.rebalances]).toEqual([
      ['g', 'g'],
      ['g', 'g'],
    ]);
  });

  it('a member hears its assignment before its join resolves, with the ids of its partitions', async () => {
    const a = await groups.node();
    const member = await a.join('g');
    const [partition] = await groups.rows<{ id: number }>(
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
    const [a, b] = [await groups.node(), await groups.node()];
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
    const [a, b] = [await groups.node(), await groups.node()];
    const first = await a.join('g');
    const before = await versions();
    const second = await b.join('g');
    await until('both to own two', () => first.units()?.length === 2 && second.units()?.length === 2);
    const after = await versions();
    for (const unit of first.units() ?? []) expect(after.get(unit)).toBe(before.get(unit));
    for (const unit of second.units() ?? []) expect(after.get(unit)).not.toBe(before.get(unit));
  });

  it('looking at a group that is as it should be writes nothing and tells nobody', async () => {
    const a = await groups.node();
    const member = await a.join('g');
    const before = await groups.rows('select xmin::text, revision from millrace.consumer_groups');
    a.coordinator.look('g');
    // Behind the look in the group's queue.
    expect(await a.coordinator.removeMember('g', '00000000-0000-0000-0000-000000000000')).toBe(false);
    expect(await groups.rows('select xmin::text, revision from millrace.consumer_groups')).toEqual(before);
    expect(member.told).toHaveLength(1);
  });
});

describe('G9: a commit that is under way on what moves', () => {
  it('is waited for, so that the next owner reads on from it', async () => {
    const [a, b] = [await groups.node(), await groups.node()];
    const first = await a.join('g', { holds: true });
    const second = await b.join('g');
    await until('the first to be told', () => first.units()?.length === 2);
    const moving = first.told.at(-1)?.units.find(({ revokeDeadline }) => revokeDeadline !== null);
    const committing = await groups.log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await committing.query('begin');
    await committing.query('select from millrace.group_partitions where partition_id = $1 for no key update', [
      moving?.partitions[0]?.partitionId,
    ]);
    const releasing = first.handle.release([moving?.unit as string]);
    await groups.lockAwaited();
    expect(second.units()).toEqual([]);
    await committing.query('commit');
    await committing.end();
    await releasing;
    await second.owns([moving?.unit as string]);
  });
});

describe('G19: static members', () => {
  it('one that leaves and comes back, to another node, has its partitions again, with no new generation', async () => {
    const [a, b] = [await groups.node(), await groups.node()];
    const first = await a.join('g', { instanceId: 'one' });
    const other = await b.join('g');
    await until('both to own two', () => first.units()?.length === 2 && other.units()?.length === 2);
    const had = first.units() ?? [];
    const generation = await groups.generationOf('g');
    await first.handle.leave();
    expect(await groups.generationOf('g')).toBe(generation);
    const back = await b.join('g', { instanceId: 'one' });
    expect(back.id).not.toBe(first.id);
    expect(back.units()).toEqual(had);
    expect(await groups.generationOf('g')).toBe(generation);
    expect(other.units()).toHaveLength(2);
  });

  it('a second one of the same id takes over, and the first is out', async () => {
    const [a, b] = [await groups.node(), await groups.node()];
    const first = await a.join('g', { instanceId: 'one' });
    const second = await b.join('g', { instanceId: 'one' });
    await first.isOut();
    expect(second.units()).toEqual(unitsOf('t', 4));
    // What the first does from now on concerns nobody.
    await first.handle.leave();
    expect(second.units()).toEqual(unitsOf('t', 4));
    expect(second.told.at(-1)).not.toBeNull();
  });

  it('is out at once when it is removed', async () => {
    const a = await groups.node();
    const first = await a.join('g', { instanceId: 'one' });
    const second = await a.join('g');
    await first.handle.remove();
    await second.owns(unitsOf('t', 4));
  });
});

describe('faults of the database in the middle', () => {
  it('a session that is lost while it waits for the group: the change is made again, once', async () => {
    const a = await groups.node();
    const first = await a.join('g');
    const blocker = await groups.log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await blocker.query('begin; select from millrace.consumer_groups for update');
    const joining = a.join('g');
    const leaving = first.handle.leave();
    await until('somebody to wait', async () => {
      const ended = await groups.rows<{ ended: boolean }>(
        `select pg_terminate_backend(pid) as ended from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return ended.length > 0;
    });
    await blocker.query('rollback');
    await blocker.end();
    const second = await within(joining, 'the join');
    await leaving;
    await second.owns(unitsOf('t', 4));
    expect(await groups.generationOf('g')).toBe(3);
  });

  it('groups whose rows somebody holds do not keep other groups waiting for long, and go on when they are free', async () => {
    const a = await groups.node();
    const held = Array.from({ length: 6 }, (_, i) => `held${i}`);
    for (const group of held) await a.join(group);
    const blocker = await groups.log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await blocker.query('begin; select from millrace.consumer_groups for update');
    const waiting = held.map((group) => a.join(group));
    await groups.lockAwaited();
    const free = await within(a.join('free'), 'a join to a group that is free');
    await free.owns(unitsOf('t', 4));
    await blocker.query('rollback');
    await blocker.end();
    for (const member of await within(Promise.all(waiting), 'the others')) {
      await until('half of it', () => member.units()?.length === 2);
    }
  });

  it('a node that is closed ends those who wait to join with SHUTTING_DOWN', async () => {
    const a = await groups.node();
    await a.join('g');
    const blocker = await groups.log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await blocker.query('begin; select from millrace.consumer_groups for update');
    const joining = expect(a.join('g')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await groups.lockAwaited();
    const closed = a.coordinator.close();
    await groups.rows(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await joining;
    await blocker.end();
    await within(closed, 'the coordinator to close');
    await expect(a.join('g')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
