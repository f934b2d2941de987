import type { LogFields, Logger } from '@millrace/core';
import { silentLogger } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { createTestEngine, shiftClock, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestInstance, testError, testSnapshot, testTopology } from '../testing/test-instance.ts';
import { describeApplication } from './describe-application.ts';
import { heartbeatMs } from './instance-registry.ts';
import { listErrors } from './list-errors.ts';

let log: TestEngine;
let engine: Engine;
beforeAll(async () => {
  log = await createTestEngine();
  engine = log.engine;
});
afterAll(() => log.remove());

let made = 0;
/** An application of a test's own. */
const newId = () => `app-${++made}`;
const instancesOf = async (id: string) => (await describeApplication(engine, id))?.instances ?? [];
const messagesOf = async (id: string) =>
  (await listErrors(engine, id, { first: 1_000 })).errors.map(({ message }) => message);

describe('an instance', () => {
  it('is seen once it has started, with what it tells', async () => {
    const id = newId();
    const task = {
      subTopology: '0',
      partition: 1,
      state: 'RUNNING' as const,
      streamTime: 5,
      bufferedRecords: 2,
      recordsPerSecond: 1.5,
      epochMs: 4,
    };
    const instance = await new TestInstance(engine, id, { tasks: [task], rates: { 'to-0002': 3 } }).start();
    expect(await describeApplication(engine, id)).toEqual({
      id,
      state: 'RUNNING',
      topology: { hash: expect.stringMatching(/^[0-9a-f]{32}$/), description: testTopology() },
      topologyDiffers: false,
      instances: [
        {
          id: instance.id,
          nodeId: engine.nodeId,
          hostname: expect.any(String),
          processId: process.pid,
          version: '1.2.3',
          startedAt: expect.any(Date),
          heartbeatAt: expect.any(Date),
          alive: true,
          snapshot: instance.snapshot,
          topologyHash: expect.any(String),
        },
      ],
    });
    await instance.registry.close();
  });

  it('beats, and tells at once what it announces', async () => {
    const id = newId();
    const instance = await new TestInstance(engine, id, { state: 'STARTING' }).start();
    instance.snapshot = testSnapshot({ state: 'RUNNING' });
    instance.clock.advance(heartbeatMs - 1);
    expect(await describeApplication(engine, id)).toMatchObject({ state: 'STARTING' });
    instance.clock.advance(1);
    await until('the beat', async () => (await describeApplication(engine, id))?.state === 'RUNNING');
    instance.snapshot = testSnapshot({ state: 'FAILED', error: { code: 'INTERNAL', message: 'Broken \0 \ud800.' } });
    instance.registry.announce();
    instance.clock.advance(0);
    await until('the announcement', async () => (await describeApplication(engine, id))?.state === 'FAILED');
    expect((await instancesOf(id))[0]?.snapshot.error).toEqual({ code: 'INTERNAL', message: 'Broken \ufffd \ufffd.' });
    await instance.registry.close();
  });

  it('says goodbye, and what it was', async () => {
    const id = newId();
    const instance = await new TestInstance(engine, id).start();
    const { totals } = testSnapshot();
    instance.snapshot = testSnapshot({ totals: { ...totals, recordsIn: 9 } });
    await Promise.all([instance.registry.close(), instance.registry.close()]);
    expect(await describeApplication(engine, id)).toMatchObject({
      state: 'STOPPED',
      instances: [{ alive: false, snapshot: { state: 'STOPPED', totals: { recordsIn: 9 } } }],
    });
    instance.clock.advance(10 * heartbeatMs);
    expect(await instancesOf(id)).toMatchObject([{ alive: false }]);
  });

  it('counts as gone when it is silent for some beats, and is there again when it beats again', async () => {
    const id = newId();
    const instance = await new TestInstance(engine, id).start();
    try {
      // Beats that it has not missed in earnest: a busy machine may take some, too.
      await shiftClock(log, 2 * heartbeatMs);
      expect(await instancesOf(id)).toMatchObject([{ alive: true }]);
      await shiftClock(log, 4.5 * heartbeatMs);
      expect(await describeApplication(engine, id)).toMatchObject({ state: 'STOPPED', instances: [{ alive: false }] });
      instance.clock.advance(heartbeatMs);
      await until('the beat', async () => (await instancesOf(id))[0]?.alive);
    } finally {
      await shiftClock(log, 0);
    }
    await instance.registry.close();
  });

  it('is forgotten a day after its last beat, when another one of its application beats', async () => {
    const id = newId();
    const day = 24 * 60 * 60 * 1_000;
    const other = await new TestInstance(engine, newId()).start();
    const first = await new TestInstance(engine, id).start();
    await first.registry.close();
    try {
      await shiftClock(log, day - 60_000);
      const second = await new TestInstance(engine, id).start();
      expect((await instancesOf(id)).map((instance) => instance.id)).toEqual([second.id, first.id]);
      await shiftClock(log, day + 60_000);
      second.clock.advance(heartbeatMs);
      await until('the first one to be gone', async () => (await instancesOf(id)).length === 1);
      await second.registry.close();
    } finally {
      await shiftClock(log, 0);
    }
    await other.registry.close();
  });
});

