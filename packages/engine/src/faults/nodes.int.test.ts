import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadlocksOf } from '../testing/deadlocks.ts';
import { startHolderProcess } from '../testing/holder-process.ts';
import { random } from '../testing/random.ts';
import { record, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { verifyLog, verifyOrder } from '../testing/verify-log.ts';
import { within } from '../testing/wait.ts';
import { type CallOutcome, write } from '../testing/writer.ts';
import { startWriterProcess, type WriterProcess } from '../testing/writer-process.ts';

let log: TestEngine;
let processes: { kill(signal: 'SIGKILL' | 'SIGCONT'): boolean }[];

beforeEach(async () => {
  processes = [];
  // One lane: what a partition waits for could keep all others waiting.
  log = await createTestEngine({ countDeadlocks: true, limits: { appendLanes: 1 } });
  await log.engine.topics.create({ name: 't', partitionCount: 2 });
});

afterEach(async () => {
  for (const child of processes) child.kill('SIGKILL');
  try {
    expect(await deadlocksOf(log)).toBe(0);
  } finally {
    await log.remove();
  }
});

function startWriter(name: string, calls = Number.MAX_SAFE_INTEGER): WriterProcess {
  const writer = startWriterProcess({
    url: log.test.url,
    topic: 't',
    name,
    recordsPerCall: 30,
    partitions: [0, 1],
    inFlight: 8,
    calls,
  });
  processes.push(writer.child);
  return writer;
}

const append = (partition: number, value = 'own/0|0|1') =>
  log.engine.append({ topic: 't', records: [record(null, value, { partition })] });

describe('L3 L5 L6: a node killed with -9 under load', () => {
  it('has left every call whole or not at all, and each that it told of once', async () => {
    const outcomes: CallOutcome[] = [];
    for (const name of ['a', 'b']) {
      const writer = startWriter(name);
      await writer.told(name === 'a' ? 150 : 371);
      writer.child.kill('SIGKILL');
      await within(writer.ended, 'its end');
      outcomes.push(...writer.outcomes);
    }
    const own: CallOutcome[] = [];
    await write({
      engine: log.engine,
      topic: 't',
      name: 'own',
      recordsPerCall: 3,
      partitions: [0, 1],
      inFlight: 3,
      calls: 20,
      onOutcome: (outcome) => own.push(outcome),
    });
    expect(own.every((outcome) => 'at' in outcome)).toBe(true);
    expect(await verifyLog(log.engine, 't', [...outcomes, ...own])).toBeGreaterThanOrEqual(outcomes.length + 20);
    await verifyOrder(log.engine, 't');
    // As it is seen when three heartbeats were missed.
    await log.database.pool.query(
      `update millrace.nodes set heartbeat_at = heartbeat_at - interval '16 s' where id <> $1`,
      [log.engine.nodeId],
    );
    expect((await log.engine.nodes()).map(({ alive }) => alive).sort()).toEqual([false, false, true]);
  });
});

describe('L5 L9: a node that is frozen (SIGSTOP)', () => {
  it('while it holds a partition: others append to it within seconds, to other partitions at once; awake it does no harm', async () => {
    await append(0);
    await append(1);
    const holder = await startHolderProcess({ url: log.test.url, topic: 't', partition: 0 });
    processes.push(holder.child);
    holder.child.kill('SIGSTOP');
    // The server ends its session after some seconds, which a busy machine may take for the first call.
    const isHeld = async () => {
      const { rowCount } = await log.database.pool.query(
        `select from pg_locks where locktype = 'advisory' and classid = millrace.partition_lock()::oid and granted and pid in (
           select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction')`,
      );
      return rowCount === 1;
    };
    let appended = false;
    const waiting = append(0).then((result) => {
      appended = true;
      return result;
    });
    // Behind it in the same lane; the lane waits for a partition once, for half a second.
    for (let i = 1; i <= 20; i++) {
      const result = await within(append(1), 'the other partition');
      expect(result.offset(0)).toBe(i);
      if (i > 1) continue;
      const wasAppended = appended;
      if (await isHeld()) expect(wasAppended).toBe(false);
    }
    expect((await within(waiting, 'the partition of the frozen node')).offset(0)).toBe(1);
    holder.child.kill('SIGCONT');
    expect(await holder.goOn()).not.toBe('committed');
    expect((await append(0)).offset(0)).toBe(2);
    const batch = await log.engine.fetch({ topic: 't', partition: 0, offset: 0 });
    expect(valuesOf(batch)).toEqual(['own/0|0|1', 'own/0|0|1', 'own/0|0|1']);
  });

  it('does not keep others from rolling and deleting its topic for longer than seconds', async () => {
    const holder = await startHolderProcess({ url: log.test.url, topic: 't', partition: 0 });
    processes.push(holder.child);
    holder.child.kill('SIGSTOP');
    await within(log.engine.topics.update({ name: 't', partitionCount: 3 }), 'the change');
    await within(log.engine.topics.delete('t'), 'the deletion');
    expect(await log.engine.topics.describe('t')).toBeNull();
  });

  it('at any moment of its work: others go on within seconds, and awake it goes on too', async () => {
    const chance = random(42);
    const writer = startWriter('frozen');
    const outcomes: CallOutcome[] = [];
    for (let round = 0; round < 4; round++) {
      await writer.told(writer.outcomes.length + 20 + Math.floor(chance() * 60));
      for (let turn = Math.floor(chance() * 200); turn > 0; turn--) await new Promise(setImmediate);
      writer.child.kill('SIGSTOP');
      const written = write({
        engine: log.engine,
        topic: 't',
        name: `own${round}`,
        recordsPerCall: 4,
        partitions: [0, 1],
        inFlight: 2,
        calls: 20,
        onOutcome: (outcome) => outcomes.push(outcome),
      });
      await within(written, 'the others to append');
      writer.child.kill('SIGCONT');
    }
    expect(outcomes.filter((outcome) => 'at' in outcome).length).toBe(80);
    await writer.told(writer.outcomes.length + 50);
    writer.child.kill('SIGKILL');
    await within(writer.ended, 'its end');
    expect(await verifyLog(log.engine, 't', [...outcomes, ...writer.outcomes])).toBeGreaterThan(200);
    await verifyOrder(log.engine, 't');
  });
});
