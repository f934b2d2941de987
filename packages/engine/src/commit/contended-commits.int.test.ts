import { randomUUID } from 'node:crypto';
import { startProxy } from '@millrace/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { type CommitFixture, createCommitFixture } from '../testing/commit-fixture.ts';
import { eventually, until, within } from '../testing/wait.ts';

const a = randomUUID();
const b = randomUUID();

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
  await fixture.group.own(a, 1);
});

afterEach(() => fixture.remove());

describe('an ownership row that another session holds, as a coordinator does that froze', () => {
  it('keeps waiting only those that touch it, in order', async () => {
    const { beginMove, failures, group, lane, offsets, other } = fixture;
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
    const last = lane.commit(group.request(a, 1, [[1, 4]])).then(() => settled);
    for (let i = 1; i <= 20; i++) {
      await within(lane.commit(group.request(a, 1, [[2, i]])), 'a commit of a free partition');
      expect(settled).toBe(0);
    }
    expect(await offsets()).toEqual([null, null, 20, null]);
    await other.query('rollback');
    await within(Promise.all(waiting), 'those that waited');
    expect(await within(Promise.all([behind, last]), 'those behind them')).toEqual([2, 2]);
    expect(await offsets()).toEqual([2, 4, 20, null]);
  });

  it('lets those that waited be refused when the unit has moved, and others through', async () => {
    const { beginMove, failures, group, lane, offsets, other } = fixture;
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
    const { beginMove, createLane, group, offsets, other } = fixture;
    const limits = { ...defaultLimits, deliveryTimeoutMs: 2_000, maxQueuedCommits: 3 };
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
    await eventually('a commit of a free partition', () => impatient.commit(group.request(a, 1, [[2, 4]])));
    await other.query('rollback');
    expect(await offsets()).toEqual([null, null, 4, null]);
  });
});

describe('an outage', () => {
  it('is ridden out: the same commits go again, in order', async () => {
    const { beginMove, blocked, failures, group, lane, offsets, other } = fixture;
    await beginMove(0, b, 2);
    const calls = [1, 2].map((offset) => lane.commit(group.request(a, 1, [[0, offset]])));
    await blocked();
    // Newer than those that go again.
    calls.push(lane.commit(group.request(a, 1, [[0, 3]])));
    // The session is lost in the middle of the flush: nobody can say what became of it.
    await other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await until('the loss to be noticed', () => failures.includes('outage'));
    await other.query('rollback');
    await within(Promise.all(calls), 'the commits');
    expect(await offsets()).toEqual([3, null, null, null]);
  });

  it('that lasts fails them with POSTGRES_UNAVAILABLE; afterwards others are committed', async () => {
    const { createLane, group, offsets, test } = fixture;
    const proxy = await startProxy(test.url);
    const away = await test.open({ directUrl: proxy.url });
    const limits = { ...defaultLimits, deliveryTimeoutMs: 2_000 };
    const cut = createLane({ database: away, limits });
    await eventually('a commit', () => cut.commit(group.request(a, 1, [[0, 1]])));
    proxy.freeze();
    const lost = cut.commit(group.request(a, 1, [[0, 2]]));
    await expect(within(lost, 'the refusal')).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
    proxy.cut();
    await eventually('a commit after the outage', () => cut.commit(group.request(a, 1, [[0, 3]])));
    expect(await offsets()).toEqual([3, null, null, null]);
    await proxy.close();
    const refused = cut.commit(group.request(a, 1, [[0, 4]]));
    await expect(within(refused, 'the refusal')).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    await cut.close();
    await away.close();
  });
});
