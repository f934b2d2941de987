import { randomUUID } from 'node:crypto';
import { silentLogger, systemClock } from '@millrace/core';
import { sqlState } from '@millrace/database';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommitFixture, createCommitFixture } from '../testing/commit-fixture.ts';
import { insertGroup } from '../testing/group-rows.ts';
import { random } from '../testing/random.ts';
import { until, within } from '../testing/wait.ts';
import { OffsetTableKeeper } from './offset-table-keeper.ts';
import { carryOverOffsets, dropOffsetTables, readOpenOffsetTable, rollOffsetTable } from './offset-tables.ts';

const a = randomUUID();

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
  await fixture.group.own(a, 1);
});

afterEach(() => fixture.remove());

const commit = (...offsets: (readonly [number, number])[]) => fixture.lane.commit(fixture.group.request(a, 1, offsets));

/** Tables of committed offsets that are there. */
async function tables(): Promise<string[]> {
  const { rows } = await fixture.database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'millrace_segments' and tablename like 'o%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

const roll = async () => rollOffsetTable(fixture.database.pool, (await readOpenOffsetTable(fixture.database.pool)).id);

async function drop(): Promise<number> {
  const client = await fixture.database.pool.connect();
  try {
    return await dropOffsetTables(client);
  } finally {
    client.release();
  }
}

describe('G14: the newest commit counts, whichever table it is in', () => {
  it('at every step of a roll, which may end after each of them', async () => {
    const { database, group, lane, offsets, other } = fixture;
    await commit([0, 10], [1, 11], [2, 12]);
    await lane.overwriteIn(other, group.groupId, [
      { partitionId: group.partitionIds[2] as number, nextOffset: null, logEpoch: 0 },
    ]);
    expect(await roll()).toBe(true);
    expect(await tables()).toHaveLength(2);
    expect(await offsets()).toEqual([10, 11, null, null]);
    // Newer than what is carried over, also backwards and deleted.
    await commit([0, 5], [3, 13]);
    await lane.overwriteIn(other, group.groupId, [
      { partitionId: group.partitionIds[1] as number, nextOffset: null, logEpoch: 0 },
    ]);
    expect(await offsets()).toEqual([5, null, null, 13]);
    expect(await carryOverOffsets(database.pool)).toBe(2);
    expect(await offsets()).toEqual([5, null, null, 13]);
    expect(await carryOverOffsets(database.pool)).toBe(null);
    expect(await drop()).toBe(0);
    expect(await tables()).toHaveLength(1);
    expect(await offsets()).toEqual([5, null, null, 13]);
  });

  it('with its metadata, epoch and time', async () => {
    const { database, group, lane } = fixture;
    const request = group.request(a, 1, [[0, 10]]);
    const partitions = request.partitions.map((each) => ({ ...each, metadata: 'm', logEpoch: 4 }));
    await lane.commit({ ...request, partitions });
    const before = await lane.committed(group.groupId, group.partitionIds);
    expect(before).toMatchObject([{ nextOffset: 10, metadata: 'm', logEpoch: 4 }]);
    await roll();
    await carryOverOffsets(database.pool);
    await drop();
    expect(await lane.committed(group.groupId, group.partitionIds)).toEqual(before);
  });

  it('and what belongs to a group or a partition that is gone stays behind', async () => {
    const { database, group, lane, offsets } = fixture;
    const gone = await insertGroup(database.pool, 1);
    await gone.own(a, 1);
    await lane.commit(gone.request(a, 1, [[0, 1]]));
    await commit([0, 10], [1, 11]);
    await database.pool.query('delete from millrace.consumer_groups where id = $1', [gone.groupId]);
    await database.pool.query('delete from millrace.partitions where id = $1', [group.partitionIds[1]]);
    await roll();
    expect(await carryOverOffsets(database.pool)).toBe(1);
    expect(await offsets(gone)).toEqual([null]);
    expect(await offsets()).toEqual([10, null, null, null]);
  });
});

describe('rolling', () => {
  it('happens once of those that two nodes want, and not before the table behind is carried over', async () => {
    const { database, offsets } = fixture;
    await commit([0, 10]);
    const { id } = await readOpenOffsetTable(database.pool);
    const rolled = await Promise.all(Array.from({ length: 6 }, () => rollOffsetTable(database.pool, id)));
    expect(rolled).toContain(true);
    expect(await tables()).toHaveLength(2);
    expect(await roll()).toBe(false);
    const carried = await Promise.all(Array.from({ length: 6 }, () => carryOverOffsets(database.pool)));
    expect(carried.filter((copied) => copied !== null)).toEqual([1]);
    expect(await roll()).toBe(true);
    expect(await offsets()).toEqual([10, null, null, null]);
  });

  it('waits for no transaction that commits for longer than 100 ms; what it holds goes to the table that it found', async () => {
    const { database, group, lane, offsets, other } = fixture;
    await other.query('begin');
    await lane.commitIn(other, group.request(a, 1, [[0, 10]]));
    const error = await within(
      roll().catch((thrown) => thrown),
      'the roll to give up',
      2_000,
    );
    expect(sqlState(error)).toBe('55P03');
    await within(commit([1, 11]), 'another commit', 1_000);
    await other.query('commit');
    expect(await roll()).toBe(true);
    await carryOverOffsets(database.pool);
    await drop();
    expect(await offsets()).toEqual([10, 11, null, null]);
  });

  it('is not held up by a report that reads the table; only dropping it waits', async () => {
    const { database, offsets, other } = fixture;
    await commit([0, 10]);
    const [old] = await tables();
    await other.query('begin isolation level repeatable read');
    await other.query(`select count(*) from millrace_segments.${old}`);
    expect(await roll()).toBe(true);
    await within(commit([1, 11]), 'a commit', 1_000);
    expect(await carryOverOffsets(database.pool)).toBe(1);
    expect(await within(drop(), 'the drop to give up', 2_000)).toBe(1);
    expect(await offsets()).toEqual([10, 11, null, null]);
    // Rolling does not wait for it either.
    expect(await roll()).toBe(true);
    await commit([0, 12]);
    expect((await other.query(`select next_offset from millrace_segments.${old}`)).rows).toEqual([
      { next_offset: '10' },
    ]);
    await other.query('rollback');
    await carryOverOffsets(database.pool);
    expect(await drop()).toBe(0);
    expect(await tables()).toHaveLength(1);
    expect(await offsets()).toEqual([12, 11, null, null]);
  });

  it('at any moment among commits, resets, reports and nodes: what is read is what was acknowledged last', async () => {
    const { createLane, database, lane, offsets, other } = fixture;
    const chance = random(14);
    const wide = await insertGroup(database.pool, 12);
    await wide.own(a, 1);
    const second = createLane();
    let done = false;
    let rolls = 0;
    let carried = 0;
    let left = 0;
    let acknowledged = 0;
    const last: (number | null)[] = [];
    const inTransaction = async (work: (client: pg.ClientBase) => Promise<void>) => {
      const client = await database.pool.connect();
      try {
        await client.query('begin');
        await work(client);
        await client.query('commit');
      } finally {
        client.release();
      }
    };
    const others = async (count: number) => {
      const seen = acknowledged;
      await until('others to commit', () => done || acknowledged >= seen + count);
    };
    /** One partition's commits, one after another, from two nodes and in transactions of callers; some delete. */
    const worker = async (partition: number) => {
      const partitionId = wide.partitionIds[partition] as number;
      for (let n = 0; n < 60; n++) {
        const nextOffset = chance() < 0.2 ? null : Math.floor(chance() * 1_000);
        const way = chance();
        if (nextOffset === null) {
          const deleted = [{ partitionId, nextOffset, logEpoch: 0 }];
          await inTransaction((client) => lane.overwriteIn(client, wide.groupId, deleted));
        } else {
          const request = wide.request(a, 1, [[partition, nextOffset]]);
          if (way < 0.9) await (way < 0.45 ? lane : second).commit(request);
          else {
            await inTransaction(async (client) => {
              await second.commitIn(client, request);
              await others(Math.floor(chance() * 20));
            });
          }
        }
        acknowledged += 1;
        last[partition] = nextOffset;
        const [found] = await lane.committed(wide.groupId, [partitionId]);
        expect(found?.nextOffset ?? null).toBe(nextOffset);
      }
    };
    /** Keeps the tables and knows of no other that does; each step by itself, as if its process ended behind it. */
    const keeper = async () => {
      while (!done) {
        const step = chance();
        try {
          if (step < 0.4 && (await roll())) rolls += 1;
          else if (step < 0.8) carried += (await carryOverOffsets(database.pool)) ?? 0;
          else left += await drop();
        } catch (error) {
          expect(sqlState(error)).toBe('55P03');
        }
      }
    };
    const reporter = async () => {
      while (!done) {
        await other.query('begin isolation level repeatable read');
        const seen = 'select * from millrace.committed_offsets($1, $2) order by partition_id';
        const { rows } = await other.query(seen, [wide.groupId, wide.partitionIds]);
        await others(100);
        expect((await other.query(seen, [wide.groupId, wide.partitionIds])).rows).toEqual(rows);
        await other.query('commit');
      }
    };
    const watchers = [keeper(), keeper(), keeper(), reporter()];
    await Promise.all(wide.partitionIds.map((_, partition) => worker(partition)));
    done = true;
    await Promise.all(watchers);
    expect(await offsets(wide)).toEqual(last);
    expect({ rolls, carried, left }).toEqual({
      rolls: expect.toSatisfy((count: number) => count > 10),
      carried: expect.toSatisfy((count: number) => count > 50),
      left: expect.toSatisfy((count: number) => count > 0),
    });
  }, 60_000);
});

describe('the keeper of the tables', () => {
  const limits = { maintenanceIntervalMs: 10, offsetTableBytes: 128 * 1024 };
  const options = () => ({ pool: fixture.database.pool, clock: systemClock, logger: silentLogger, limits });

  it('rolls, carries over and drops while commits go on, until one table is left', async () => {
    const { createLane, database, group, offsets } = fixture;
    const first = await readOpenOffsetTable(database.pool);
    const keepers = [new OffsetTableKeeper(options()), new OffsetTableKeeper(options())];
    const busy = createLane({ onCommitted: (partitions) => keepers[0]?.noteCommitted(partitions) });
    for (let i = 0; i < 120; i++) {
      await Promise.all([0, 1, 2, 3].flatMap((partition) =>
        Array.from({ length: 25 }, (_, n) => busy.commit(group.request(a, 1, [[partition, i * 25 + n]]))),
      )); // biome-ignore format: calls
    }
    await until('three rolls', async () => (await readOpenOffsetTable(database.pool)).id >= first.id + 3);
    await until('the tables before to be dropped', async () => (await tables()).length === 1);
    expect(await offsets()).toEqual([2_999, 2_999, 2_999, 2_999]);
    await Promise.all(keepers.map((keeper) => keeper.close()));
  });

  it('goes on where another one stopped', async () => {
    const { offsets } = fixture;
    await commit([0, 10]);
    await roll();
    await commit([0, 11]);
    const keeper = new OffsetTableKeeper(options());
    await until('the table to be dropped', async () => (await tables()).length === 1);
    expect(await offsets()).toEqual([11, null, null, null]);
    await keeper.close();
  });

  it('leaves a table to grow whose newest rows alone are more than one takes', async () => {
    const { database, lane } = fixture;
    const wide = await insertGroup(database.pool, 2_000);
    await wide.own(a, 1);
    const all = wide.partitionIds.map((_, partition) => [partition, partition] as const);
    await lane.commit(wide.request(a, 1, all));
    await roll();
    await carryOverOffsets(database.pool);
    const grown = await readOpenOffsetTable(database.pool);
    expect(grown.byteSize).toBeGreaterThan(limits.offsetTableBytes);
    expect(grown.carriedBytes).toBe(grown.byteSize);
    const keeper = new OffsetTableKeeper(options());
    await until('the table before to be dropped', async () => (await tables()).length === 1);
    expect((await readOpenOffsetTable(database.pool)).id).toBe(grown.id);
    keeper.noteCommitted(1);
    for (let i = 0; i < 2; i++) await lane.commit(wide.request(a, 1, all));
    keeper.noteCommitted(4_000);
    await until('a roll', async () => (await readOpenOffsetTable(database.pool)).id > grown.id);
    await keeper.close();
  });
});
