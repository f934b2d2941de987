import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommitFixture, createCommitFixture } from '../testing/commit-fixture.ts';
import { within } from '../testing/wait.ts';

const a = randomUUID();
const b = randomUUID();

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
  await fixture.group.own(a, 1);
});

afterEach(() => fixture.remove());

describe('G15: a commit inside a caller’s transaction', () => {
  it('takes effect with its commit, or never', async () => {
    const { group, lane, offsets, other } = fixture;
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
    const { group, lane, offsets, other } = fixture;
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
    const { beginMove, blocked, database, group, lane, other } = fixture;
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
    const { beginMove, database, group, lane, other } = fixture;
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
