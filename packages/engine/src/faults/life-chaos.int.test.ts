import { type Database, migrate, openDatabase } from '@millrace/database';
import { startEmbeddedPostgres, type TestServer } from '@millrace/database/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { killServer } from '../testing/kill-server.ts';
import { verifyOrders } from '../testing/life/check-orders.ts';
import { verifySequence } from '../testing/life/check-sequence.ts';
import { verifyTransactions } from '../testing/life/check-transactions.ts';
import { holdAt, installKillPoints, killPoints } from '../testing/life/kill-points.ts';
import { LifeLedger } from '../testing/life/life-ledger.ts';
import { type LifeProcess, startLifeProcess } from '../testing/life/life-process.ts';
import { lifeTopics, partitionCount } from '../testing/life/live-on-log.ts';
import { type Kill, planKills } from '../testing/life/plan-kills.ts';
import { random } from '../testing/random.ts';
import { until } from '../testing/wait.ts';
import { verify } from '../verify/verify.ts';

/** A few take seconds; CI has more, and a person may have hundreds. */
const kills = Number(process.env.MILLRACE_LIFE_KILLS ?? 5);
const seed = Number(process.env.MILLRACE_LIFE_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** On a machine that is busy with other things. */
const patienceMs = 60_000;

let server: TestServer | undefined;
let database: Database | undefined;
let node: LifeProcess | undefined;

afterEach(async () => {
  await node?.kill();
  await database?.close();
  await server?.remove();
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the whole life of a log, killed with -9', () => {
  it(
    `L32 L40: keeps every acknowledged record once, and the checker finds nothing (${kills} kills, seed ${seed})`,
    async () => {
      console.log(`life: MILLRACE_LIFE_SEED=${seed} MILLRACE_LIFE_KILLS=${kills}`);
      const chance = random(seed);
      server = await startEmbeddedPostgres({ database: 'life' });
      const { server: postgres, url } = server;
      database = await openDatabase({ url });
      await migrate(database);
      await installKillPoints(database);
      const first = await createEngine({ database });
      for (const [name, config] of Object.entries(lifeTopics))
        await first.topics.create({ name, partitionCount, config });
      const producer = await first.initProducer();
      await first.close();

      const ledger = new LifeLedger();
      let started = 0;
      const start = () => {
        started += 1;
        const options = {
          url,
          name: `n${started}`,
          seed: seed + started,
          producer: { ...producer, sequence: ledger.nextSequence },
        };
        return startLifeProcess(options, (said) => ledger.hear(said));
      };
      const goOn = async () => {
        const before = ledger.acknowledged;
        await until('more to be acknowledged', () => ledger.acknowledged > before + 50, patienceMs);
      };
      const kill = async ({ point, victim, afterMs }: Kill, pool: Database) => {
        const held = point === null ? undefined : await holdAt(pool, point, patienceMs);
        await wait(afterMs);
        if (victim === 'SERVER') {
          await killServer(server as TestServer);
          await postgres.start();
        } else {
          await node?.kill();
          // Without its client: what it was at is rolled back; else it goes on to its end, which nobody hears of.
          if (victim === 'NODE AND SESSION' && held) {
            await pool.pool.query('select pg_terminate_backend($1)', [held.pid]);
          }
          node = start();
        }
        await held?.release();
      };

      node = start();
      await goOn();
      const plan = planKills(chance, kills);
      for (const [n, each] of plan.entries()) {
        // Hundreds take their time.
        if (kills > 20) console.log(`life: kill ${n + 1} of ${kills}: ${each.victim} at ${each.point ?? 'any point'}`);
        await kill(each, database);
        await goOn();
        const { findings } = await verify({ database });
        expect(findings, `kill ${n + 1}: ${JSON.stringify(each)}`).toEqual([]);
        expect(ledger.failures).toEqual([]);
      }
      await node.stop();
      node = undefined;
      // Who was not held at a point was not killed there: `holdAt` would have failed.
      const hit = new Set(plan.flatMap(({ point }) => point ?? []));
      if (kills >= 2 * killPoints.length) expect([...hit].sort()).toEqual([...killPoints].sort());

      const engine = await createEngine({ database, limits: { maintenanceIntervalMs: 50, sessionTimeoutMs: 1_000 } });
      const reading = new AbortController();
      // Its node beats every three seconds.
      const session = { sessionTimeoutMs: 60_000, signal: reading.signal };
      const consumer = engine.consumer({ group: 'readers', topics: ['kept'], ...session });
      const rest = (async () => {
        for await (const event of consumer) {
          if (event.kind !== 'RECORDS') continue;
          const { partition, nextOffset } = event.batch;
          ledger.hear({ kind: 'DELIVERED', partition, from: event.batch.offset(0), to: nextOffset });
          await consumer.commit(event);
        }
      })().catch((error) => {
        if (!reading.signal.aborted) throw error;
      });
      await until(
        'the group to be at the end',
        async () => (await engine.groups.describe('readers'))?.lag === 0,
        patienceMs,
      );
      reading.abort();
      await rest;
      ledger.verifyDeliveries(await engine.topics.bounds('kept'));
      const compacted = await ledger.verifyCompacted(engine, 'compacted');
      // A few kills may be over before any key has an older record in a sealed segment.
      if (kills >= 20) expect(compacted).toBeGreaterThan(0);
      for (const topic of Object.keys(lifeTopics).filter((name) => name !== 'compacted' && name !== 'orders')) {
        expect(
          await ledger.verifyTopic(engine, topic, { whole: topic !== 'retained' && topic !== 'trimmed' }),
        ).toBeGreaterThan(0);
      }
      await verifyTransactions(engine, database);
      await verifyOrders(engine, database, patienceMs);
      await verifySequence(engine, ledger.nextSequence);
      await until(
        'the dropped tables to go',
        async () => (await database?.pool.query('select from millrace.dropped_segments'))?.rowCount === 0,
        patienceMs,
      );
      expect((await verify({ database })).findings).toEqual([]);
      await engine.close();
      console.log(`life: ${ledger.acknowledged} records acknowledged; killed at ${[...hit].join(', ')}`);
    },
    120_000 + kills * 60_000,
  );
});
