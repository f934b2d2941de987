import { randomUUID } from 'node:crypto';
import { silentLogger, systemClock } from '@millrace/core';
import type { Database } from '@millrace/database';
import { createTestDatabase, startProxy, type TestDatabase } from '@millrace/database/testing';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { type GroupRows, insertGroup } from '../testing/group-rows.ts';
import { until, within } from '../testing/wait.ts';
import { CommitLane, type CommitLaneOptions } from './commit-lane.ts';
import type { CommitRequest } from './offset-committer.ts';

const a = randomUUID();
const b = randomUUID();

let test: TestDatabase;
let database: Database;
let other: pg.Client;
let lane: CommitLane;
let group: GroupRows;
/** Partitions of each flush that inserted something. */
let flushes: number[];
/** Why flushes failed. */
let failures: unknown[];

function createLane(options: Partial<CommitLaneOptions> = {}): CommitLane {
  const made = new CommitLane({
    database,
    clock: systemClock,
    logger: {
      ...silentLogger,
      warn: (fields) => void failures.push((fields as { failure?: string }).failure ?? 'unreachable'),
    },
    limits: defaultLimits,
    observer: { committed() {}, commitLatency() {} },
    onCommitted: (partitions) => void flushes.push(partitions),
    ...options,
  });
  onTestFinished(() => made.close());
  return made;
}

beforeEach(async () => {
  flushes = [];
  failures = [];
  test = await createTestDatabase();
  database = await test.open();
  other = await database.connect({ idle_in_transaction_session_timeout: 0, lock_timeout: 0 });
  lane = createLane();
  group = await insertGroup(database.pool, 4);
  await group.own(a, 1);
});

afterEach(async () => {
  await lane.close();
  await other.end();
  await database.close();
  await test.drop();
});

/** What is committed, by partition; null where nothing is. */
async function offsets(rows = group): Promise<(number | null)[]> {
  const found = await lane.committed(rows.groupId, rows.partitionIds);
  return rows.partitionIds.map((id) => found.find((each) => each.partitionId === id)?.nextOffset ?? null);
}

/** Resolves once so many sessions wait for a lock. */
const blocked = (count = 1) =>
  until(
    'a session to wait for a lock',
    async () =>
      (
        await database.pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).rowCount === count,
  );

const moveSql = 'update millrace.group_partitions set owner = $1, owner_generation = $2 where partition_id = $3';

/** Begins to move a partition in another session; `other.query('commit')` does it. */
async function beginMove(partition: number, to: string | null, generation: number): Promise<void> {
  await other.query('begin');
  await other.query(moveSql, [to, generation, group.partitionIds[partition]]);
}

