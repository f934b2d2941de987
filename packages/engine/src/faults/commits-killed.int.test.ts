import { randomUUID } from 'node:crypto';
import { silentLogger, systemClock } from '@millrace/core';
import { migrate, openDatabase } from '@millrace/database';
import { startEmbeddedPostgres } from '@millrace/database/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommitLane } from '../commit/commit-lane.ts';
import { OffsetTableKeeper } from '../commit/offset-table-keeper.ts';
import { defaultLimits } from '../limits.ts';
import { insertGroup } from '../testing/group-rows.ts';
import { readOpenOffsetTable } from '../testing/offset-table-steps.ts';
import { until, within } from '../testing/wait.ts';

describe('G11 G14: Postgres killed with -9 while offsets are committed and their tables rolled', {
  timeout: 90_000,
}, () => {
  it('what was acknowledged is committed; commits and rolls go on, and no commit fails', async () => {
    const server = await startEmbeddedPostgres({ database: 'faults' });
    onTestFinished(() => server.remove());
    const database = await openDatabase({ url: server.url });
    onTestFinished(() => database.close());
    await migrate(database);
    const { pool } = database;
    const shared = { pool, database, clock: systemClock, logger: silentLogger };
    const limits = { ...defaultLimits, maintenanceIntervalMs: 10, offsetTableBytes: 64 * 1024 };
    const keeper = new OffsetTableKeeper({ ...shared, limits });
    const lane = new CommitLane({ ...shared, limits, observer: { committed() {}, commitLatency() {} } });
    const member = randomUUID();
    const group = await insertGroup(pool, 8);
    await group.own(member, 1);

    let stopped = false;
    onTestFinished(() => {
      stopped = true;
    });
    const sent = group.partitionIds.map(() => 0);
    const acknowledged = group.partitionIds.map(() => 0);
    const total = () => acknowledged.reduce((sum, offset) => sum + offset, 0);
    const working = Promise.all(
      group.partitionIds.map(async (_, partition) => {
        while (!stopped) {
          const next = (sent[partition] as number) + 1;
          sent[partition] = next;
          await lane.commit(group.request(member, 1, [[partition, next]]));
          acknowledged[partition] = next;
          keeper.noteCommitted(1);
        }
      }),
    );
    const verify = async () => {
      const least = [...acknowledged];
      const found = await lane.committed(group.groupId, group.partitionIds);
      for (const [partition, id] of group.partitionIds.entries()) {
        const offset = found.find((each) => each.partitionId === id)?.nextOffset;
        expect(offset).toBeGreaterThanOrEqual(least[partition] as number);
        expect(offset).toBeLessThanOrEqual(sent[partition] as number);
      }
    };
    for (let kill = 0; kill < 4; kill++) {
      const { id } = await readOpenOffsetTable(pool);
      await until('rolls', async () => (await readOpenOffsetTable(pool)).id >= id + 2, 30_000);
      // Not at the same step each time.
      const seen = total();
      await until('some more commits', () => total() >= seen + kill * 150, 30_000);
      await server.kill();
      await expect(lane.committed(group.groupId, group.partitionIds)).rejects.toMatchObject({
        code: 'POSTGRES_UNAVAILABLE',
      });
      await server.server.start();
      await verify();
    }
    const before = total();
    await until('commits to go on', () => total() > before + 500, 30_000);
    stopped = true;
    await within(working, 'the last commits', 40_000);
    expect(acknowledged).toEqual(sent);
    await verify();
    const tablesSql = `select from pg_tables where schemaname = 'millrace_segments' and tablename like 'o%'`;
    await until('the tables before to be dropped', async () => (await pool.query(tablesSql)).rowCount === 1);
    await verify();
    await within(Promise.all([lane.close(), keeper.close()]), 'the end');
  });
});
