import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import type { Record } from '../record/record.ts';
import { take, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { type WatchedDatabase, watchDatabase } from '../testing/watched-database.ts';

/** Nothing happens by itself: what is read is read because somebody was told. */
const quiet = {
  pollIntervalMs: 3_600_000,
  heartbeatIntervalMs: 3_600_000,
  maintenanceIntervalMs: 3_600_000,
  groupCheckIntervalMs: 3_600_000,
  retentionIntervalMs: 3_600_000,
  compactionIntervalMs: 3_600_000,
  keyIndexIntervalMs: 3_600_000,
};

let log: TestEngine;
let watched: WatchedDatabase;
let nodes: Engine[];

beforeEach(async () => {
  nodes = [];
  log = await createTestEngine({ limits: quiet });
  watched = watchDatabase(log.database);
  await log.engine.topics.create({ name: 't', partitionCount: 2 });
});

afterEach(async () => {
  for (const node of nodes) await node.close();
  await log.remove();
});

/** A node whose statements are watched. */
async function node(limits: Partial<EngineLimits> = {}): Promise<Engine> {
  const made = await createEngine({ database: watched, limits: { ...quiet, ...limits } });
  nodes.push(made);
  return made;
}

const append = (engine: Engine, value: string | Buffer, partition = 0) =>
  engine.append({ topic: 't', records: [{ key: null, value: Buffer.from(value), partition }] });

/** Readers from EARLIEST that have read the record that is there. */
async function readers(engine: Engine, count: number) {
  const all = Array.from({ length: count }, () => engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } }));
  await Promise.all(all.map((reader) => take(reader, 1)));
  return all;
}

const fetches = () => watched.statements.filter((text) => text.startsWith('copy')).length;

