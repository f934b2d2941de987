import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { Engine } from '../engine.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { TestGroups, unattended } from '../testing/test-groups.ts';
import { until, within } from '../testing/wait.ts';
import type { GroupAdmin } from './consumer-group.ts';
import { type GroupAdminOptions, PostgresGroupAdmin } from './group-admin.ts';

let log: TestEngine;
let rows: TestGroups;
let other: Engine;
let admin: GroupAdmin;
let topic: string;
let made = 0;

beforeAll(async () => {
  log = await createTestEngine({ limits: unattended });
  other = await log.node({ limits: unattended });
  rows = new TestGroups(log.database.pool);
  admin = log.engine.groups;
});

afterAll(() => log.remove());

beforeEach(async () => {
  made += 1;
  topic = `t${made}`;
  await log.engine.topics.create({ name: topic, partitionCount: 3 });
  await log.engine.append({ topic, records: [0, 1, 2].map((partition) => record(null, 'v', { partition })) });
});

afterEach(() => log.database.pool.query('truncate millrace.consumer_groups cascade'));

const missing = 'no\u0000ne';

describe('a group that is deleted', () => {
  it('is gone, with what it has committed', async () => {
    await rows.commit('g', topic, 0, 1);
    await admin.delete('g');
    expect(await admin.describe('g')).toBeNull();
    await rows.make('g');
    expect(await admin.describe('g')).toMatchObject({ partitions: [] });
  });

  it('G23: is empty', async () => {
    const member = await rows.join('g', [topic], { clientId: 'worker', awaySince: 1 });
    const refused = refusal(
      'GROUP_NOT_EMPTY',
      new RegExp(`"g" has 1 member, worker \\(${member}\\): stop its consumers`),
    );
    await expect(admin.delete('g')).rejects.toEqual(refused);
    await rows.leave(member);
    await admin.delete('g');
  });

  it('names the first of many members', async () => {
    for (let i = 0; i < 5; i++) await rows.join('g', [topic], { clientId: `c${i}` });
    await expect(admin.delete('g')).rejects.toEqual(
      refusal('GROUP_NOT_EMPTY', /has 5 members, (c\d \([^)]+\)[, ]+){3}and 2 more: /),
    );
  });

  it.each(['none', missing])('was there before: %j', async (name) => {
    await expect(admin.delete(name)).rejects.toEqual(refusal('GROUP_NOT_FOUND', /There is no consumer group "no/));
    expect(await admin.describe(name)).toBeNull();
  });
});

describe('offsets of a topic that are deleted', () => {
  it('are forgotten, and those of other topics and partitions are not', async () => {
    await log.engine.topics.create({ name: `${topic}-more` });
    await rows.commit('g', `${topic}-more`, 0, 0);
    for (const partition of [0, 1]) await rows.commit('g', topic, partition, 1);
    await rows.commit('h', topic, 1, 1);
    await admin.deleteOffsets({ group: 'g', topic, partitions: [1, 2, 1] });
    expect(await rows.committed('g', topic)).toEqual([1, null, null]);
    await admin.deleteOffsets({ group: 'g', topic });
    expect(await rows.committed('g', topic)).toEqual([null, null, null]);
    expect(await rows.committed('g', `${topic}-more`)).toEqual([0]);
    expect(await rows.committed('h', topic)).toEqual([null, 1, null]);
    await admin.deleteOffsets({ group: 'g', topic });
  });

  it('G23: are read by no member, whether by name, by pattern or no longer', async () => {
    await rows.commit('g', topic, 0, 1);
    const refused = refusal('GROUP_NOT_EMPTY', new RegExp(`has 1 member, reader .*: they read "${topic}"`));
    for (const subscription of [{ topics: ['x', topic] }, { pattern: `${topic}|y` }]) {
      const member = await rows.join('g', [], { clientId: 'reader', subscription });
      await rows.join('g', [], { subscription: { topics: ['x'] } });
      await expect(admin.deleteOffsets({ group: 'g', topic })).rejects.toEqual(refused);
      await rows.leave(member);
    }
    const leaving = await rows.join('g', ['x'], { clientId: 'reader' });
    await rows.own('g', topic, 2, { owner: leaving, target: null, revokeDeadline: 1 });
    await expect(admin.deleteOffsets({ group: 'g', topic, partitions: [0] })).rejects.toEqual(refused);
    await rows.leave(leaving);
    // There are members still, which read something else.
    await admin.deleteOffsets({ group: 'g', topic });
    expect(await rows.committed('g', topic)).toEqual([null, null, null]);
  });

  it('are of a group, a topic and partitions that there are', async () => {
    await rows.make('g');
    const refused = (code: string) => refusal(code);
    await expect(admin.deleteOffsets({ group: 'none', topic })).rejects.toEqual(refused('GROUP_NOT_FOUND'));
    await expect(admin.deleteOffsets({ group: missing, topic })).rejects.toEqual(refused('GROUP_NOT_FOUND'));
    await expect(admin.deleteOffsets({ group: 'g', topic: 'none' })).rejects.toEqual(refused('TOPIC_NOT_FOUND'));
    const third = admin.deleteOffsets({ group: 'g', topic, partitions: [3] });
    await expect(third).rejects.toEqual(refused('PARTITION_NOT_FOUND'));
    const none = admin.deleteOffsets({ group: 'g', topic, partitions: [] });
    await expect(none).rejects.toEqual(refused('INVALID_INPUT'));
  });
});

describe('a member that is removed', () => {
  it('loses everything at once, and joins anew', async () => {
    const consumer = other.consumer({ group: 'g', topics: [topic] });
    const first = await within(consumer.next(), 'its assignment');
    expect(first.value).toMatchObject({ kind: 'ASSIGNMENT' });
    const memberId = consumer.memberId as string;
    await admin.removeMember({ group: 'g', memberId: memberId.toUpperCase() });
    const next = await until('another assignment', async () => {
      const { value } = await within(consumer.next(), 'an event');
      return value?.kind === 'ASSIGNMENT' && value.memberId !== memberId ? value : undefined;
    });
    expect(next.partitions).toHaveLength(3);
    expect((await admin.describe('g'))?.members.map(({ id }) => id)).toEqual([next.memberId]);
    await consumer.return?.();
  });

  it('is removed right behind another one', async () => {
    const members = [await rows.join('g', [topic]), await rows.join('g', [topic])];
    for (const memberId of members) {
      await within(admin.removeMember({ group: 'g', memberId }), `${memberId} to be removed`);
    }
    expect((await admin.describe('g'))?.memberCount).toBe(0);
  });

  it('was one', async () => {
    const member = await rows.join('g', [topic]);
    await rows.join('h', [topic]);
    const unknown = refusal('UNKNOWN_MEMBER', /Consumer group "h" has no member .*Consume again/);
    await expect(admin.removeMember({ group: 'h', memberId: member })).rejects.toEqual(unknown);
    await expect(admin.removeMember({ group: 'h', memberId: 'x\u0000' })).rejects.toEqual(refusal('UNKNOWN_MEMBER'));
    for (const group of ['none', missing]) {
      await expect(admin.removeMember({ group, memberId: member })).rejects.toEqual(refusal('GROUP_NOT_FOUND'));
    }
    expect((await admin.describe('g'))?.memberCount).toBe(1);
  });
});

describe('changes of groups', () => {
  it('are told on every node: joins, leaves, resets, deletions', async () => {
    const told = async (what: string, action: () => Promise<unknown>) => {
      const changes = other.groups.changes();
      await action();
      // Those of tests before may still be on their way.
      await until(what, async () => (await within(changes.next(), what)).value === 'told');
      await changes.return?.();
    };
    const consumer = log.engine.consumer({ group: 'told', topics: [topic] });
    await told('the join', () => consumer.next());
    await told('the leave', async () => {
      await consumer.return?.();
      await until('it to be empty', async () => (await admin.describe('told'))?.state === 'EMPTY');
    });
    await told('the reset', () => admin.resetOffsets({ group: 'told', topic, to: { edge: 'EARLIEST' } }));
    await told('the deletion of offsets', () => admin.deleteOffsets({ group: 'told', topic }));
    await told('the deletion', () => admin.delete('told'));
  });

  it('are not waited for once they are left', async () => {
    const changes = admin.changes();
    const waiting = changes.next();
    await changes.return?.();
    expect(await within(waiting, 'the end')).toEqual({ done: true, value: undefined });
  });

  it('end when the node stops', async () => {
    const node = await log.node({ limits: unattended });
    const waiting = node.groups.changes().next();
    const [stopped] = await Promise.allSettled([waiting, node.close()]);
    expect(stopped).toMatchObject({ status: 'rejected', reason: { code: 'SHUTTING_DOWN' } });
  });
});

describe('looking at a group', () => {
  it('goes again when a table is dropped between the catalogue and the look at it', async () => {
    await rows.commit('g', topic, 0, 0);
    const { pool } = log.database;
    const { rows: found } = await pool.query<{ id: number }>(
      'select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1',
      [topic],
    );
    const table = `s${found[0]?.id}`;
    await pool.query(`alter table millrace_segments.${table} rename to dropped`);
    let failures = 0;
    const watched = new Proxy(pool, {
      get: (target, name) => async (text: string, values: unknown[]) => {
        expect(name).toBe('query');
        return target.query(text, values).catch(async (error) => {
          failures += 1;
          await pool.query(`alter table millrace_segments.dropped rename to ${table}`);
          throw error;
        });
      },
    });
    const options = { database: { pool: watched }, limits: {} } as unknown as GroupAdminOptions;
    expect(await new PostgresGroupAdmin(options).describe('g')).toMatchObject({ lag: 1 });
    expect(failures).toBe(1);
  });
});
