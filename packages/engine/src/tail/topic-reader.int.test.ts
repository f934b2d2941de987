import { silentLogger, systemClock } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogReader } from '../fetch/log-reader.ts';
import { defaultLimits } from '../limits.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import { random } from '../testing/random.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { readPartitionEnds } from '../topic/partition-ends.ts';
import { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { TailHub } from './tail-hub.ts';
import { type ReaderStart, TopicReader } from './topic-reader.ts';

const count = 100;

let log: TestEngine;
let hub: TailHub;
let catalogue: TopicCatalogue;
let readers: TopicReader[];
let failures: [id: number, error: unknown][];

beforeEach(async () => {
  log = await createTestEngine();
  await log.engine.topics.create({ name: 'a', partitionCount: 3 });
  await log.engine.topics.create({ name: 'b' });
  for (const [topic, partition] of [
    ['a', 0],
    ['a', 1],
    ['a', 2],
    ['b', 0],
  ] as const) {
    const records = Array.from({ length: count }, (_, i) => record(null, String(i), { partition }));
    // Several rows, so that a read takes more than one batch.
    for (let at = 0; at < count; at += 25) await log.engine.append({ topic, records: records.slice(at, at + 25) });
  }
  const { pool } = log.database;
  const source = { pool, clock: systemClock, answerMs: 30_000 };
  catalogue = new TopicCatalogue(source);
  const observer = { appended() {}, fetched() {}, appendLatency() {}, fetchLatency() {}, laneQueueBytes() {} };
  const reader = new LogReader({ ...source, catalogue, observer: observer as never });
  hub = new TailHub({ pool, reader, clock: systemClock, logger: silentLogger, limits: defaultLimits });
  readers = [];
  failures = [];
});

afterEach(async () => {
  for (const reader of readers) await reader.return();
  hub.close(new Error('closed'));
  await log.remove();
});

async function start(name: string, index: number, offset = 0): Promise<ReaderStart> {
  const topic = await catalogue.get(name);
  const partition = topic.partitions[index] as (typeof topic.partitions)[0];
  const [end] = await readPartitionEnds(log.database.pool, [partition.id]);
  return { topic, partition, offset, end };
}

function open(...starts: ReaderStart[]): TopicReader {
  const reader = new TopicReader({
    hub,
    clock: systemClock,
    limits: defaultLimits,
    starts,
    maxRecords: 10,
    onBatch() {},
    onFailed: (id, error) => failures.push([id, error]),
  });
  readers.push(reader);
  return reader;
}

const next = async (reader: TopicReader) =>
  (await within(reader.next(), 'records')) as IteratorYieldResult<RecordBatch>;
const placeOf = ({ topic, partition }: RecordBatch) => `${topic}/${partition}`;
const nameOf = ({ topic, partition }: ReaderStart) => `${topic.name}/${partition.index}`;

/** Reads on and counts by partition, asserting that each goes on where it stands. */
async function drain(reader: TopicReader, positions: Map<string, number>, records: number): Promise<void> {
  for (let left = records; left > 0; ) {
    const { value } = await next(reader);
    expect(value.offset(0)).toBe(positions.get(placeOf(value)));
    positions.set(placeOf(value), value.nextOffset);
    left -= value.count;
  }
}

describe('G5: a reader whose partitions come and go', () => {
  it('drops what it has read of one that is removed, and goes on with the others', async () => {
    const [one, two] = [await start('a', 0), await start('a', 1)];
    const reader = open(one, two);
    const { value: first } = await next(reader);
    const removed = placeOf(first) === nameOf(one) ? one : two;
    const left = removed === one ? two : one;
    reader.remove(removed.partition.id);
    const positions = new Map([[nameOf(left), 0]]);
    await drain(reader, positions, count);
    expect(reader.poll(10)).toBeUndefined();
    reader.add({ ...removed, offset: 95 });
    positions.set(nameOf(removed), 95);
    await drain(reader, positions, 5);
  });

  it('is not held up by the read of one that is removed', async () => {
    const [stuck, free] = [await start('a', 0), await start('b', 0)];
    const blocker = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await blocker.query(`begin; lock table millrace_segments.s${stuck.topic.segmentId} in access exclusive mode`);
    const reader = open(stuck);
    const first = reader.next();
    await until('the read to wait', async () => {
      const { rowCount } = await log.database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return (rowCount ?? 0) > 0;
    });
    reader.add(free);
    reader.remove(stuck.partition.id);
    expect(placeOf((await within(first, 'the other partition')).value as RecordBatch)).toBe('b/0');
    await blocker.query('rollback');
    await blocker.end();
    const positions = new Map([['b/0', 10]]);
    await drain(reader, positions, count - 10);
  });

  it('pauses one in the middle of a batch and goes on there when it is resumed', async () => {
    const [one, two] = [await start('a', 0), await start('a', 1)];
    const reader = open(one, two);
    const positions = new Map([one, two].map((each) => [nameOf(each), 0]));
    await drain(reader, positions, 10);
    const [paused, other] = positions.get(nameOf(one)) === 10 ? [one, two] : [two, one];
    reader.pause(paused.partition.id);
    reader.pause(paused.partition.id);
    await drain(reader, positions, count);
    expect([positions.get(nameOf(paused)), positions.get(nameOf(other))]).toEqual([10, count]);
    reader.resume(paused.partition.id);
    await drain(reader, positions, count - 10);
  });

  it('goes on elsewhere by a seek, which a paused one remembers', async () => {
    const one = await start('a', 0);
    const reader = open(one);
    const positions = new Map([[nameOf(one), 0]]);
    await drain(reader, positions, 30);
    const asked = reader.next();
    reader.seek(one.partition.id, 5, one.end as never);
    // It had been read, and was handed out as it was asked for, before the seek.
    expect(((await asked).value as RecordBatch).offset(0)).toBe(positions.get(nameOf(one)));
    expect((await next(reader)).value.offset(0)).toBe(5);
    reader.pause(one.partition.id);
    reader.seek(one.partition.id, 70, one.end as never);
    expect(reader.poll(10)).toBeUndefined();
    reader.resume(one.partition.id);
    positions.set(nameOf(one), 70);
    await drain(reader, positions, 30);
  });

  it('tells its owner of one that cannot be read on, and goes on with the others', async () => {
    const [deleted, short, free] = [await start('b', 0), await start('a', 0, 3), await start('a', 1)];
    await log.engine.topics.delete('b');
    await log.engine.topics.deleteRecords({ topic: 'a', partitions: [{ partition: 0, before: 50 }] });
    const reader = open(deleted, short, free);
    await hub.look();
    await drain(reader, new Map([[nameOf(free), 0]]), count);
    expect(failures.map(([id, error]) => [id, (error as { code?: string }).code]).sort()).toEqual(
      [
        [deleted.partition.id, 'TOPIC_NOT_FOUND'],
        [short.partition.id, 'OFFSET_OUT_OF_RANGE'],
      ].sort(),
    );
  });

  it('gives each partition in order, from where it was put, whatever is done to it', async () => {
    const chance = random(7);
    const starts = [await start('a', 0), await start('a', 1), await start('a', 2), await start('b', 0)];
    const reader = open(...starts);
    /** Where each goes on; undefined: it is not to be read. */
    const positions = new Map(starts.map((each) => [nameOf(each), 0]));
    const paused = new Set<string>();
    for (let step = 0; step < 2_000; step++) {
      const one = starts[Math.floor(chance() * starts.length)] as ReaderStart;
      const name = nameOf(one);
      const offset = Math.floor(chance() * count);
      const { id } = one.partition;
      const what = chance();
      if (what < 0.1) {
        reader.remove(id);
        positions.delete(name);
        paused.delete(name);
      } else if (what < 0.25) {
        reader.add({ ...one, offset });
        positions.set(name, offset);
        paused.delete(name);
      } else if (what < 0.35) {
        reader.pause(id);
        if (positions.has(name)) paused.add(name);
      } else if (what < 0.45) {
        reader.resume(id);
        paused.delete(name);
      } else if (what < 0.55 && positions.has(name)) {
        reader.seek(id, offset, one.end as never);
        positions.set(name, offset);
      }
      // Begun and not waited for, so that the next thing is done in the middle of it.
      if (chance() < 0.5) void reader.ready();
      for (let turns = Math.floor(chance() * 4); turns > 0; turns--)
        await (chance() < 0.3 ? new Promise(setImmediate) : null);
      const batch = reader.poll(1 + Math.floor(chance() * 20));
      if (!batch) continue;
      expect(paused.has(placeOf(batch))).toBe(false);
      expect(batch.offset(0)).toBe(positions.get(placeOf(batch)));
      positions.set(placeOf(batch), batch.nextOffset);
    }
    for (const { partition } of starts) reader.resume(partition.id);
    const left = [...positions.values()].reduce((sum, offset) => sum + count - offset, 0);
    await drain(reader, positions, left);
    expect(reader.poll(1)).toBeUndefined();
    expect(failures).toEqual([]);
  });
});
