import { openDatabase } from '@millrace/database';
import { startProxy } from '@millrace/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { consumed, joined, later, next } from '../testing/consuming.ts';
import { type HoldingMember, startHoldingMember } from '../testing/holding-member.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { watchDatabase } from '../testing/watched-database.ts';
import type { Consumer } from './consumer.ts';

/** Sessions that are over soon, with many heartbeats in them. */
const limits = { sessionTimeoutMs: 3_000, heartbeatIntervalMs: 300, groupCheckIntervalMs: 100 };

let log: TestEngine;
let opened: (Engine | Consumer)[];
let processes: HoldingMember[];

beforeEach(async () => {
  log = await createTestEngine({ limits });
  opened = [];
  processes = [];
  await log.engine.topics.create({ name: 't', partitionCount: 2 });
});

afterEach(async () => {
  for (const { child } of processes) child.kill('SIGKILL');
  for (const each of opened.reverse()) await ('nodeId' in each ? each.close() : each.return?.());
  await log.remove();
});

const input = { group: 'g', topics: ['t'] };
const append = (count: number, partition = 0, topic = 't') =>
  log.engine.append({
    topic,
    records: Array.from({ length: count }, (_, i) => record(null, String(i), { partition })),
  });

async function member(engine = log.engine, more: object = {}): Promise<Consumer> {
  const made = await joined(engine, { ...input, ...more });
  opened.push(made);
  return made;
}

/** Makes a node's heart look silent, until it beats again. */
const silence = (engine: Engine) =>
  log.database.pool.query(`update millrace.nodes set heartbeat_at = heartbeat_at - interval '1 min' where id = $1`, [
    engine.nodeId,
  ]);

describe('G10 G16 G18: a node that was frozen (SIGSTOP) past its session', () => {
  it('commits nothing when it wakes up, and its member joins anew by itself', async () => {
    await append(10);
    const frozen = await startHoldingMember({ url: log.test.url, group: 'g', topic: 't', limits });
    processes.push(frozen);
    frozen.child.kill('SIGSTOP');
    const other = await member();
    await until('its partitions to move', () => other.assignment.length === 2);
    const { last } = await consumed(other, 10);
    await other.commit([{ topic: 't', partition: 0, nextOffset: 4 }]);
    frozen.child.kill('SIGCONT');
    expect(await frozen.commit()).toBe('FENCED_MEMBER');
    expect(await frozen.memberId()).not.toBe(last.memberId);
    const group = await log.engine.groups.describe('g');
    expect(group).toMatchObject({ memberCount: 2 });
    expect(group?.partitions[0]?.committedOffset).toBe(4);
  });
});

describe('G18: a member that was thrown out while its node lives', () => {
  it('hears nothing more of what it had, joins under a new id, and goes on from what is committed', async () => {
    const node = await log.node({ limits: { ...limits, heartbeatIntervalMs: 3_600_000 } });
    opened.push(node);
    await append(10);
    // Long enough to be a member until it is made to look silent.
    const made = await member(node, { maxRecords: 3, sessionTimeoutMs: 8_000 });
    const { last } = await consumed(made, 6);
    await made.commit([{ topic: 't', partition: 0, nextOffset: 5 }]);
    const generations = [last.generation];
    // Its next heartbeat comes in an hour: the other node throws it out, and it stays a member for a session each time.
    await silence(node);
    const anew = await later(made, 'ASSIGNMENT');
    generations.push(anew.generation);
    expect(anew.memberId).not.toBe(last.memberId);
    expect(generations).toEqual([...generations].sort((a, b) => a - b));
    await expect(made.commit(last)).rejects.toMatchObject({ code: 'FENCED_MEMBER' });
    expect((await log.engine.groups.describe('g'))?.partitions[0]?.committedOffset).toBe(5);
  });
});

describe('G8: a revocation', () => {
  it('does not wait for a consumer that asks for nothing, where nothing of it is held', async () => {
    const idle = await member();
    const other = await member();
    await until('one to move', () => other.assignment.length === 1);
    expect(idle.assignment).toHaveLength(1);
    // It may have moved before anybody asked; what comes first is what is left.
    const { partitions } = await later(idle, 'ASSIGNMENT');
    expect(partitions).toHaveLength(1);
  });

  it('in the moment of a look for where to start moves the partition unread', async () => {
    const watched = watchDatabase(log.database);
    const node = await createEngine({ database: watched, limits });
    opened.push(node);
    await append(10);
    await append(10, 1);
    let other: Consumer | undefined;
    // Its starts have been looked up, and it was not told yet.
    watched.behind('committed_offsets', async () => {
      other = await member();
      await until('the partition to be revoked', () => other?.assignment.length === 1);
    });
    const made = node.consumer(input);
    opened.push(made);
    const { partitions } = await next(made, 'ASSIGNMENT');
    expect(partitions).toHaveLength(1);
    const mine = await consumed(made, 10);
    const theirs = await consumed(other as Consumer, 10);
    expect(new Set([mine.last.batch.partition, theirs.last.batch.partition]).size).toBe(2);
  });
});

