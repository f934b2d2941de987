import { silentLogger, systemClock } from '@millrace/core';
import type { Database } from '@millrace/database';
import { createTestDatabase, type TestDatabase } from '@millrace/database/testing';
import type pg from 'pg';
import { CommitLane, type CommitLaneOptions } from '../commit/commit-lane.ts';
import { defaultLimits } from '../limits.ts';
import { type GroupRows, insertGroup } from './group-rows.ts';
import { until } from './wait.ts';

/** A group of four partitions, and lanes that commit in it; ownership is what the test says it is. */
export interface CommitFixture {
  readonly test: TestDatabase;
  readonly database: Database;
  /** Another session, which nothing ends but the test. */
  readonly other: pg.Client;
  readonly group: GroupRows;
  readonly lane: CommitLane;
  /** Partitions of each flush of any lane that inserted something. */
  readonly flushes: number[];
  /** Why flushes failed. */
  readonly failures: string[];
  createLane(options?: Partial<CommitLaneOptions>): CommitLane;
  /** What is committed, by partition; null where nothing is. */
  offsets(rows?: GroupRows): Promise<(number | null)[]>;
  /** Resolves once a session waits for a lock. */
  blocked(): Promise<void>;
  /** Begins to move a partition in the other session; `other.query('commit')` does it. */
  beginMove(partition: number, to: string | null, generation: number): Promise<void>;
  remove(): Promise<void>;
}

const moveSql = 'update millrace.group_partitions set owner = $1, owner_generation = $2 where partition_id = $3';

const blockedSql = `
select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

export async function createCommitFixture(): Promise<CommitFixture> {
  const test = await createTestDatabase();
  const database = await test.open();
  const other = await database.connect({ idle_in_transaction_session_timeout: 0, lock_timeout: 0 });
  const group = await insertGroup(database.pool, 4);
  const flushes: number[] = [];
  const failures: string[] = [];
  const lanes: CommitLane[] = [];
  const createLane = (options: Partial<CommitLaneOptions> = {}) => {
    const lane = new CommitLane({
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
    lanes.push(lane);
    return lane;
  };
  const lane = createLane();
  return {
    test,
    database,
    other,
    group,
    lane,
    flushes,
    failures,
    createLane,
    async offsets(rows = group) {
      const found = await lane.committed(rows.groupId, rows.partitionIds);
      return rows.partitionIds.map((id) => found.find((each) => each.partitionId === id)?.nextOffset ?? null);
    },
    async blocked() {
      await until('a session to wait for a lock', async () => (await database.pool.query(blockedSql)).rowCount === 1);
    },
    async beginMove(partition, to, generation) {
      await other.query('begin');
      await other.query(moveSql, [to, generation, group.partitionIds[partition]]);
    },
    async remove() {
      // First what they may wait for.
      await other.end();
      for (const each of lanes) await each.close();
      await database.close();
      await test.drop();
    },
  };
}
