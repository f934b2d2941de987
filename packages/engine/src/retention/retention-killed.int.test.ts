import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { EngineLimits } from '../limits.ts';
import { random } from '../testing/random.ts';
import { record, valuesOf } from '../testing/records.ts';
import { expectSound, roll, segmentsOf, segmentTables } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';

const limits: Partial<EngineLimits> = { maintenanceIntervalMs: 10, retentionIntervalMs: 10, pollIntervalMs: 20 };

let log: TestEngine;

beforeEach(async () => {
  log = await createTestEngine({ limits });
});
afterEach(() => log.remove());

const append = (topic: string, ...values: string[]) =>
  log.engine.append({ topic, records: values.map((value) => record(null, value, { partition: 0 })) });
const startOf = async (topic: string) => (await log.engine.topics.bounds(topic, [0]))[0]?.logStartOffset;
const nothingDropping = async () =>
  (await log.database.pool.query('select from millrace.dropped_segments')).rows.length === 0;

/** Again where the pool gave a session that was killed: the pool's are the keepers', too. */
async function alive<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const code = (error as { code?: string }).code;
      if ((code !== 'POSTGRES_UNAVAILABLE' && code !== '57P01') || attempts === 10) throw error;
    }
  }
}

describe('L22: sessions killed while segments leave the log', () => {
  it.each([11, 12])(
    'leave nothing half done (seed %i)',
    async (seed) => {
      const next = random(seed);
      await log.engine.topics.create({ name: 't', config: { retentionBytes: 1, retentionMs: -1 } });
      const killer = await log.database.connect();
      const busySql = `
select pid from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
  and query ~ 'expire_segments|drop_segment|set max_timestamp|vacuum \\(freeze'`;
      let killed = 0;
      // Enough rolls for ten kills, whatever else the machine does.
      for (let rolls = 0; killed < 10 && rolls < 500; rolls++) {
        await alive(() => append('t', `${rolls}`));
        await alive(() => roll(log.database, 't'));
        for (let looks = 0; looks < 8; looks++) {
          const { rows } = await killer.query<{ pid: number }>(busySql);
          const victim = rows[Math.floor(next() * rows.length)];
          if (!victim) continue;
          await killer.query('select pg_terminate_backend($1)', [victim.pid]);
          killed += 1;
          break;
        }
      }
      await killer.end();
      expect(killed).toBe(10);
      const [bounds] = await alive(() => log.engine.topics.bounds('t'));
      await until('the log to be short', () => alive(async () => (await segmentsOf(log.database, 't')).length === 1));
      await until('the tables to be dropped', () => alive(nothingDropping));
      await expectSound(log.database);
      expect(await startOf('t')).toBe(bounds?.endOffset);
      expect((await append('t', 'next')).offset(0)).toBe(bounds?.endOffset);
    },
    60_000,
  );
});

describe('L22: between the move of the start and the drop', () => {
  it('a node ends: another one drops the table', async () => {
    await log.engine.topics.create({ name: 't', config: { retentionMs: -1 } });
    await append('t', 'old');
    await roll(log.database, 't');
    await append('t', 'new');
    const report = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await report.query('begin');
    await report.query(`select * from millrace.records('t')`);
    await log.engine.topics.update({ name: 't', config: { retentionBytes: 1 } });
    await until('the log to start later', async () => (await startOf('t')) === 1);
    expect(await segmentTables(log.database)).toHaveLength(2);
    await within(log.engine.close(), 'the node to stop while a report keeps it from dropping');
    const second = await log.node({ limits });
    await report.query('rollback');
    await report.end();
    await until('the table to be dropped', async () => (await segmentTables(log.database)).length === 1);
    expect(valuesOf((await second.page({ topic: 't', limit: 9 })).records)).toEqual(['new']);
    await expectSound(log.database);
  });
});

describe('L22: rolls, retention, deleted records and deleted topics at the same time', () => {
  it.each([21, 22])(
    'go each by its rule, on two nodes (seed %i)',
    async (seed) => {
      const next = random(seed);
      const nodes = [log.engine, await log.node({ limits })];
      const names = ['a', 'b'];
      const any = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
      const make = (name: string) =>
        any(nodes).topics.create({
          name,
          partitionCount: 2,
          config: { retentionMs: any([-1, 0]), retentionBytes: any([-1, 1, 40_000]) },
        });
      for (const name of names) await make(name);
      const idOf = async (name: string) =>
        (await log.database.pool.query<{ id: number }>('select id from millrace.topics where name = $1', [name]))
          .rows[0]?.id;
      // 55P03: a roll of the test's gives up behind an append, as a node's does.
      const expected = new Set(['TOPIC_NOT_FOUND', 'TOPIC_ALREADY_EXISTS', 'OFFSET_OUT_OF_RANGE', '55P03']);
      const step = async () => {
        const [engine, topic, dice] = [any(nodes), any(names), next()];
        const partition = next() < 0.5 ? 0 : 1;
        if (dice < 0.5) {
          const records = [0, 1, 0].map((to) =>
            record(null, 'x'.repeat(Math.floor(next() * 5_000)), { partition: to }),
          );
          const { batches } = await engine.append({ topic, records });
          for (const batch of batches) expect(batch.count).toBeGreaterThan(0);
        } else if (dice < 0.72) await roll(log.database, topic);
        else if (dice < 0.84) {
          const [bounds] = await engine.topics.bounds(topic, [partition]);
          const { logStartOffset, endOffset } = bounds as { logStartOffset: number; endOffset: number };
          const before = logStartOffset + Math.floor(next() * (endOffset - logStartOffset + 1));
          const id = await idOf(topic);
          const [after] = await engine.topics.deleteRecords({ topic, partitions: [{ partition, before }] });
          // Else what it tells of is the next one of that name.
          if ((await idOf(topic)) === id)
            expect(after?.logStartOffset).toBeGreaterThanOrEqual(Math.min(before, after?.endOffset ?? 0));
        } else if (dice < 0.95)
          await engine.topics.update({ name: topic, config: { retentionMs: any([-1, 0, null]) } });
        else {
          await engine.topics.delete(topic);
          await make(topic);
        }
      };
      let steps = 0;
      const worker = async () => {
        while (steps++ < 250) {
          await step().catch((error) => {
            // A roll of the test's gives up behind an append, as a node's does.
            if (error.code !== '55P03' && !expected.has(error.code)) throw error;
            if (error.code === undefined) throw error;
          });
        }
      };
      await within(Promise.all([worker(), worker(), worker(), worker()]), 'all steps', 50_000);
      for (const name of names) {
        await log.engine.topics.update({ name, config: { retentionMs: -1, retentionBytes: 1 } });
        await append(name, 'last');
        await roll(log.database, name).catch(() => undefined);
        await until(`${name} to be short`, async () => (await segmentsOf(log.database, name)).length === 1);
      }
      await until('the tables to be dropped', () => alive(nothingDropping));
      await expectSound(log.database);
      for (const topic of names) {
        for (const { partition, logStartOffset, endOffset } of await log.engine.topics.bounds(topic)) {
          if (logStartOffset > 0)
            await expect(log.engine.fetch({ topic, partition, offset: logStartOffset - 1 })).rejects.toEqual(
              refusal('OFFSET_OUT_OF_RANGE'),
            );
          expect((await log.engine.fetch({ topic, partition, offset: endOffset })).count).toBe(0);
        }
      }
    },
    60_000,
  );
});
