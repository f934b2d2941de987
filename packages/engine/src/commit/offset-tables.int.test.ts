import { randomUUID } from 'node:crypto';
import { sqlState } from '@millrace/database';
import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommitFixture, createCommitFixture } from '../testing/commit-fixture.ts';
import { insertGroup } from '../testing/group-rows.ts';
import {
  carryOverOffsets,
  drop,
  offsetTables,
  readOpenOffsetTable,
  roll,
  rollOffsetTable,
} from '../testing/offset-table-steps.ts';
import { inItsTurn } from '../testing/segments.ts';
import { until, within } from '../testing/wait.ts';

const a = randomUUID();

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
  await fixture.group.own(a, 1);
});

afterEach(() => fixture.remove());

const commit = (...offsets: (readonly [number, number])[]) => fixture.lane.commit(fixture.group.request(a, 1, offsets));

describe('G14: the newest commit counts, whichever table it is in', () => {
  it('at every step of a roll, which may end after each of them', async () => {
    const { group, lane, offsets, other } = fixture;
    const { pool } = fixture.database;
    await commit([0, 10], [1, 11], [2, 12]);
    await lane.overwriteIn(other, group.groupId, [
      { partitionId: group.partitionIds[2] as number, nextOffset: null, logEpoch: 0 },
    ]);
    expect(await roll(pool)).toBe(true);
    expect(await offsetTables(pool)).toHaveLength(2);
    expect(await offsets()).toEqual([10, 11, null, null]);
    // Newer than what is carried over, also backwards and deleted.
    await commit([0, 5], [3, 13]);
    await lane.overwriteIn(other, group.groupId, [
      { partitionId: group.partitionIds[1] as number, nextOffset: null, logEpoch: 0 },
    ]);
    expect(await offsets()).toEqual([5, null, null, 13]);
    expect(await carryOverOffsets(pool)).toBe(2);
    expect(await offsets()).toEqual([5, null, null, 13]);
    expect(await carryOverOffsets(pool)).toBe(null);
    expect(await drop(pool)).toBe(0);
    expect(await offsetTables(pool)).toHaveLength(1);
    expect(await offsets()).toEqual([5, null, null, 13]);
  });

  it('also where carrying it over takes longer than any transaction', async () => {
    const { offsets, other } = fixture;
    const { pool } = fixture.database;
    await commit([0, 10]);
    const { id } = await readOpenOffsetTable(pool);
    await roll(pool);
    const limited = await fixture.database.connect();
    try {
      await limited.query(`select set_config(name, '50', false) from pg_settings where name = 'transaction_timeout'`);
      await other.query(`begin; lock table millrace_segments.o${id} in access exclusive mode`);
      const carrying = carryOverOffsets(limited as unknown as Pool);
      const waiting = `
select from pg_stat_activity a where a.datname = current_database() and a.query like '%carry_over_offsets%' and a.wait_event_type = 'Lock'
  and a.query_start < clock_timestamp() - interval '200 ms'`;
      const isWaiting = until('it to wait', async () => (await pool.query(waiting)).rows.length > 0);
      await Promise.race([isWaiting, carrying.catch(() => undefined)]);
      await other.query('rollback');
      expect(await carrying).toBe(1);
    } finally {
      await limited.end();
    }
    expect(await offsets()).toEqual([10, null, null, null]);
  });

  it('with its metadata, epoch and time', async () => {
    const { group, lane } = fixture;
    const { pool } = fixture.database;
    const request = group.request(a, 1, [[0, 10]]);
    const partitions = request.partitions.map((each) => ({ ...each, metadata: 'm', logEpoch: 4 }));
    await lane.commit({ ...request, partitions });
    const before = await lane.committed(group.groupId, group.partitionIds);
    expect(before).toMatchObject([{ nextOffset: 10, metadata: 'm', logEpoch: 4 }]);
    await roll(pool);
    await carryOverOffsets(pool);
    await drop(pool);
    expect(await lane.committed(group.groupId, group.partitionIds)).toEqual(before);
  });

  it('also for who asks while the table that it was in is dropped', async () => {
    const { offsets, other, blocked } = fixture;
    const { pool } = fixture.database;
    await commit([0, 10]);
    const { id } = await readOpenOffsetTable(pool);
    await roll(pool);
    await other.query('begin');
    await other.query('select millrace.carry_over_offsets()');
    await other.query(`drop table millrace_segments.o${id}`);
    await other.query('delete from millrace.offset_tables where id = $1', [id]);
    const asked = offsets();
    await blocked();
    await other.query('commit');
    expect(await within(asked, 'the answer')).toEqual([10, null, null, null]);
  });

  it('and what belongs to a group or a partition that is gone stays behind', async () => {
    const { group, lane, offsets } = fixture;
    const { pool } = fixture.database;
    const gone = await insertGroup(pool, 1);
    await gone.own(a, 1);
    await lane.commit(gone.request(a, 1, [[0, 1]]));
    await commit([0, 10], [1, 11]);
    await pool.query('delete from millrace.consumer_groups where id = $1', [gone.groupId]);
    await pool.query('delete from millrace.partitions where id = $1', [group.partitionIds[1]]);
    await roll(pool);
    expect(await carryOverOffsets(pool)).toBe(1);
    expect(await offsets(gone)).toEqual([null]);
    expect(await offsets()).toEqual([10, null, null, null]);
  });
});

