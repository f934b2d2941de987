import { MillraceError } from '@millrace/core';
import type { Consumer, ConsumerEvent, Engine } from '@millrace/engine';
import { createTestEngine, signal, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { onCommit } from '../operators/on-commit.ts';
import { processRecords } from '../operators/process-records.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import { PostgresStateBackend } from '../state/postgres/postgres-state-backend.ts';
import type { StateBackend } from '../state/task-state.ts';
import { LogApp } from '../testing/log-app.ts';
import { withCalls } from '../testing/with-calls.ts';

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

describe('S2: a task that is given up by an instance that was thrown out meanwhile', () => {
  const counting = (app: Streams) =>
    app.stream(input).pipe(groupByKey(), countRecords(), toTable('counts'), toStream({ emit: 'ALL' }), to(output));

  it('is not committed as the member that it is by then', async () => {
    const released: Promise<void>[] = [];
    const held = signal();
    const handedOut = signal();
    let closing = 0;
    let consumer: Consumer | undefined;
    let isHolding = false;
    const releasing = (commit: Promise<void>) => {
      released.push(commit);
      return commit;
    };
    const opened = (real: Consumer): Consumer =>
      withCalls(real, {
        [Symbol.asyncIterator]: () => consumer as Consumer,
        next: async (): Promise<IteratorResult<ConsumerEvent, undefined>> => {
          const event = await real.next();
          if (isHolding) await handedOut.fired;
          return event;
        },
        commit: (what, options) => {
          const commit = real.commit(what, options);
          return options?.release ? releasing(commit) : commit;
        },
      });
    const engine: Engine = withCalls(log.engine, {
      consumer: (given) => {
        consumer = opened(log.engine.consumer(given));
        return consumer;
      },
      groups: withCalls(log.engine.groups, {
        commitOffsets: (given) => releasing(log.engine.groups.commitOffsets(given)),
      }),
    });
    await run.start(counting, {
      engine,
      state: backendWith(async (task, real) => {
        const state = await real.open(task);
        return withCalls(state, {
          async close() {
            closing += 1;
            await held.fired;
            await state.close();
          },
        });
      }),
    });
    await putOne();
    await run.done();
    const second = await run.start(counting, { engine: await log.node() });
    await expect.poll(() => closing, { message: 'tasks given up', timeout: 30_000 }).toBe(partitions / 2);
    isHolding = true;
    const memberId = consumer?.memberId as string;
    await log.engine.groups.removeMember({ group: run.name('app'), memberId });
    await until('it to have joined anew', () => consumer?.memberId && consumer.memberId !== memberId);
    await second.stop();
    await until('it to have all tasks again', () => consumer?.assignment.length === partitions);
    held.fire();
    await until('the tasks to be released', () => released.length === partitions / 2);
    const outcomes = await Promise.allSettled(released);
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: partitions / 2 }, () => 'rejected'));
    handedOut.fire();
    await putOne();
    await run.done();
    const counts = (await run.values(output)).map(Number).sort();
    expect(counts).toEqual([1, 2].flatMap((count) => keys.map(() => count)));
  });
});

describe('S8: a task that cannot be released', () => {
  it('is not begun again until it moves: a punctuation would commit what nobody has processed', async () => {
    const held = signal();
    let refused = 0;
    let opened = 0;
    const engine: Engine = withCalls(log.engine, {
      groups: withCalls(log.engine.groups, {
        // Of the two tasks that move one stays until its deadline.
        commitOffsets: async (given) => {
          if (refused++ === 0) throw new MillraceError('PARTITION_BUSY', 'Not now.');
          await log.engine.groups.commitOffsets(given);
        },
      }),
    });
    const define = (app: Streams) =>
      app.stream<string, number>(input).pipe(
        processRecords({
          process: ({ value }) => [{ value }],
          punctuations: [{ every: 50, on: 'WALL_CLOCK', punctuate: () => undefined }],
        }),
        onCommit(() => held.fired),
        to(output),
      );
    const first = await run.start(define, {
      engine,
      limits: { maxEpochRecords: 1 },
      state: backendWith((task, real) => {
        opened += 1;
        return real.open(task);
      }),
    });
    for (let n = 0; n < 10; n++) await putOne();
    const count = 10 * keys.length;
    // One of each task is in hand.
    const buffered = () => first.snapshot().tasks.reduce((sum, { bufferedRecords }) => sum + bufferedRecords, 0);
    await until('all to be read', () => buffered() === count - partitions);
    const second = await run.start(define, { engine: await log.node() });
    held.fire();
    await until('the tasks to be shared', () => second.snapshot().tasks.length === partitions / 2);
    await run.done();
    expect(refused).toBe(partitions / 2);
    expect(await run.values(output)).toHaveLength(count);
    expect(opened).toBe(partitions);
  }, 60_000);
});