describe('G10: a commit is accepted iff its member owns the partition since its generation or before', () => {
  it('is accepted of the owner, also with a generation that has risen since', async () => {
    await lane.commit(group.request(a, 1, [[0, 10]]));
    await lane.commit(group.request(a, 7, [[1, 20]]));
    expect(await offsets()).toEqual([10, 20, null, null]);
  });

  it('is FENCED_MEMBER of another member, of nobody, and of a partition that the group does not have', async () => {
    await group.own(null, 1, [1]);
    const foreign = await insertGroup(database.pool, 1);
    const request: CommitRequest = { ...foreign.request(a, 1, [[0, 5]]), groupId: group.groupId };
    for (const refused of [group.request(b, 9, [[0, 5]]), group.request(a, 9, [[1, 5]]), request]) {
      await expect(lane.commit(refused)).rejects.toMatchObject({ code: 'FENCED_MEMBER', retriable: false });
    }
    await expect(lane.commit(group.request(b, 9, [[0, 5]]))).rejects.toThrow(/belongs to another member/);
    await expect(lane.commit(group.request(a, 9, [[1, 5]]))).rejects.toThrow(/belongs to no member/);
    expect(await offsets()).toEqual([null, null, null, null]);
  });

  it('is ILLEGAL_GENERATION of a member that has lost and regained the partition since', async () => {
    await lane.commit(group.request(a, 1, [[0, 10]]));
    await group.own(b, 2, [0]);
    await group.own(a, 3, [0]);
    await expect(lane.commit(group.request(a, 2, [[0, 50]]))).rejects.toMatchObject({ code: 'ILLEGAL_GENERATION' });
    expect(await offsets()).toEqual([10, null, null, null]);
    await lane.commit(group.request(a, 3, [[0, 11]]));
    expect(await offsets()).toEqual([11, null, null, null]);
  });

  it('is refused when it waited for the row while the unit moved', async () => {
    await lane.commit(group.request(a, 1, [[0, 10]]));
    await beginMove(0, b, 2);
    const late = lane.commit(group.request(a, 1, [[0, 99]])).catch((error) => error);
    await blocked();
    await other.query('commit');
    expect(await within(late, 'the late commit')).toMatchObject({ code: 'FENCED_MEMBER' });
    expect(await offsets()).toEqual([10, null, null, null]);
    expect(failures).toEqual([]);
  });

  it('is refused when the row it waited for is gone, and accepted when the move is rolled back', async () => {
    await other.query('begin');
    await other.query('delete from millrace.group_partitions where partition_id = $1', [group.partitionIds[0]]);
    const late = lane.commit(group.request(a, 1, [[0, 99]])).catch((error) => error);
    await blocked();
    await other.query('commit');
    expect(await within(late, 'the late commit')).toMatchObject({ code: 'FENCED_MEMBER' });
    await beginMove(1, b, 2);
    const fine = lane.commit(group.request(a, 1, [[1, 7]]));
    await blocked();
    await other.query('rollback');
    await within(fine, 'the commit');
    expect(await offsets()).toEqual([null, 7, null, null]);
  });

  it('holds at the commit: a unit that is committed cannot move before', async () => {
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await lane.commitIn(client, group.request(a, 1, [[0, 10]]));
      const moved = other.query(moveSql, [b, 2, group.partitionIds[0]]);
      await blocked();
      expect(await offsets()).toEqual([null, null, null, null]);
      await client.query('commit');
      await within(moved, 'the move');
      expect(await offsets()).toEqual([10, null, null, null]);
    } finally {
      client.release();
    }
  });
});

describe('G11: a commit is all or nothing over its partitions', () => {
  it('of which one is not its own: none is committed', async () => {
    await group.own(b, 2, [2]);
    const refused = group.request(a, 1, [
      [0, 10],
      [1, 11],
      [2, 12],
      [3, 13],
    ]);
    const error = await lane.commit(refused).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'FENCED_MEMBER', details: { partition: 2, generation: 1 } });
    expect(await offsets()).toEqual([null, null, null, null]);
    expect(flushes).toEqual([]);
  });

  it('is acknowledged when other sessions see it, with its metadata, epoch and time', async () => {
    const { rows } = await database.pool.query<{ now: string }>('select millrace.now() as now');
    const [commit] = group.request(a, 1, [[0, 2 ** 52]]).partitions;
    const metadata = 'Größe "1", {x}\\ 🦆';
    await lane.commit({
      ...group.request(a, 1, [[1, 0]]),
      partitions: [
        { ...(commit as CommitRequest['partitions'][number]), metadata, logEpoch: 3 },
        ...group.request(a, 1, [[1, 0]]).partitions,
      ],
    });
    const [first, second] = await lane.committed(group.groupId, group.partitionIds);
    expect(first).toMatchObject({ nextOffset: 2 ** 52, metadata, logEpoch: 3 });
    expect(first?.committedAt).toBeGreaterThanOrEqual(Number(rows[0]?.now));
    expect(second).toMatchObject({ nextOffset: 0, metadata: null, logEpoch: 0 });
  });
});

