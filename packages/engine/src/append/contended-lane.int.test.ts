import { type Clock, type Logger, systemClock } from '@millrace/core';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppendResult } from '../engine.ts';
import { record, valuesOf } from '../testing/records.ts';
import { inItsTurn } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { eventually, until, within } from '../testing/wait.ts';

/** One lane, so that what one topic waits for could keep the others waiting. */
const limits = { appendLanes: 1 };

let log: TestEngine;
let holder: pg.Client;
/** How often a flush was put aside because somebody held a partition. */
let held: number;

/** How often a lane has let some time go by. */
let pauses: number;

const clock: Clock = {
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic(),
  schedule: (delayMs, callback) => systemClock.schedule(delayMs, callback),
  sleep: (delayMs, signal) => {
    if (delayMs === 50) pauses += 1;
    return systemClock.sleep(delayMs, signal);
  },
};

const logger = {
  ...({} as Logger),
  warn: (fields: { failure?: string }) => {
    if (fields.failure === 'held') held += 1;
  },
  debug() {},
  info() {},
  error() {},
} as Logger;

beforeEach(async () => {
  held = 0;
  log = await createTestEngine({ limits, logger, clock });
  holder = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
});

afterEach(async () => {
  await holder.end();
  await log.remove();
});

const topicIds = async (name: string) =>
  (
    await log.database.pool.query<{ topic: number; segment: number; partitions: number[] }>(
      `select t.id as topic, s.id as segment,
         (select array_agg(p.id order by p.index) from millrace.partitions p where p.topic_id = t.id) as partitions
       from millrace.topics t join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`,
      [name],
    )
  ).rows[0] as { topic: number; segment: number; partitions: number[] };

/** Holds a partition as a node does that was frozen in its flush; `holder.query('rollback')` lets it go. */
async function hold(topic: string, partition = 0): Promise<void> {
  const { partitions } = await topicIds(topic);
  await holder.query('begin');
  await holder.query('select pg_advisory_xact_lock(millrace.partition_lock(), $1)', [partitions[partition]]);
}

/** As the segment keeper of another node does it. */
async function roll(topic: string): Promise<void> {
  const ids = await topicIds(topic);
  const sql = "select millrace.roll_segment($1, $2, 'none')";
  // The lane tries its flush again and again meanwhile.
  await inItsTurn(() => log.database.pool.query(sql, [ids.topic, ids.segment]));
}

const append = (topic: string, value: string, more = {}, signal?: AbortSignal) =>
  log.engine.append({ topic, records: [record(null, value, more)] }, { signal });

async function all(topic: string, partition = 0): Promise<(string | null)[]> {
  return valuesOf(await log.engine.fetch({ topic, partition, offset: 0 }));
}

