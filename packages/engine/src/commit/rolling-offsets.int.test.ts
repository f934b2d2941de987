import { randomUUID } from 'node:crypto';
import { sqlState } from '@millrace/database';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommitFixture, createCommitFixture } from '../testing/commit-fixture.ts';
import { insertGroup } from '../testing/group-rows.ts';
import { carryOverOffsets, drop, roll } from '../testing/offset-table-steps.ts';
import { random } from '../testing/random.ts';
import { until } from '../testing/wait.ts';

const a = randomUUID();

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
  await fixture.group.own(a, 1);
});

afterEach(() => fixture.remove());

describe('G14: the newest commit counts, whatever is rolled and dropped meanwhile', () => {
  it('at any moment among commits, resets, reports and nodes: what is read is what was acknowledged last', async () => {
    const { createLane, lane, offsets, other } = fixture;
    const { pool } = fixture.database;
    const chance = random(14);
    const wide = await insertGroup(pool, 12);
    await wide.own(a, 1);
    const second = createLane();
    /** A partition has had all its commits, the others soon: nobody waits for more. */
    let ending = false;
    let done = false;
    let rolls = 0;
    let carried = 0;
    let acknowledged = 0;
    const last: (number | null)[] = [];
    const inTransaction = async (work: (client: pg.ClientBase) => Promise<void>) => {
      const client = await pool.connect();
      try {
        await client.query('begin; set local idle_in_transaction_session_timeout = 0');
        await work(client);
        await client.query('commit');
      } finally {
        client.release();
      }
    };
    const others = async (count: number) => {
      const seen = acknowledged;
      await until('others to commit', () => ending || acknowledged >= seen + count);
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
              await others(Math.floor(chance() * 4));
            });
          }
        }
        acknowledged += 1;
        last[partition] = nextOffset;
        const [found] = await lane.committed(wide.groupId, [partitionId]);
        expect(found?.nextOffset ?? null).toBe(nextOffset);
      }
      ending = true;
    };
    /** Keeps the tables and knows of no other that does; each step by itself, as if its process ended behind it. */
    const keeper = async () => {
      while (!done) {
        const step = chance();
        try {
          if (step < 0.4 && (await roll(pool))) rolls += 1;
          else if (step < 0.8) carried += (await carryOverOffsets(pool)) ?? 0;
          else await drop(pool);
        } catch (error) {
          expect(sqlState(error)).toBe('55P03');
          // Each attempt keeps commits waiting.
          await others(20);
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
    expect([rolls > 3, carried > 10]).toEqual([true, true]);
  });
});