describe('G12: one refused commit fails no other of the same batch', () => {
  it('whatever else is wrong with it', async () => {
    await group.own(b, 2, [1]);
    const second = await insertGroup(database.pool, 40);
    await second.own(b, 5);
    const bad = group.request(a, 1, [[0, 1]]);
    const calls = [
      ...Array.from({ length: 40 }, (_, i) => ({
        request: second.request(i % 3 === 0 ? a : b, 5, [[i, i]]),
        expected: i % 3 === 0 ? 'FENCED_MEMBER' : 'committed',
      })),
      { request: group.request(a, 1, [[0, 1]]), expected: 'committed' },
      { request: group.request(a, 1, [[1, 1]]), expected: 'FENCED_MEMBER' },
      { request: group.request(b, 1, [[1, 1]]), expected: 'ILLEGAL_GENERATION' },
      { request: group.request(a, 1, [[0, -1]]), expected: 'OFFSET_OUT_OF_RANGE' },
      { request: group.request(a, 1, [[0, 0.5]]), expected: 'INVALID_INPUT' },
      { request: group.request(a, 2 ** 31, [[0, 0]]), expected: 'INVALID_INPUT' },
      { request: group.request('me', 1, [[0, 0]]), expected: 'UNKNOWN_MEMBER' },
      ...['\u0000', 'x'.repeat(4_097)].map((metadata) => ({
        request: { ...bad, partitions: bad.partitions.map((each) => ({ ...each, metadata })) },
        expected: metadata === '\u0000' ? 'INVALID_INPUT' : 'LIMIT_EXCEEDED',
      })),
    ];
    const outcomes = await Promise.all(
      calls.map(({ request }) =>
        lane.commit(request).then(
          () => 'committed',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(outcomes).toEqual(calls.map(({ expected }) => expected));
    // They went together.
    expect(flushes).toEqual([27]);
    expect(await offsets()).toEqual([1, null, null, null]);
    expect(await offsets(second)).toEqual(Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? null : i)));
  });
});

describe('G13: a committed offset is the next one to read', () => {
  it('may go backwards; of two commits of one flush the later counts', async () => {
    await Promise.all(
      [30, 10, 20, 5, 15].map((offset, i) =>
        lane.commit(
          group.request(a, 1, [
            [0, offset],
            [1 + (i % 3), offset],
          ]),
        ),
      ),
    );
    expect(flushes).toEqual([10]);
    expect(await offsets()).toEqual([15, 5, 15, 20]);
    await lane.commit(group.request(a, 1, [[0, 3]]));
    expect(await offsets()).toEqual([3, 5, 15, 20]);
  });

  it('is overwritten and deleted by resets, inside their transaction', async () => {
    await lane.commit(
      group.request(a, 1, [
        [0, 10],
        [1, 11],
      ]),
    );
    const [first, second, third] = group.partitionIds as [number, number, number];
    await other.query('begin');
    await lane.overwriteIn(other, group.groupId, [
      { partitionId: first, nextOffset: 4, logEpoch: 2 },
      { partitionId: second, nextOffset: null, logEpoch: 0 },
      { partitionId: third, nextOffset: 0, logEpoch: 0 },
    ]);
    expect(await offsets()).toEqual([10, 11, null, null]);
    await other.query('commit');
    expect(await offsets()).toEqual([4, null, 0, null]);
    expect((await lane.committed(group.groupId, [first]))[0]?.logEpoch).toBe(2);
  });
});

describe('G15: a commit inside a caller’s transaction', () => {
  it('takes effect with its commit, or never', async () => {
    await other.query('create table done (id integer)');
    for (const [end, offset] of [
      ['rollback', 10],
      ['commit', 20],
    ] as const) {
      await other.query('begin');
      await other.query('insert into done values ($1)', [offset]);
      await lane.commitIn(other, group.request(a, 1, [[0, offset]]));
      expect(await offsets()).toEqual([null, null, null, null]);
      await other.query(end);
    }
    expect(await offsets()).toEqual([20, null, null, null]);
    expect((await other.query('select id from done')).rows).toEqual([{ id: 20 }]);
  });

  it('that is refused fails the transaction: nothing else of it can be committed', async () => {
    await other.query('create table done (id integer)');
    await group.own(b, 2, [1]);
    for (const [request, code] of [
      [
        group.request(a, 1, [
          [0, 5],
          [1, 6],
        ]),
        'FENCED_MEMBER',
      ],
      [group.request(b, 1, [[1, 6]]), 'ILLEGAL_GENERATION'],
    ] as const) {
      await other.query('begin');
      await other.query('insert into done values (1)');
      await expect(lane.commitIn(other, request)).rejects.toMatchObject({ code });
      expect((await other.query('commit')).command).toBe('ROLLBACK');
    }
    expect((await other.query('select from done')).rowCount).toBe(0);
    expect(await offsets()).toEqual([null, null, null, null]);
  });

  it('that waited for the row while the unit moved is refused', async () => {
    const client = await database.connect();
    try {
      await client.query('begin');
      await client.query('select');
      await beginMove(0, b, 2);
      const late = lane.commitIn(client, group.request(a, 1, [[0, 99]])).catch((error) => error);
      await blocked();
      await other.query('commit');
      expect(await within(late, 'the late commit')).toMatchObject({ code: 'FENCED_MEMBER' });
    } finally {
      await client.end();
    }
  });

  it('is INVALID_INPUT where a stale check would pass, and PARTITION_BUSY where the row is not to be had', async () => {
    for (const level of ['repeatable read', 'serializable']) {
      await other.query(`begin isolation level ${level}`);
      await expect(lane.commitIn(other, group.request(a, 1, [[0, 1]]))).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(/begin isolation level read committed/),
      });
      await other.query('rollback');
    }
    await beginMove(0, b, 2);
    const client = await database.connect({ lock_timeout: '20ms' });
    try {
      await client.query('begin');
      await expect(lane.commitIn(client, group.request(a, 1, [[0, 1]]))).rejects.toMatchObject({
        code: 'PARTITION_BUSY',
        retriable: true,
      });
    } finally {
      await client.end();
    }
  });
});

