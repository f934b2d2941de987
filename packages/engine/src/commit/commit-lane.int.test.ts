import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { type CommitFixture, createCommitFixture } from '../testing/commit-fixture.ts';
import { insertGroup } from '../testing/group-rows.ts';
import { within } from '../testing/wait.ts';
import type { CommitRequest } from './offset-committer.ts';

const a = randomUUID();
const b = randomUUID();

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
  await fixture.group.own(a, 1);
});

afterEach(() => fixture.remove());

describe('G10: a commit is accepted iff its member owns the partition since its generation or before', () => {
  it('is accepted of the owner, also with a generation that has risen since', async () => {
    const { group, lane, offsets } = fixture;
    await lane.commit(group.request(a, 1, [[0, 10]]));
    await lane.commit(group.request(a, 7, [[1, 20]]));
    expect(await offsets()).toEqual([10, 20, null, null]);
  });

  it('is FENCED_MEMBER of another member, of nobody, and of a partition that the group does not have', async () => {
    const { database, group, lane, offsets } = fixture;
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
    const { group, lane, offsets } = fixture;
    await lane.commit(group.request(a, 1, [[0, 10]]));
    await group.own(b, 2, [0]);
    await group.own(a, 3, [0]);
    await expect(lane.commit(group.request(a, 2, [[0, 50]]))).rejects.toMatchObject({ code: 'ILLEGAL_GENERATION' });
    expect(await offsets()).toEqual([10, null, null, null]);
    await lane.commit(group.request(a, 3, [[0, 11]]));
    expect(await offsets()).toEqual([11, null, null, null]);
  });

  it('is refused when it waited for the row while the unit moved', async () => {
    const { beginMove, blocked, failures, group, lane, offsets, other } = fixture;
    await lane.commit(group.request(a, 1, [[0, 10]]));
    await beginMove(0, b, 2);
    const late = lane.commit(group.request(a, 1, [[0, 99]])).catch((error) => error);
    await blocked();
    await other.query('commit');
    expect(await within(late, 'the late commit')).toMatchObject({ code: 'FENCED_MEMBER' });
    expect(await offsets()).toEqual([10, null, null, null]);
    // It may have tried again, where the move took its time.
    expect(failures.filter((failure) => failure !== 'held')).toEqual([]);
  });

  it('is refused when the row it waited for is gone, and accepted when the move is rolled back', async () => {
    const { beginMove, blocked, group, lane, offsets, other } = fixture;
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
    const { blocked, database, group, lane, offsets } = fixture;
    const client = await database.pool.connect();
    try {
      await client.query('begin; set local idle_in_transaction_session_timeout = 0');
      await lane.commitIn(client, group.request(a, 1, [[0, 10]]));
      const moved = group.own(b, 2, [0]);
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
    const { flushes, group, lane, offsets } = fixture;
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
    const { database, group, lane } = fixture;
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
    const { database, flushes, group, lane, offsets } = fixture;
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
    const { flushes, group, lane, offsets } = fixture;
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
    const { group, lane, offsets, other } = fixture;
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

describe('a lane', () => {
  it('that closes finishes what it took and takes nothing more', async () => {
    const { group, lane, offsets, other } = fixture;
    const calls = [1, 2, 3].map((offset) => lane.commit(group.request(a, 1, [[0, offset]])));
    const closed = lane.close();
    await expect(lane.commit(group.request(a, 1, [[0, 4]]))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(lane.commitIn(other, group.request(a, 1, [[0, 4]]))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await within(Promise.all([...calls, closed]), 'the end');
    expect(await offsets()).toEqual([3, null, null, null]);
  });

  it('tells of what it commits, and takes calls of any size within its limit', async () => {
    const { createLane, database, flushes, offsets } = fixture;
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
    await expect(wide.commit(many.request(a, 1, all))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { limit: 'maxPartitionsPerCommit' },
    });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => wide.commit(many.request(a, 1, all.slice(1)))));
    expect(told.filter(([what]) => what === 'committed')).toEqual(Array(6).fill(['committed', 2_500]));
    expect(told.filter(([what, ms]) => what === 'latency' && ms > 0)).toHaveLength(6);
    // 10,000 partitions a transaction.
    expect(flushes).toEqual([10_000, 5_000]);
    expect(await offsets(many)).toEqual([null, ...all.slice(1).map(([, offset]) => offset)]);
  });
});
