import { randomUUID } from 'node:crypto';
import type { Database } from '@millrace/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { Consumer, ConsumerEvent, OffsetToCommit, TopicPartition } from '../consumer/consumer.ts';
import type { Engine } from '../engine.ts';
import { consumed } from '../testing/consuming.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { TestGroups } from '../testing/test-groups.ts';
import { until, within } from '../testing/wait.ts';
import { type WatchedDatabase, watchDatabase } from '../testing/watched-database.ts';
import { groupCommitsChannel } from './commit-hints.ts';

let log: TestEngine;
/** The node that the clients' calls reach; the members live in the other one, unless a test says otherwise. */
let near: Engine;
let far: Engine;
let watched: WatchedDatabase;
let rows: TestGroups;
let topic: string;
let made = 0;
const consumers: Consumer[] = [];

beforeAll(async () => {
  log = await createTestEngine();
  far = log.engine;
  watched = watchDatabase(log.database as Database);
  // What it asks for itself every second or so is not looked at.
  const hours = 3_600_000;
  const seldom = { maintenanceIntervalMs: hours, compactionIntervalMs: hours, keyIndexIntervalMs: hours };
  near = await log.node({ database: watched, limits: seldom });
  rows = new TestGroups(log.database.pool);
});

afterAll(() => log.remove());

beforeEach(async () => {
  made += 1;
  topic = `t${made}`;
  await far.topics.create({ name: topic, partitionCount: 3 });
  await append(20);
});

afterEach(async () => {
  for (const consumer of consumers.splice(0)) await consumer.return?.();
});

const append = (count: number) =>
  far.append({
    topic,
    records: [0, 1, 2].flatMap((partition) => Array.from({ length: count }, () => record(null, 'v', { partition }))),
  });

type Assignment = Extract<ConsumerEvent, { kind: 'ASSIGNMENT' }>;

async function member(
  engine: Engine,
  more: { group?: string; maxUncommitted?: number; maxProcessingMs?: number; revocationTimeoutMs?: number } = {},
) {
  const consumer = engine.consumer({ group: `g-${topic}`, topics: [topic], ...more });
  consumers.push(consumer);
  const { value } = await within(consumer.next(), 'its assignment');
  const { memberId, generation } = value as Assignment;
  return { consumer, memberId, generation };
}

/** The same database for a node whose hints of commits are lost. */
function withoutHints(database: Database): Database {
  return {
    ...database,
    connect: async (settings) => {
      const client = await database.connect(settings);
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      client.query = ((...args: unknown[]) =>
        Array.isArray(args[1]) && args[1][0] === groupCommitsChannel ? Promise.resolve() : query(...args)) as never;
      return client;
    },
  };
}

const at = (partition: number, nextOffset: number, more: Partial<OffsetToCommit> = {}): OffsetToCommit => ({
  topic,
  partition,
  nextOffset,
  ...more,
});

const commit = (
  of: { memberId: string; generation: number },
  offsets: readonly OffsetToCommit[],
  more: { group?: string; release?: boolean; engine?: Engine } = {},
) =>
  (more.engine ?? near).groups.commitOffsets({
    group: more.group ?? `g-${topic}`,
    memberId: of.memberId,
    generation: of.generation,
    offsets,
    release: more.release,
  });

const committed = () => rows.committed(`g-${topic}`, topic);

/** What was asked about groups, topics and ends: a node also beats and looks around. */
const questions = () => watched.statements.filter((text) => /partition_ends|has_member|millrace\.topics/.test(text));

