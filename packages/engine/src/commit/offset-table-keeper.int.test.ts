import { randomUUID } from 'node:crypto';
import { silentLogger, systemClock } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommitFixture, createCommitFixture } from '../testing/commit-fixture.ts';
import { insertGroup } from '../testing/group-rows.ts';
import { carryOverOffsets, offsetTables, readOpenOffsetTable, roll } from '../testing/offset-table-steps.ts';
import { until } from '../testing/wait.ts';
import { OffsetTableKeeper } from './offset-table-keeper.ts';

const a = randomUUID();

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
  await fixture.group.own(a, 1);
});

afterEach(() => fixture.remove());

const commit = (...offsets: (readonly [number, number])[]) => fixture.lane.commit(fixture.group.request(a, 1, offsets));

describe('the keeper of the tables', () => {
  const limits = { maintenanceIntervalMs: 10, offsetTableBytes: 128 * 1024 };
  const options = () => ({ pool: fixture.database.pool, clock: systemClock, logger: silentLogger, limits });

  it('rolls, carries over and drops while commits go on, until one table is left', async () => {
    const { createLane, group, offsets } = fixture;
    const { pool } = fixture.database;
    const first = await readOpenOffsetTable(pool);
    const keepers = [new OffsetTableKeeper(options()), new OffsetTableKeeper(options())];
    const busy = createLane({ onCommitted: (partitions) => keepers[0]?.noteCommitted(partitions) });
    for (let i = 0; i < 120; i++) {
      await Promise.all([0, 1, 2, 3].flatMap((partition) =>
        Array.from({ length: 25 }, (_, n) => busy.commit(group.request(a, 1, [[partition, i * 25 + n]]))),
      )); // biome-ignore format: calls
    }
    await until('three rolls', async () => (await readOpenOffsetTable(pool)).id >= first.id + 3);
    await until('the tables before to be dropped', async () => (await offsetTables(pool)).length === 1);
    expect(await offsets()).toEqual([2_999, 2_999, 2_999, 2_999]);
    await Promise.all(keepers.map((keeper) => keeper.close()));
  });

  it('goes on where another one stopped', async () => {
    const { offsets } = fixture;
    const { pool } = fixture.database;
    await commit([0, 10]);
    await roll(pool);
    await commit([0, 11]);
    const keeper = new OffsetTableKeeper(options());
    await until('the table to be dropped', async () => (await offsetTables(pool)).length === 1);
    expect(await offsets()).toEqual([11, null, null, null]);
    await keeper.close();
  });

  it('leaves a table to grow whose newest rows alone are more than one takes', async () => {
    const { lane } = fixture;
    const { pool } = fixture.database;
    const wide = await insertGroup(pool, 2_000);
    await wide.own(a, 1);
    const all = wide.partitionIds.map((_, partition) => [partition, partition] as const);
    await lane.commit(wide.request(a, 1, all));
    await roll(pool);
    await carryOverOffsets(pool);
    const grown = await readOpenOffsetTable(pool);
    expect(grown.byteSize).toBeGreaterThan(limits.offsetTableBytes);
    expect(grown.carriedBytes).toBe(grown.byteSize);
    const keeper = new OffsetTableKeeper(options());
    await until('the table before to be dropped', async () => (await offsetTables(pool)).length === 1);
    expect((await readOpenOffsetTable(pool)).id).toBe(grown.id);
    keeper.noteCommitted(1);
    for (let i = 0; i < 2; i++) await lane.commit(wide.request(a, 1, all));
    keeper.noteCommitted(4_000);
    await until('a roll', async () => (await readOpenOffsetTable(pool)).id > grown.id);
    await keeper.close();
  });
});
