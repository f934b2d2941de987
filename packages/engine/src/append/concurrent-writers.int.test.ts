import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import type { Record } from '../record/record.ts';
import { deadlocksOf } from '../testing/deadlocks.ts';
import { take, valuesOf } from '../testing/records.ts';
import { inItsTurn } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { verifyLog, verifyOrder } from '../testing/verify-log.ts';
import { within } from '../testing/wait.ts';
import { type CallOutcome, write } from '../testing/writer.ts';
import { startWriterProcess } from '../testing/writer-process.ts';

let log: TestEngine;
let nodes: readonly [Engine, Engine];
let topics = 0;

beforeAll(async () => {
  log = await createTestEngine({ countDeadlocks: true, limits: { maintenanceIntervalMs: 50 } });
  nodes = [log.engine, await log.node()];
});
afterAll(async () => {
  try {
    expect(await deadlocksOf(log)).toBe(0);
  } finally {
    await log.remove();
  }
});

async function createTopic(partitionCount: number): Promise<string> {
  const name = `t${topics++}`;
  await log.engine.topics.create({ name, partitionCount, config: { segmentBytes: 1024 ** 2 } });
  return name;
}

const callsPerRoll = 40;

/** Rolls the topic every so many calls, while a report holds its tables open; `stop` gives how often it was rolled. */
async function rollMeanwhile(topic: string): Promise<{ called(): void; stop(): Promise<number> }> {
  const report = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
  await report.query("select set_config(name, '0', false) from pg_settings where name = 'transaction_timeout'");
  await report.query('begin isolation level repeatable read');
  await report.query('select count(*) from millrace.records($1)', [topic]);
  const roll = async () => {
    const attempt = () =>
      log.database.pool.query(
        `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t
         join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`,
        [topic],
      );
    // One that meets a flush for longer than it waits gives up, and the next one comes soon; but a few there are to be.
    const { rowCount } = await (rolls < 2 ? inItsTurn(attempt) : attempt());
    rolls += rowCount ?? 0;
  };
  let calls = 0;
  let rolls = 0;
  let rolling = Promise.resolve();
  return {
    called() {
      calls += 1;
      if (calls % callsPerRoll === 0) rolling = rolling.then(roll).catch(() => undefined);
    },
    async stop() {
      await rolling;
      await report.query('rollback');
      await report.end();
      return rolls;
    },
  };
}

function byPartition(records: readonly Record[], partitionCount: number): string[][] {
  return Array.from({ length: partitionCount }, (_, partition) =>
    valuesOf(records.filter((record) => record.partition === partition)).map(String),
  );
}

describe('L1 L2 L4 L5 L11 L14: ten writers on two nodes', () => {
  it('while segments are rolled and a report is open: gapless, all or nothing, read once and in order on both nodes', async () => {
    const parameters = fc.record({
      partitionCount: fc.integer({ min: 1, max: 3 }),
      recordsPerCall: fc.integer({ min: 1, max: 40 }),
      inFlight: fc.integer({ min: 1, max: 4 }),
      maxRecords: fc.constantFrom(7, 1_000),
    });
    await fc.assert(
      fc.asyncProperty(parameters, async ({ partitionCount, recordsPerCall, inFlight, maxRecords }) => {
        const topic = await createTopic(partitionCount);
        const calls = Math.ceil(1_500 / recordsPerCall);
        const total = 10 * calls * recordsPerCall;
        const readers = nodes.map((node) => node.read({ topics: [topic], from: { edge: 'EARLIEST' }, maxRecords }));
        const reading = Promise.all(readers.map((reader) => take(reader, total, 30_000)));
        const rolling = await rollMeanwhile(topic);
        const outcomes: CallOutcome[] = [];
        await Promise.all(
          Array.from({ length: 10 }, (_, writer) =>
            write({
              engine: nodes[writer % 2] as Engine,
              topic,
              name: `w${writer}`,
              recordsPerCall,
              partitions: Array.from({ length: partitionCount }, (_, i) => i),
              inFlight,
              calls,
              onOutcome: (outcome) => {
                outcomes.push(outcome);
                rolling.called();
              },
            }),
          ),
        );
        expect(await rolling.stop()).toBeGreaterThan(1);
        expect(outcomes.every((outcome) => 'at' in outcome)).toBe(true);
        expect(await verifyLog(nodes[0], topic, outcomes)).toBe(10 * calls);
        await verifyOrder(nodes[1], topic);
        const [first, second] = (await reading) as [Record[], Record[]];
        const seen = byPartition(first, partitionCount);
        expect(byPartition(second, partitionCount)).toEqual(seen);
        for (const [partition, values] of seen.entries()) {
          const offsets = first.filter((record) => record.partition === partition).map(({ offset }) => offset);
          expect(offsets).toEqual(values.map((_, i) => i));
        }
        for (const reader of readers) await reader.return?.();
      }),
      { numRuns: 4, seed: 20_261_123, endOnFailure: true },
    );
  });

  it('in two processes beside this one: the same', async () => {
    const topic = await createTopic(2);
    const reader = log.engine.read({ topics: [topic], from: { edge: 'EARLIEST' } });
    const rolling = await rollMeanwhile(topic);
    const options = { url: log.test.url, topic, recordsPerCall: 6, partitions: [0, 1, 1], inFlight: 5, calls: 300 };
    const writers = ['a', 'b'].map((name) => startWriterProcess({ ...options, name }));
    const own: CallOutcome[] = [];
    await write({
      ...options,
      engine: log.engine,
      name: 'own',
      onOutcome: (outcome) => {
        own.push(outcome);
        rolling.called();
      },
    });
    await within(Promise.all(writers.map(({ ended }) => ended)), 'the writers to be done', 30_000);
    expect(await rolling.stop()).toBeGreaterThan(1);
    const outcomes = [...own, ...writers.flatMap((writer) => writer.outcomes)];
    expect(outcomes.filter((outcome) => 'at' in outcome).length).toBe(900);
    expect(await verifyLog(nodes[1], topic, outcomes)).toBe(900);
    await verifyOrder(nodes[1], topic);
    const records = await take(reader, 900 * 6);
    expect(new Set(records.map(({ partition, offset }) => `${partition}:${offset}`)).size).toBe(900 * 6);
    await reader.return?.();
  });
});