describe('an ownership row that another session holds, as a coordinator does that froze', () => {
  it('keeps waiting only those that touch it, in order', async () => {
    await beginMove(0, b, 2);
    const waiting = [
      lane.commit(group.request(a, 1, [[0, 1]])),
      // Touches a free row as well, and must not be overtaken there.
      lane.commit(
        group.request(a, 1, [
          [0, 2],
          [1, 2],
        ]),
      ),
    ];
    let settled = 0;
    for (const call of waiting) void call.then(() => settled++);
    const behind = lane.commit(group.request(a, 1, [[1, 3]])).then(() => settled);
    await until('the row to be found held', () => failures.includes('held'));
    for (let i = 1; i <= 20; i++) {
      await within(lane.commit(group.request(a, 1, [[2, i]])), 'a commit of a free partition', 1_000);
      expect(settled).toBe(0);
    }
    expect(await offsets()).toEqual([null, null, 20, null]);
    await other.query('rollback');
    await within(Promise.all(waiting), 'those that waited');
    expect(await within(behind, 'the one behind them')).toBe(2);
    expect(await offsets()).toEqual([2, 3, 20, null]);
  });

  it('lets those that waited be refused when the unit has moved, and others through', async () => {
    await beginMove(0, b, 2);
    const late = lane.commit(group.request(a, 1, [[0, 1]])).catch((error) => error);
    const next = lane.commit(group.request(b, 2, [[0, 5]]));
    await until('the row to be found held', () => failures.includes('held'));
    await other.query('commit');
    expect(await within(late, 'the late one')).toMatchObject({ code: 'FENCED_MEMBER' });
    await within(next, 'the new owner’s');
    expect(await offsets()).toEqual([5, null, null, null]);
  });

  it('fails those with PARTITION_BUSY that waited for deliveryTimeoutMs, and refuses with QUEUE_FULL', async () => {
    const limits = { ...defaultLimits, deliveryTimeoutMs: 700, maxQueuedCommits: 3 };
    const impatient = createLane({ limits });
    await beginMove(0, b, 2);
    const busy = [1, 2, 3].map((offset) => impatient.commit(group.request(a, 1, [[0, offset]])).catch((e) => e));
    await expect(impatient.commit(group.request(a, 1, [[2, 4]]))).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      retriable: true,
    });
    for (const call of busy) {
      expect(await within(call, 'the refusal')).toMatchObject({ code: 'PARTITION_BUSY', retriable: true });
    }
    await within(impatient.commit(group.request(a, 1, [[2, 4]])), 'a commit of a free partition');
    await other.query('rollback');
    expect(await offsets()).toEqual([null, null, 4, null]);
  });
});