describe('errors', () => {
  it('of an older version have no code', async () => {
    const id = newId();
    const instance = await new TestInstance(engine, id).start();
    instance.registry.report(testError());
    await instance.registry.close();
    await engine.query('update millrace.streams_errors set code = null where application = $1', [id]);
    expect((await listErrors(engine, id, { first: 10 })).errors).toMatchObject([{ code: null, message: 'It broke.' }]);
  });

  it('are registered shortly after they came, in their order, with what a record may hold', async () => {
    const id = newId();
    const instance = await new TestInstance(engine, id).start();
    instance.registry.report(
      testError({ message: 'first \0', code: 'INVALID_RECORD\0', kind: 'DECODE', outcome: 'DEAD_LETTERED' }),
    );
    instance.clock.advance(150);
    instance.registry.report(testError({ message: 'second', code: 'y'.repeat(300), stack: 'x'.repeat(20_000) }));
    instance.clock.advance(50);
    await until('both', async () => (await messagesOf(id)).length === 2);
    const { errors, totalCount } = await listErrors(engine, id, { first: 10 });
    expect(totalCount).toBe(2);
    expect(errors).toMatchObject([
      {
        message: 'second',
        kind: 'PROCESS',
        outcome: 'SKIPPED',
        instanceId: instance.id,
        code: `${'y'.repeat(254)}…`,
        stack: `${'x'.repeat(16_383)}…`,
      },
      {
        message: 'first \ufffd',
        code: 'INVALID_RECORD\ufffd',
        kind: 'DECODE',
        outcome: 'DEAD_LETTERED',
        task: '0/1',
        topic: 'in',
        partition: 1,
        offset: 7,
      },
    ]);
    expect((errors[0]?.occurredAt.getTime() ?? 0) - (errors[1]?.occurredAt.getTime() ?? 0)).toBe(150);
    await instance.registry.close();
  });

  it('that came just before the end are registered with the goodbye', async () => {
    const id = newId();
    const instance = await new TestInstance(engine, id).start();
    instance.registry.report(testError({ outcome: 'FAILED', message: 'the last' }));
    await instance.registry.close();
    expect(await messagesOf(id)).toEqual(['the last']);
  });

  it('are kept up to 1,000 an application: the newest', async () => {
    const [id, other] = [newId(), newId()];
    const bystander = await new TestInstance(engine, other).start();
    bystander.registry.report(testError({ message: 'of another one' }));
    await bystander.registry.close();
    const instance = await new TestInstance(engine, id).start();
    for (let from = 0; from < 1_300; from += 650) {
      for (let i = from; i < from + 650; i++) instance.registry.report(testError({ message: `${i}` }));
      // Again and again: what was reported while it still writes is for its next timer, which may not be set yet.
      await until('these', async () => {
        instance.clock.advance(200);
        return (await messagesOf(id))[0] === `${from + 649}`;
      });
    }
    const kept = await messagesOf(id);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([1_000, '1299', '300']);
    const { rows } = await engine.query(
      'select count(*)::integer as count from millrace.streams_errors where application = $1',
      [id],
    );
    expect(rows).toEqual([{ count: 1_000 }]);
    expect(await messagesOf(other)).toEqual(['of another one']);
    await instance.registry.close();
  });

  it('come in pages', async () => {
    const id = newId();
    const instance = await new TestInstance(engine, id).start();
    for (const message of ['a', 'b', 'c']) instance.registry.report(testError({ message }));
    await instance.registry.close();
    const first = await listErrors(engine, id, { first: 2 });
    expect(first).toMatchObject({ errors: [{ message: 'c' }, { message: 'b' }], totalCount: 3, hasNextPage: true });
    const after = first.errors.at(-1)?.id;
    expect(await listErrors(engine, id, { first: 2, after })).toMatchObject({
      errors: [{ message: 'a' }],
      totalCount: 3,
      hasNextPage: false,
    });
    expect(await listErrors(engine, id, { first: 0 })).toEqual({ errors: [], totalCount: 3, hasNextPage: true });
  });
});