describe('G10: commits for a member of any node', () => {
  it.each(['near', 'far'])('count, when it lives in the %s one', async (where) => {
    const of = await member(where === 'near' ? near : far);
    await commit(of, [at(0, 3), at(2, 20, { metadata: 'm', logEpoch: 0 })]);
    expect(await committed()).toEqual([3, null, 20]);
    expect((await near.groups.describe(`g-${topic}`))?.partitions).toMatchObject([
      { committedOffset: 3, metadata: null, lag: 17 },
      { committedOffset: null },
      { committedOffset: 20, metadata: 'm', lag: 0 },
    ]);
    await commit({ ...of, memberId: of.memberId.toUpperCase() }, [at(0, 1)]);
    expect(await committed()).toEqual([1, null, 20]);
  });

  it.each(['near', 'far'])('are refused for what there is not, when it lives in the %s one', async (where) => {
    const of = await member(where === 'near' ? near : far);
    const refused = async (offsets: readonly OffsetToCommit[], code: string, message?: RegExp) =>
      expect(commit(of, [at(1, 1), ...offsets])).rejects.toEqual(refusal(code, message));
    await refused([at(0, 21)], 'OFFSET_OUT_OF_RANGE', /21 .* partition 0 .* ends at 20/);
    await refused([at(0, -1)], 'OFFSET_OUT_OF_RANGE', /-1/);
    await refused([at(3, 1)], 'PARTITION_NOT_FOUND', /0 to 2/);
    await refused([{ ...at(0, 1), topic: 'none' }], 'TOPIC_NOT_FOUND', /"none"/);
    await refused([at(0, 1), at(0, 2)], 'INVALID_INPUT', /twice/);
    await refused([at(0, 1, { metadata: 'x'.repeat(4_097) })], 'LIMIT_EXCEEDED', /4097/);
    await refused([at(0, 1, { metadata: '\u0000' })], 'INVALID_INPUT', /U\+0000/);
    await refused(
      Array.from({ length: 10_001 }, () => at(0, 1)),
      'LIMIT_EXCEEDED',
      /10000 partitions/,
    );
    await expect(commit(of, [])).rejects.toEqual(refusal('INVALID_INPUT', /at least one/));
    for (const generation of [-1, 0.5, 2 ** 40]) {
      await expect(commit({ ...of, generation }, [at(0, 1)])).rejects.toEqual(refusal('INVALID_INPUT', /generation/));
    }
    await expect(commit({ ...of, generation: 0 }, [at(0, 1)])).rejects.toEqual(refusal('ILLEGAL_GENERATION'));
    expect(await committed()).toEqual([null, null, null]);
  });

  it('tell a member that is fenced from one that the group does not have, and a group that there is not', async () => {
    const of = await member(far);
    const elsewhere = await member(far, { group: `other-${topic}` });
    const refused = (memberId: string, code: string, message: RegExp, group?: string) =>
      expect(commit({ memberId, generation: 1 }, [at(0, 1)], group ? { group } : {})).rejects.toEqual(
        refusal(code, message),
      );
    await refused(randomUUID(), 'UNKNOWN_MEMBER', new RegExp(`group "g-${topic}" has no member`));
    await refused(elsewhere.memberId, 'UNKNOWN_MEMBER', new RegExp(`group "g-${topic}" has no member`));
    await refused('nobody', 'UNKNOWN_MEMBER', /nobody/);
    await refused('\u0000', 'UNKNOWN_MEMBER', /no member/);
    await refused(of.memberId, 'GROUP_NOT_FOUND', /"none"/, 'none');
    await refused(of.memberId, 'GROUP_NOT_FOUND', /"no/, 'no\u0000ne');
    const second = await member(far);
    await until('a partition to have moved', async () => {
      void of.consumer.next();
      return second.consumer.assignment.length > 0;
    });
    const { partition } = second.consumer.assignment[0] as { partition: number };
    await expect(commit({ ...of, generation: 100 }, [at(partition, 1)])).rejects.toEqual(
      refusal('FENCED_MEMBER', /another member/),
    );
    await of.consumer.return?.();
    await expect(commit(of, [at(0, 1)])).rejects.toEqual(refusal('UNKNOWN_MEMBER'));
    expect(await committed()).toEqual([null, null, null]);
  });

  it('that live here are of their own group', async () => {
    const of = await member(near);
    await member(near, { group: `other-${topic}` });
    await expect(commit(of, [at(0, 1)], { group: `other-${topic}` })).rejects.toEqual(refusal('UNKNOWN_MEMBER'));
    await expect(commit(of, [at(0, 1)], { group: 'none' })).rejects.toEqual(refusal('GROUP_NOT_FOUND'));
  });

  it('find the group that was made again under the name', async () => {
    const group = `again-${topic}`;
    const first = await member(far, { group });
    await commit(first, [at(0, 1)], { group });
    await first.consumer.return?.();
    await until('it to be empty', async () => (await near.groups.describe(group))?.state === 'EMPTY');
    await near.groups.delete(group);
    await expect(commit(first, [at(0, 1)], { group })).rejects.toEqual(refusal('GROUP_NOT_FOUND'));
    const second = await member(far, { group });
    await commit(second, [at(0, 2)], { group });
    await second.consumer.return?.();
    await until('it to be empty', async () => (await near.groups.describe(group))?.state === 'EMPTY');
    await far.groups.delete(group);
    const third = await member(far, { group });
    // What is remembered is the one before.
    await commit(third, [at(0, 3)], { group });
    expect(await rows.committed(group, topic)).toEqual([3, null, null]);
  });

  it('ask no question but for the end, and that once for many', async () => {
    const of = await member(far);
    await commit(of, [at(0, 1)]);
    await append(1);
    watched.reset();
    for (let offset = 2; offset <= 20; offset++) await commit(of, [at(0, offset)]);
    // None of a commit; the node may have questions of its own, as where it hears late that the topic was made.
    expect(questions().length).toBeLessThan(5);
    watched.reset();
    await Promise.all([...Array(50).keys()].map(() => commit(of, [at(0, 21), at(1, 21), at(2, 21)])));
    expect(questions().length).toBeLessThan(7);
    expect(await committed()).toEqual([21, 21, 21]);
  });
});

describe('a commit that reaches another node than the member', () => {
  it('opens its window', async () => {
    const of = await member(far, { maxUncommitted: 6 });
    let read = 0;
    const more = async () => {
      const { value } = await within(of.consumer.next(), 'records');
      if (value?.kind === 'RECORDS') read += value.batch.count;
      return value?.kind === 'RECORDS' ? value.batch : undefined;
    };
    const places: { partition: number; nextOffset: number }[] = [];
    while (read < 6) {
      const batch = await more();
      if (batch) places.push({ partition: batch.partition, nextOffset: batch.nextOffset });
    }
    const waiting = more();
    const first = places[0] as (typeof places)[0];
    await commit(of, [at(first.partition, first.nextOffset)]);
    expect(await waiting).toBeDefined();
  });

  it('G20: counts in time, though the hint of it is lost', async () => {
    const mute = await log.node({ database: withoutHints(log.database) });
    const held = async (group: string, records: number, more: object) => {
      const of = await member(far, { group, ...more });
      const { events } = await consumed(of.consumer, records);
      const offsets = events.map(({ batch }) => at(batch.partition, batch.nextOffset));
      await commit(of, offsets, { group, engine: mute });
      return of.consumer;
    };
    const slow = await held(`slow-${topic}`, 60, { maxProcessingMs: 1_500 });
    const startedAt = performance.now();
    const full = await held(`full-${topic}`, 3, { maxUncommitted: 3, maxProcessingMs: 20_000 });
    await consumed(full, 1);
    const waitedMs = performance.now() - startedAt;
    expect(waitedMs).toBeGreaterThan(1_500);
    expect(waitedMs).toBeLessThan(20_000);
    await append(1);
    await consumed(slow, 1);
  });

  it('counts soon, though the look at it fails', async () => {
    const of = await member(near, { maxUncommitted: 3 });
    const { last } = await consumed(of.consumer, 3);
    const startedAt = performance.now();
    watched.behind('committed_offsets', async () => {
      throw new Error('the session is over');
    });
    await commit(of, [at(last.batch.partition, last.batch.nextOffset)], { engine: far });
    await consumed(of.consumer, 1);
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  });

  it('G8: releases what is being taken from it, and nothing else', async () => {
    // Whatever moves while the test runs was released, and not taken at the deadline.
    const of = await member(far, { revocationTimeoutMs: 300_000 });
    // It holds records of every partition.
    for (const held = new Set<number>(); held.size < 3; ) {
      const { value } = await within(of.consumer.next(), 'records');
      if (value?.kind === 'RECORDS') held.add(value.batch.partition);
    }
    const second = far.consumer({ group: `g-${topic}`, topics: [topic] });
    consumers.push(second);
    void second.next();
    const revoked = await until<readonly TopicPartition[]>('the revocation', async () => {
      const { value } = await within(of.consumer.next(), 'an event');
      return value?.kind === 'REVOCATION' ? value.partitions : undefined;
    });
    const lost = (revoked[0] as TopicPartition).partition;
    const owner = async (partition: number) =>
      (await near.groups.describe(`g-${topic}`))?.partitions[partition]?.memberId;
    const kept = [0, 1, 2].find((partition) => !revoked.some((each) => each.partition === partition)) as number;
    await commit(of, [at(kept, 1)], { release: true });
    expect([await owner(lost), await owner(kept)]).toEqual([of.memberId, of.memberId]);
    await commit(of, [at(lost, 1)], { release: true });
    await until('the partition to move', async () => (await owner(lost)) === second.memberId);
    expect(await owner(kept)).toBe(of.memberId);
    expect((await committed())[lost]).toBe(1);
  });
});