describe('a lane of which a partition is held by another session', () => {
  it('L9: appends to all others, and to that one when it is free, in the order of calls', async () => {
    await log.engine.topics.create({ name: 'held', partitionCount: 2 });
    await log.engine.topics.create({ name: 'free' });
    await hold('held');
    const waiting = ['1', '2', '3'].map((value) => append('held', value, { partition: 0 }));
    await within(append('held', 'other', { partition: 1 }), 'the other partition');
    for (let i = 0; i < 5; i++) await within(append('free', `${i}`), 'the other topic');
    expect(held).toBeGreaterThan(0);
    await holder.query('rollback');
    const results = await within(Promise.all(waiting), 'the partition that was held');
    expect(results.map((result) => result.offset(0))).toEqual([0, 1, 2]);
    expect(await all('held')).toEqual(['1', '2', '3']);
  });

  it('L5: waits for topics first, then for partitions in the order of their ids, and holds only what is before those', async () => {
    await log.engine.topics.create({ name: 'held', partitionCount: 3 });
    const { topic, partitions } = await topicIds('held');
    const waits: [lock: string, id: number, held: number[]][] = [
      ['topic_lock', topic, []],
      ...partitions.map((id, i): [string, number, number[]] => ['partition_lock', id, partitions.slice(0, i)]),
    ];
    const look = async (lock: string, id: number) => {
      const { rows } = await log.database.pool.query<{ had: number[] }>(
        `with locks as materialized (
           select pid, classid, objid::integer as id, granted from pg_locks where locktype = 'advisory'
             and database = (select oid from pg_database where datname = current_database()))
         select array(select mine.id from locks mine where mine.pid = waits.pid and mine.granted
           and mine.classid = millrace.partition_lock()::oid order by 1) as had
         from locks waits where not granted and id = $1 and classid = millrace.${lock}()::oid`,
        [id],
      );
      return rows[0]?.had;
    };
    for (const [lock, id, before] of waits) {
      const had = await until('a flush to be seen while it waits', async () => {
        await holder.query('begin');
        await holder.query(`select pg_advisory_xact_lock(millrace.${lock}(), $1)`, [id]);
        const records = [2, 0, 1].map((partition) => record(null, 'v', { partition }));
        const call = log.engine.append({ topic: 'held', records });
        let found: number[] | undefined;
        for (const heldBefore = held; !found && held === heldBefore; ) found = await look(lock, id);
        await holder.query('rollback');
        await call;
        return found;
      });
      expect(had, lock).toEqual(before);
    }
  });

  it('fails a call that waited too long with PARTITION_BUSY, and nothing of it is there', async () => {
    const node = await log.node({ limits: { ...limits, deliveryTimeoutMs: 2_000 } });
    await log.engine.topics.create({ name: 'held', partitionCount: 2 });
    await hold('held');
    const records = [record(null, 'a', { partition: 0 }), record(null, 'b', { partition: 1 })];
    const refused = node.append({ topic: 'held', records });
    await expect(within(refused, 'the refusal')).rejects.toMatchObject({ code: 'PARTITION_BUSY', retriable: true });
    await holder.query('rollback');
    const later = { topic: 'held', records: [record(null, 'c', { partition: 0 })] };
    await eventually('a call behind it to be appended', () => node.append(later));
    expect([await all('held', 0), await all('held', 1)]).toEqual([['c'], []]);
  });

  it('is as fast as before as soon as nobody holds it any more, however many calls keep coming', async () => {
    await log.engine.topics.create({ name: 'held' });
    await hold('held');
    const calls = [append('held', 'first')];
    await until('the call to wait', () => held > 0);
    let isEnough = false;
    const others = (async () => {
      // One in each turn: between two answers of Postgres there is always another.
      while (!isEnough) {
        calls.push(append('held', 'v'));
        await new Promise(setImmediate);
      }
    })();
    await holder.query('rollback');
    await calls[0];
    pauses = 0;
    for (let i = 0; i < 10; i++) await append('held', `${i}`);
    isEnough = true;
    await others;
    await within(Promise.all(calls), 'all calls');
    expect(pauses).toBeLessThan(3);
  });

  it('L6: keeps the calls that wait when its connection is lost in the flush of the others', async () => {
    await log.engine.topics.create({ name: 'held' });
    await log.engine.topics.create({ name: 'free' });
    await hold('held');
    const waiting = append('held', 'v');
    await until('the call to wait', () => held > 0);
    const blocker = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    const { segment } = await topicIds('free');
    await blocker.query(`begin; lock table millrace_segments.s${segment} in exclusive mode`);
    let outcome: unknown;
    append('free', 'v').catch((error) => {
      outcome = error;
    });
    // What the node does by itself may come to wait there as well.
    await until('its flush to be ended', async () => {
      await log.database.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return outcome;
    });
    expect(outcome).toMatchObject({ code: 'UNKNOWN_OUTCOME' });
    await blocker.query('rollback');
    await blocker.end();
    await holder.query('rollback');
    await within(waiting, 'the call that waits');
    expect([await all('held'), await all('free')]).toEqual([['v'], []]);
  });

  it('takes a call back that waits', async () => {
    await log.engine.topics.create({ name: 'held' });
    await hold('held');
    const abort = new AbortController();
    const calls = [append('held', 'kept'), append('held', 'gone', {}, abort.signal)];
    await until('the calls to wait', () => held > 0);
    abort.abort(new Error('gone'));
    await expect(calls[1]).rejects.toThrow('gone');
    await holder.query('rollback');
    await calls[0];
    expect(await all('held')).toEqual(['kept']);
  });

  it('does not say of a call that it was taken back when it was on its way and is there', async () => {
    await log.engine.topics.create({ name: 'held' });
    const { segment } = await topicIds('held');
    const blocker = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await hold('held');
    const abort = new AbortController();
    const call = append('held', 'v', {}, abort.signal);
    const outcome = call.then(
      () => ['v'],
      () => [],
    );
    await until('the call to wait', () => held > 0);
    // Its next flush gets the partition and then waits for the table: on its way, for certain.
    await blocker.query(`begin; lock table millrace_segments.s${segment} in exclusive mode`);
    await holder.query('rollback');
    await until('its flush to be on its way', async () => {
      const { rows } = await log.database.pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });
    abort.abort(new Error('too late'));
    await blocker.query('rollback');
    await blocker.end();
    const expected = await within(outcome, 'the call');
    expect(await all('held')).toEqual(expected);
  });

  it('L4 L10: keeps the order of calls of one partition when its segment is rolled meanwhile', async () => {
    await log.engine.topics.create({ name: 'held' });
    await hold('held');
    const calls = Array.from({ length: 20 }, (_, i) => append('held', String(i)));
    await until('the calls to wait', () => held > 0);
    await roll('held');
    await holder.query('rollback');
    // Calls that arrive while those are appended again, in the new segment.
    for (let i = 20; calls.length < 200; i++) {
      calls.push(append('held', String(i)));
      await new Promise(setImmediate);
    }
    const results = (await within(Promise.all(calls), 'all calls')) as AppendResult[];
    expect(results.map((result) => result.offset(0))).toEqual(results.map((_, i) => i));
  });

  it('appends calls from before and from behind a roll that wait together', async () => {
    await log.engine.topics.create({ name: 'held' });
    await hold('held');
    const before = append('held', 'before');
    await until('the call to wait', () => held > 0);
    await roll('held');
    // From here on this node knows the new segment.
    await log.engine.topics.update({ name: 'held', config: { segmentMs: 5_000 } });
    const behind = append('held', 'behind');
    await holder.query('rollback');
    const results = await within(Promise.all([before, behind]), 'both calls');
    expect(results.map((result) => result.offset(0))).toEqual([0, 1]);
    const [first, second] = await Promise.all(
      [0, 1].map((offset) => log.engine.fetch({ topic: 'held', partition: 0, offset, maxRecords: 1 })),
    );
    expect([first, second].map((batch) => batch?.valueText(0))).toEqual(['before', 'behind']);
  });

  it('appends a call over more partitions than a flush locks', async () => {
    await log.engine.topics.create({ name: 'held' });
    await log.engine.topics.create({ name: 'wide', partitionCount: 300 });
    await hold('held');
    const waiting = append('held', 'v');
    await until('the call to wait', () => held > 0);
    const records = Array.from({ length: 300 }, (_, partition) => record(null, 'w', { partition }));
    const result = await within(log.engine.append({ topic: 'wide', records }), 'the wide call');
    expect(result.batches).toHaveLength(300);
    await holder.query('rollback');
    await waiting;
  });
});