describe('while Postgres does not answer', () => {
  it('nothing is thrown, and it is tried again; errors wait, the oldest make room', async () => {
    const id = newId();
    const said: [LogFields, string][] = [];
    const logger: Logger = { ...silentLogger, warn: (fields, message) => said.push([fields, message]) };
    const node = await log.node();
    let isAway = true;
    const mayBeAway: Pick<Engine, 'nodeId' | 'query'> = {
      nodeId: node.nodeId,
      // A server that is gone, as the engine tells of it.
      query: (sql, parameters) => (isAway ? closed : node).query(sql, parameters),
    };
    const closed = await log.node();
    await closed.close();
    const instance = await new TestInstance(mayBeAway, id, { logger }).start();
    for (let i = 0; i < 1_200; i++) instance.registry.report(testError({ message: `${i}` }));
    await until('a second attempt', () => {
      instance.clock.advance(200);
      return said.length >= 2;
    });
    expect(await describeApplication(engine, id)).toBeNull();
    isAway = false;
    await until('the errors', async () => {
      instance.clock.advance(heartbeatMs);
      return (await messagesOf(id)).length === 1_000;
    });
    expect([(await messagesOf(id))[0], (await messagesOf(id)).at(-1)]).toEqual(['1199', '200']);
    await until('the warning', () => said.some(([{ count }]) => count === 200));
    await instance.registry.close();
  });

  it('an error that Postgres refuses is left out, and does not hold up later ones', async () => {
    const id = newId();
    const said: string[] = [];
    const logger: Logger = { ...silentLogger, warn: (_, message) => said.push(message) };
    const instance = await new TestInstance(engine, id, { logger }).start();
    instance.registry.report(testError({ partition: 1.5 }));
    instance.clock.advance(200);
    await until('the refusal', () => said.length === 1);
    instance.registry.report(testError({ message: 'fine' }));
    await instance.registry.close();
    expect(await messagesOf(id)).toEqual(['fine']);
    expect(said.at(-1)).toBe('Errors of records were not registered');
  });
});

describe('two versions at once', () => {
  it('are seen while both live', async () => {
    const id = newId();
    const old = await new TestInstance(engine, id).start();
    const next = await new TestInstance(engine, id, { topology: testTopology([{ name: 'sums' }]) }).start();
    const found = await describeApplication(engine, id);
    expect(found).toMatchObject({ topologyDiffers: true, topology: { description: { stores: [{ name: 'sums' }] } } });
    expect(found?.instances.map((instance) => instance.id)).toEqual([next.id, old.id]);
    await old.registry.close();
    expect(await describeApplication(engine, id)).toMatchObject({ topologyDiffers: false });
    await next.registry.close();
    const same = await new TestInstance(engine, id).start();
    expect(await describeApplication(engine, id)).toMatchObject({
      topologyDiffers: false,
      topology: { description: { stores: [{ name: 'counts' }] } },
    });
    await same.registry.close();
  });
});