describe('rolling', () => {
  it('drops the other tables when somebody made a view of one', async () => {
    const { pool } = fixture.database;
    const [viewed] = await offsetTables(pool);
    await pool.query(`create view of_offsets as select * from millrace_segments.${viewed}`);
    for (let i = 0; i < 2; i++) {
      expect(await roll(pool)).toBe(true);
      await carryOverOffsets(pool);
    }
    const [, , open] = await offsetTables(pool);
    await drop(pool);
    expect(await offsetTables(pool)).toEqual([viewed, open]);
    await pool.query('drop view of_offsets');
    await drop(pool);
    expect(await offsetTables(pool)).toEqual([open]);
  });

  it('happens once of those that two nodes want, and not before the table behind is carried over', async () => {
    const { offsets } = fixture;
    const { pool } = fixture.database;
    await commit([0, 10]);
    const { id } = await readOpenOffsetTable(pool);
    const rolled = await Promise.all(Array.from({ length: 6 }, () => inItsTurn(() => rollOffsetTable(pool, id))));
    expect(rolled).toContain(true);
    expect(await offsetTables(pool)).toHaveLength(2);
    expect(await roll(pool)).toBe(false);
    const carried = await Promise.all(Array.from({ length: 6 }, () => inItsTurn(() => carryOverOffsets(pool))));
    expect(carried.filter((copied) => copied !== null)).toEqual([1]);
    expect(await roll(pool)).toBe(true);
    expect(await offsets()).toEqual([10, null, null, null]);
  });

  it('waits for no transaction that commits for longer than 100 ms; what it holds goes to the table that it found', async () => {
    const { group, lane, offsets, other } = fixture;
    const { pool } = fixture.database;
    await other.query('begin');
    await lane.commitIn(other, group.request(a, 1, [[0, 10]]));
    const error = await within(
      roll(pool).catch((thrown) => thrown),
      'the roll to give up',
      3_500,
    );
    expect(sqlState(error)).toBe('55P03');
    await within(commit([1, 11]), 'another commit');
    await other.query('commit');
    expect(await roll(pool)).toBe(true);
    await carryOverOffsets(pool);
    await drop(pool);
    expect(await offsets()).toEqual([10, 11, null, null]);
  });

  it('keeps the order of commits that meet it', async () => {
    const { lane, group, offsets } = fixture;
    const { pool } = fixture.database;
    await commit([0, 0]);
    for (let i = 0; i < 5; i++) {
      await roll(pool);
      await carryOverOffsets(pool);
      const calls: Promise<void>[] = [];
      for (let n = 1; n <= 20; n++) {
        calls.push(lane.commit(group.request(a, 1, [[0, i * 20 + n]])));
        // The first of them are on their way when the last arrive.
        await new Promise(setImmediate);
      }
      await within(Promise.all(calls), 'the commits');
      expect(await offsets()).toEqual([(i + 1) * 20, null, null, null]);
    }
  });

  it('is not held up by a report that reads the table; only dropping it waits', async () => {
    const { offsets, other } = fixture;
    const { pool } = fixture.database;
    await commit([0, 10]);
    const [old] = await offsetTables(pool);
    await other.query('begin isolation level repeatable read');
    await other.query(`select count(*) from millrace_segments.${old}`);
    expect(await roll(pool)).toBe(true);
    await within(commit([1, 11]), 'a commit');
    expect(await carryOverOffsets(pool)).toBe(1);
    expect(await within(drop(pool), 'the drop to give up')).toBe(1);
    expect(await offsets()).toEqual([10, 11, null, null]);
    // Rolling does not wait for it either.
    expect(await roll(pool)).toBe(true);
    await commit([0, 12]);
    expect((await other.query(`select next_offset from millrace_segments.${old}`)).rows).toEqual([
      { next_offset: '10' },
    ]);
    await other.query('rollback');
    await carryOverOffsets(pool);
    expect(await drop(pool)).toBe(0);
    expect(await offsetTables(pool)).toHaveLength(1);
    expect(await offsets()).toEqual([12, 11, null, null]);
  });
});