describe('an outage', () => {
  it('is ridden out: the same commits go again, in order', async () => {
    await beginMove(0, b, 2);
    const calls = [1, 2].map((offset) => lane.commit(group.request(a, 1, [[0, offset]])));
    await blocked();
    // The session is lost in the middle of the flush: nobody can say what became of it.
    await other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await until('the loss to be noticed', () => failures.includes('outage'));
    await other.query('rollback');
    await within(Promise.all(calls), 'the commits');
    expect(await offsets()).toEqual([2, null, null, null]);
  });

  it('that lasts fails them with POSTGRES_UNAVAILABLE; afterwards others are committed', async () => {
    const proxy = await startProxy(test.url);
    const away = await test.open({ directUrl: proxy.url });
    const limits = { ...defaultLimits, deliveryTimeoutMs: 300 };
    const cut = createLane({ database: away, limits });
    await cut.commit(group.request(a, 1, [[0, 1]]));
    proxy.freeze();
    const lost = cut.commit(group.request(a, 1, [[0, 2]]));
    await expect(within(lost, 'the refusal')).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
    proxy.cut();
    await within(cut.commit(group.request(a, 1, [[0, 3]])), 'a commit after the outage');
    expect(await offsets()).toEqual([3, null, null, null]);
    await proxy.close();
    const refused = cut.commit(group.request(a, 1, [[0, 4]]));
    await expect(within(refused, 'the refusal')).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    await cut.close();
    await away.close();
  });
});

describe('a lane', () => {
  it('that closes finishes what it took and takes nothing more', async () => {
    const calls = [1, 2, 3].map((offset) => lane.commit(group.request(a, 1, [[0, offset]])));
    const closed = lane.close();
    await expect(lane.commit(group.request(a, 1, [[0, 4]]))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(lane.commitIn(other, group.request(a, 1, [[0, 4]]))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await within(Promise.all([...calls, closed]), 'the end');
    expect(await offsets()).toEqual([3, null, null, null]);
  });

  it('tells of what it commits, and takes calls of any size within its limit', async () => {
    const told: [string, number][] = [];
    const limits = { ...defaultLimits, maxPartitionsPerCommit: 2_500 };
    const observer = {
      committed: (partitions: number) => void told.push(['committed', partitions]),
      commitLatency: (ms: number) => void told.push(['latency', ms]),
    };
    const wide = createLane({ limits, observer });
    const many = await insertGroup(database.pool, 2_501);
    await many.own(a, 1);
    const all = Array.from({ length: 2_501 }, (_, i) => [i, i] as const);
    await wide.commit(many.request(a, 1, []));
    await expect(wide.commit(many.request(a, 1, all))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => wide.commit(many.request(a, 1, all.slice(1)))));
    expect(told.filter(([what]) => what === 'committed')).toEqual(Array(6).fill(['committed', 2_500]));
    expect(told.filter(([what, ms]) => what === 'latency' && ms > 0)).toHaveLength(6);
    // 10,000 partitions a transaction.
    expect(flushes).toEqual([10_000, 5_000]);
    expect(await offsets(many)).toEqual([null, ...all.slice(1).map(([, offset]) => offset)]);
  });
});