describe('G20: a consumer that asks for nothing more', () => {
  it('is out when it holds records, and stays when it holds none', async () => {
    await append(1);
    const holding = await member(log.engine, { maxProcessingMs: 200 });
    const idle = await member(log.engine, { maxProcessingMs: 200 });
    await until('both to share', () => holding.assignment.length === 1 && idle.assignment.length === 1);
    const [has, none] = holding.assignment[0]?.partition === 0 ? [holding, idle] : [idle, holding];
    await consumed(has, 1);
    await until('all to move', () => none.assignment.length === 2);
    expect((await log.engine.groups.describe('g'))?.memberCount).toBe(1);
    await expect(has.next()).rejects.toMatchObject({ code: 'PROCESSING_TIMEOUT' });
  });
});

describe('while partitions come and go', () => {
  it('G7: reads those that are added to a topic that is being written to', async () => {
    const made = await member();
    const reading = consumed(made, 400);
    for (let round = 0; round < 40; round++) {
      if (round === 10) await log.engine.topics.update({ name: 't', partitionCount: 6 });
      await append(10, round < 10 ? round % 2 : round % 6);
    }
    const { events } = await reading;
    const seen = new Set(
      events.flatMap(({ batch }) => Array.from(batch, ({ offset }) => `${batch.partition}/${offset}`)),
    );
    expect(seen.size).toBe(400);
    expect(made.assignment).toHaveLength(6);
  });

  it('a topic that is deleted takes what is held of it out of the window', async () => {
    await log.engine.topics.create({ name: 'other' });
    await append(5, 0, 'other');
    const made = await member(log.engine, { topics: ['t', 'other'], maxUncommitted: 5 });
    await consumed(made, 5);
    await append(3);
    await log.engine.topics.delete('other');
    expect((await consumed(made, 3)).events.every(({ batch }) => batch.topic === 't')).toBe(true);
    expect(made.assignment.map(({ topic }) => topic)).toEqual(['t', 't']);
  });
});

describe('while Postgres is away', () => {
  it('G9: rides it out: joins, reads and commits go on, and nothing is skipped', async () => {
    const proxy = await startProxy(log.test.url);
    const database = await openDatabase({ url: proxy.url });
    const node = await createEngine({ database, limits: { ...limits, sessionTimeoutMs: 20_000 } });
    const made = node.consumer({ ...input, maxRecords: 7, maxUncommitted: 50 });
    const seen = new Set<string>();
    const reading = (async () => {
      for await (const event of made) {
        if (event.kind !== 'RECORDS') continue;
        const { batch } = event;
        for (const { offset } of batch) seen.add(`${batch.partition}/${offset}`);
        await made.commit(event);
        if (seen.size === 600) break;
      }
    })();
    for (let round = 0; round < 30; round++) {
      proxy.cut();
      await append(20, round % 2);
    }
    await within(reading, 'all records');
    await node.close();
    await database.close();
    await proxy.close();
    expect((await log.engine.groups.describe('g'))?.partitions.map(({ committedOffset }) => committedOffset)).toEqual([
      300, 300,
    ]);
  });
});

describe('G15: a commit in a transaction of the caller', () => {
  it('takes effect with it, opens the window when told, and is fenced the same way', async () => {
    await append(10);
    const made = await member(log.engine, { maxUncommitted: 4 });
    const { last } = await consumed(made, 4);
    const committed = async () => (await log.engine.groups.describe('g'))?.partitions[0]?.committedOffset;
    const client = await log.database.pool.connect();
    await client.query('begin');
    await made.commitIn(client, last);
    await client.query('rollback');
    expect(await committed()).toBeNull();
    await client.query('begin');
    const count = await made.commitIn(client, last);
    await client.query('commit');
    expect(await committed()).toBe(4);
    count();
    expect((await consumed(made, 4)).values).toEqual(['4', '5', '6', '7']);
    await client.query('begin');
    const beyond = made.commitIn(client, [{ topic: 't', partition: 0, nextOffset: 11 }]);
    await expect(beyond).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
    await expect(made.commitIn(client, [{ topic: 'x', partition: 0, nextOffset: 0 }])).rejects.toMatchObject({
      code: 'FENCED_MEMBER',
    });
    await client.query('rollback');
    client.release();
  });
});
