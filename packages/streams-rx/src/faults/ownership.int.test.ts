import { MillraceError } from '@millrace/core';
import { defaultLimits, type Transaction } from '@millrace/engine';
import { createTestEngine, type NodeProcess, record, type TestEngine, until, within } from '@millrace/engine/testing';
import { map } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { onCommit } from '../operators/on-commit.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import { PostgresStateBackend } from '../state/postgres/postgres-state-backend.ts';
import type { StateBackend } from '../state/task-state.ts';
import { hasStarted, sessionTimeoutMs, startInstance } from '../testing/instance-process.ts';
import { failureOfApp, LogApp } from '../testing/log-app.ts';

const partitions = 4;
let log: TestEngine;
let run: LogApp;
let input: string;
let output: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in', partitions);
  output = await run.topic('out', partitions);
});
afterEach(() => run.stop());

const counting = (app: Streams) =>
  app.stream(input).pipe(groupByKey(), countRecords(), toTable('counts'), toStream({ emit: 'ALL' }), to(output));
const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
const putOne = () =>
  run.put(
    input,
    keys.map((key) => [key, 1] as const),
  );

/** The state of the log, with something done to how it is opened. */
function backendWith(
  open: (task: Parameters<StateBackend['open']>[0], real: StateBackend) => ReturnType<StateBackend['open']>,
): StateBackend {
  const real = new PostgresStateBackend({ engine: log.engine, applicationId: run.name('app') });
  return { open: (task) => open(task, real) };
}

describe('S2: what is fenced by the ownership of a task', () => {
  it('puts no offset back that is committed meanwhile', async () => {
    const fences: ((tx: Transaction) => Promise<void>)[] = [];
    const app = await run.start((each) => each.stream(input).pipe(to(output)), {
      state: backendWith((task, real) => {
        fences.push(task.fence);
        return real.open(task);
      }),
    });
    await until('all tasks to be open', () => app.snapshot().tasks.length === partitions);
    await log.engine.transaction(async (tx) => {
      for (const fence of fences) await fence(tx);
      await putOne();
      // It is committed now, or waits for this transaction.
      await until('the epochs to be committed, or to wait', async () => {
        if ((await run.lag()) === 0) return true;
        const { rowCount } = await log.database.pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return (rowCount ?? 0) > 0;
      });
    });
    await run.done();
    expect(await run.values(output)).toHaveLength(keys.length);
  });

  it('fails once the task is another one’s: FENCED_MEMBER', async () => {
    let fence: ((tx: Transaction) => Promise<void>) | undefined;
    const app = await run.start(counting, {
      state: backendWith((task, real) => {
        fence ??= task.fence;
        return real.open(task);
      }),
    });
    await until('all tasks to be open', () => app.snapshot().tasks.length === partitions);
    await log.engine.transaction((tx) => fence?.(tx) as Promise<void>);
    await app.stop();
    await expect(log.engine.transaction((tx) => fence?.(tx) as Promise<void>)).rejects.toMatchObject({
      code: 'FENCED_MEMBER',
    });
  });
});

describe('S13: a task that cannot be opened for a while', () => {
  it('is opened when it can be, and misses nothing that came meanwhile', async () => {
    let refused = 0;
    await run.start(counting, {
      state: backendWith((task, real) => {
        if (refused++ < 10) throw new MillraceError('POSTGRES_UNAVAILABLE', 'Not now.');
        return real.open(task);
      }),
    });
    await putOne();
    await run.done();
    expect((await run.values(output)).every((count) => count === '1')).toBe(true);
    expect(await run.values(output)).toHaveLength(keys.length);
  });

  it('fails the application with what is in the way once that has been so for retryTimeoutMs', async () => {
    let refused = 0;
    const app = await run.start(counting, {
      state: backendWith(() => {
        refused += 1;
        throw new MillraceError('POSTGRES_UNAVAILABLE', 'Not now.');
      }),
      limits: { retryTimeoutMs: 300 },
    });
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    expect([app.state, refused > 2 * partitions]).toEqual(['FAILED', true]);
  });

  it('a stop does not wait for it', async () => {
    const app = await run.start(counting, {
      state: backendWith(() => Promise.reject(new MillraceError('POSTGRES_UNAVAILABLE', 'Not now.'))),
      limits: { retryMs: 60_000, maxRetryMs: 60_000 },
    });
    await within(app.stop(), 'the stop');
    expect(app.state).toBe('STOPPED');
  });

  it('a stop does not wait for an epoch that is to be tried again', async () => {
    let attempts = 0;
    const app = await run.start(
      (each) =>
        each.stream(input).pipe(
          onCommit(async (tx) => {
            attempts += 1;
            await tx.query("do $$ begin raise exception 'in the way' using errcode = '40P01'; end $$");
          }),
        ),
      { limits: { retryMs: 60_000, maxRetryMs: 60_000 } },
    );
    await putOne();
    await until('an attempt', () => attempts > 0);
    await within(app.stop(), 'the stop');
    expect(app.state).toBe('STOPPED');
  });
});

