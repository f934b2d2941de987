import { afterEach, describe, expect, it } from 'vitest';
import { random } from '../testing/random.ts';
import { record } from '../testing/records.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import { verify } from './verify.ts';

let log: TestEngine;
afterEach(() => log?.remove());

const looks = 8;

describe('L40: beside a platform that is at work', () => {
  it('finds nothing that is merely under way, and keeps no table from being dropped', async () => {
    log = await createTestEngine({ limits: { maintenanceIntervalMs: 20, offsetTableBytes: 8_192 } });
    const { engine, database } = log;
    const chance = random(7);
    const names = ['a', 'b', 'c'];
    for (const name of names) await engine.topics.create({ name, partitionCount: 3 });
    const stop = new AbortController();
    const done = { appends: 0, rolls: 0, deletions: 0, commits: 0 };
    const on = async (work: () => Promise<void>) => {
      while (!stop.signal.aborted) {
        await work();
        await new Promise(setImmediate);
      }
    };
    const pick = () => names[Math.floor(chance() * names.length)] as string;
    const work = Promise.all([
      ...[0, 1, 2].map((partition) =>
        on(async () => {
          const records = Array.from({ length: 20 }, (_, i) => record(`k${i}`, 'x'.repeat(50), { partition }));
          await engine.append({ topic: pick(), records });
          done.appends += 1;
        }),
      ),
      on(async () => {
        // May meet the one that rolls for size, and an append that holds the topic.
        await roll(database, pick()).catch(() => {});
        done.rolls += 1;
      }),
      on(async () => {
        // The oldest segments leave the log, as retention lets them go.
        await database.pool
          .query(
            `select millrace.expire_segments(t.id, (
               select s.id from millrace.segments s where s.topic_id = t.id order by s.id desc offset 3 limit 1))
             from millrace.topics t where t.name = $1`,
            [pick()],
          )
          .catch(() => {});
      }),
      on(async () => {
        const name = `short-${done.deletions++}`;
        await engine.topics.create({ name });
        await engine.append({ topic: name, records: [record(null, 'x')] });
        await engine.topics.delete(name);
      }),
      (async () => {
        const consumer = engine.consumer({ group: 'g', topics: names, signal: stop.signal });
        for await (const event of consumer) {
          if (event.kind !== 'RECORDS') continue;
          await consumer.commit(event);
          done.commits += 1;
        }
      })().catch((error) => {
        if (!stop.signal.aborted) throw error;
      }),
    ]);
    work.catch(() => {});
    let records = 0;
    for (let i = 0; i < looks; i++) {
      const before = { ...done };
      const report = await verify({ database });
      expect(report.findings).toEqual([]);
      records += report.records;
      await until(
        'more to happen',
        () => done.appends > before.appends && done.rolls > before.rolls && done.commits > before.commits,
      );
    }
    stop.abort();
    await work;
    expect(records).toBeGreaterThan(looks);
    // All that was to go has gone, although the checker has read it.
    await until('the dropped tables to go', async () => {
      const { rows } = await database.pool.query<{ left: number }>(
        'select count(*)::integer as left from millrace.dropped_segments',
      );
      return rows[0]?.left === 0;
    });
    expect((await verify({ database })).findings).toEqual([]);
  });
});