describe('L15: readers at the tail', () => {
  it('of the node that writes cost Postgres nothing', async () => {
    const engine = await node();
    await append(engine, 'first');
    const all = await readers(engine, 100);
    const reading = all.map((reader) => take(reader, 50));
    watched.reset();
    for (let i = 0; i < 50; i++) await append(engine, String(i), i % 2);
    const [one, ...others] = await Promise.all(reading);
    for (const other of others) expect(valuesOf(other)).toEqual(valuesOf(one as Record[]));
    // A hint that was still on its way may make the node look, and find what its lane has not told of yet: once, not a hundred times.
    expect(fetches()).toBeLessThanOrEqual(2);
    expect(watched.statements.length).toBeLessThanOrEqual(4);
    await Promise.all(all.map((reader) => reader.return?.()));
  });

  it('of another node cost Postgres as much as one', async () => {
    const statements: number[] = [];
    await append(log.engine, 'first');
    for (const count of [1, 200]) {
      const engine = await node();
      const all = await readers(engine, count);
      watched.reset();
      for (let i = 0; i < 10; i++) {
        const reading = all.map((reader) => take(reader, 1));
        await append(log.engine, String(i));
        await Promise.all(reading);
      }
      statements.push(watched.statements.length);
      expect(fetches()).toBeLessThanOrEqual(10);
      await Promise.all(all.map((reader) => reader.return?.()));
      await engine.close();
    }
    const [one, many] = statements as [number, number];
    expect(many).toBeLessThanOrEqual(one + 2);
  });

  it('that stand at the end do not ask for what is not there', async () => {
    const engine = await node();
    await append(engine, 'first');
    const [reader] = await readers(engine, 1);
    for (let i = 0; i < 20; i++) {
      watched.reset();
      await append(log.engine, `${i}`);
      await take(reader as AsyncIterator<never>, 1);
      expect(fetches()).toBeLessThanOrEqual(1);
    }
    await reader?.return?.();
  });

  it('that are older than the open segment ask no segment in vain', async () => {
    const engine = await node();
    await append(log.engine, 'first');
    const [reader] = await readers(engine, 1);
    const read = async (value: string) => {
      const next = take(reader as AsyncIterator<never>, 1);
      await append(log.engine, value);
      expect(valuesOf(await next)).toEqual([value]);
    };
    for (let i = 0; i < 2; i++) {
      await log.database.pool.query(
        `select millrace.roll_segment(topic_id, id, 'none') from millrace.segments where sealed_at is null`,
      );
    }
    await read('behind two rolls');
    watched.reset();
    for (let i = 0; i < 10; i++) await read(`${i}`);
    expect(fetches()).toBeLessThanOrEqual(10);
    await reader?.return?.();
  });

  it('hear of a record that is appended while they are being opened, without waiting for the next poll', async () => {
    const engine = await node();
    for (const writer of [engine, log.engine]) {
      const reader = engine.read({ topics: ['t'] });
      // Its end has been looked up, and nobody listens yet.
      watched.behind('partition_ends', async () => {
        await append(writer, 'in between');
      });
      expect(valuesOf(await take(reader, 1))).toEqual(['in between']);
      await reader.return?.();
    }
  });

  it('that are slower than the ring miss nothing', async () => {
    const engine = await node({ maxRingBytes: 5_000, maxFetchBytes: 3_000 });
    await append(engine, 'first');
    const [reader] = await readers(engine, 1);
    for (let i = 0; i < 100; i++) await append(engine, `${i} ${'x'.repeat(500)}`);
    const seen = await take(reader as AsyncIterator<never>, 100);
    expect(seen.map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    await reader?.return?.();
  });

  it('each go at their own speed over one ring', async () => {
    const engine = await node({ maxRingBytes: 4_000, maxFetchBytes: 2_000 });
    await append(engine, 'first');
    const all = await readers(engine, 5);
    const seen = all.map(() => [] as number[]);
    for (let round = 0; round < 60; round++) {
      await append(round % 2 ? engine : log.engine, 'x'.repeat(400));
      for (const [i, reader] of all.entries()) {
        if (round % (i + 1) !== 0) continue;
        seen[i]?.push(...(await take(reader, 1)).map(({ offset }) => offset));
      }
    }
    for (const [i, reader] of all.entries()) {
      const mine = seen[i] as number[];
      while (mine.length < 60) mine.push(...(await take(reader, 1)).map(({ offset }) => offset));
      expect(mine).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    }
    await Promise.all(all.map((reader) => reader.return?.()));
  });

  it('who leave in the middle of a read leave at once', async () => {
    const engine = await node();
    await append(engine, 'first');
    const [reader] = await readers(engine, 1);
    const blocker = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await append(log.engine, 'next');
    await blocker.query(
      `begin; do $$ begin execute format('lock table millrace_segments.s%s', (select max(id) from millrace.segments)); end $$`,
    );
    const next = reader?.next();
    await new Promise(setImmediate);
    await reader?.return?.();
    expect((await within(next as Promise<IteratorResult<never>>, 'the end')).value?.count ?? 0).toBeLessThan(2);
    await blocker.query('rollback');
    await blocker.end();
  });
});

describe('L16: wake-ups', () => {
  it('come as hints from other nodes', async () => {
    const engine = await node();
    await append(log.engine, 'first');
    const [reader] = await readers(engine, 1);
    for (let i = 0; i < 5; i++) {
      const next = take(reader as AsyncIterator<never>, 1);
      await append(log.engine, String(i));
      expect(valuesOf(await next)).toEqual([String(i)]);
    }
    await reader?.return?.();
  });

  it('that are lost are made up for by a poll', async () => {
    const engine = await node({ pollIntervalMs: 50 });
    // Its first hint goes at once, the next one in an hour.
    const silent = await log.node({ limits: { ...quiet, notifyIntervalMs: 3_600_000 } });
    await append(silent, 'first');
    const [reader] = await readers(engine, 1);
    const next = take(reader as AsyncIterator<never>, 1);
    await append(silent, 'unheard');
    expect(valuesOf(await next)).toEqual(['unheard']);
    await reader?.return?.();
  });

  it('come again once the listening session is back', async () => {
    const engine = await node();
    await append(log.engine, 'first');
    const [reader] = await readers(engine, 1);
    await log.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`,
    );
    const next = take(reader as AsyncIterator<never>, 1);
    await append(log.engine, 'while away');
    expect(valuesOf(await next)).toEqual(['while away']);
    await until('hints to come again', async () => {
      const hinted = take(reader as AsyncIterator<never>, 1);
      await append(log.engine, 'again');
      return (await within(hinted, 'the hint')).length === 1;
    });
    await reader?.return?.();
  });

  it('reach readers of a topic whose segments are rolled', async () => {
    const engine = await node();
    await append(log.engine, 'first');
    const [reader] = await readers(engine, 1);
    for (let i = 0; i < 5; i++) {
      await log.database.pool.query(
        `select millrace.roll_segment(topic_id, id, 'none') from millrace.segments where sealed_at is null`,
      );
      const next = take(reader as AsyncIterator<never>, 1);
      await append(i % 2 ? engine : log.engine, String(i));
      expect(valuesOf(await next)).toEqual([String(i)]);
    }
    expect((await engine.page({ topic: 't', limit: 10 })).records.length).toBe(6);
    await reader?.return?.();
  });
});