describe('S8: a task that moves', () => {
  it('when an instance stops, and when one joins: without a gap, nothing twice', async () => {
    const first = await run.start(counting);
    await putOne();
    await run.done();
    const second = await run.start(counting, { engine: await log.node() });
    await until('the tasks to be shared', () => second.snapshot().tasks.length === partitions / 2);
    expect(first.snapshot().tasks).toHaveLength(partitions / 2);
    await putOne();
    await run.done();
    const startedAt = performance.now();
    await first.stop();
    await putOne();
    await run.done();
    // Not a session timeout.
    expect(performance.now() - startedAt).toBeLessThan(defaultLimits.sessionTimeoutMs);
    const counts = (await run.values(output)).map(Number).sort();
    expect(counts).toEqual([1, 2, 3].flatMap((count) => keys.map(() => count)));
  });

  it('an epoch in hand is committed before its task is given up', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let inHand = 0;
    await run.start((app) =>
      app.stream(input).pipe(
        onCommit(async () => {
          inHand += 1;
          await held;
        }),
        to(output),
      ),
    );
    await putOne();
    await until('epochs in hand', () => inHand === partitions);
    const second = await run.start(
      (app) =>
        app.stream(input).pipe(
          map((each) => each),
          to(output),
        ),
      {
        engine: await log.node(),
      },
    );
    expect(second.snapshot().tasks).toHaveLength(0);
    release();
    await until('the tasks to be shared', () => second.snapshot().tasks.length === partitions / 2);
    await run.done();
    expect(await run.values(output)).toHaveLength(keys.length);
  });
});

describe('S7: an instance that is killed, or frozen beyond its session', () => {
  beforeAll(async () => {
    for (const name of ['in', 'passed', 'counted'])
      await log.engine.topics.create({ name, partitionCount: partitions });
  });

  let n = 0;
  /** Until each partition has given something more: how long that took. */
  const processed = async (limitMs: number) => {
    const startedAt = performance.now();
    const before = (await log.engine.topics.bounds('counted')).map(({ endOffset }) => endOffset);
    const values = keys.map((key) => record(key, JSON.stringify({ n: n++, line: 'l', amount: 1 })));
    await log.engine.append({ topic: 'in', records: values });
    await until(
      'all partitions to be processed',
      async () =>
        (await log.engine.topics.bounds('counted')).every(({ endOffset }, i) => endOffset > (before[i] as number)),
      limitMs,
    );
    return performance.now() - startedAt;
  };

  it('has its tasks taken over within the session timeout and a second; when it wakes up it commits nothing', async () => {
    const applicationId = 'frozen';
    const start = () => startInstance({ url: log.test.url, applicationId, topology: 'filterAndCount' });
    const [first, second] = [start(), start()];
    try {
      await Promise.all([hasStarted(first), hasStarted(second)]);
      await processed(60_000);
      const members = async () => (await log.engine.groups.describe(applicationId))?.members.length;
      await until('both to have joined', async () => (await members()) === 2);
      first.child.kill('SIGSTOP');
      const tookMs = await processed(60_000);
      console.log(`frozen: taken over after ${Math.round(tookMs)} ms, session timeout ${sessionTimeoutMs} ms`);
      first.child.kill('SIGCONT');
      await until('it to be back', async () => (await members()) === 2, 60_000);
      await processed(60_000);
      first.child.kill('SIGKILL');
      const killedMs = await processed(60_000);
      console.log(`killed: taken over after ${Math.round(killedMs)} ms, session timeout ${sessionTimeoutMs} ms`);
      await until(
        'all to be processed',
        async () => (await log.engine.groups.describe(applicationId))?.lag === 0,
        60_000,
      );
      // A second on a machine that does nothing else.
      expect(Math.max(tookMs, killedMs)).toBeLessThan(sessionTimeoutMs + 15_000);
      const { records } = await log.engine.page({ topic: 'counted', limit: 1_000 });
      const counts = records.map(({ value }) => Number(Buffer.from(value ?? []).toString())).sort();
      expect(counts).toEqual([1, 2, 3, 4].flatMap((count) => keys.map(() => count)));
      expect(first.words.concat(second.words).filter((word) => word.startsWith('failed'))).toEqual([]);
    } finally {
      for (const { child, ended } of [first, second]) {
        child.kill('SIGCONT');
        child.kill('SIGKILL');
        await ended;
      }
    }
  }, 240_000);

  it('is not waited for by the others where it was opening a task', async () => {
    const options = { url: log.test.url, applicationId: 'opening', topology: 'filterAndCount' } as const;
    const frozen = startInstance({ ...options, hangsInOpening: true });
    let other: NodeProcess | undefined;
    try {
      await until('it to have locked a task', () => frozen.words.includes('opening'), 60_000);
      frozen.child.kill('SIGSTOP');
      other = startInstance(options);
      await hasStarted(other);
      await processed(sessionTimeoutMs + 15_000);
    } finally {
      for (const instance of [frozen, other]) {
        instance?.child.kill('SIGKILL');
        await instance?.ended;
      }
    }
  });
});
