import type { Consumer, ConsumerEvent, Engine } from '@millrace/engine';
import { createTestEngine, signal, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
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
    await until('tasks to be given up', () => closing === partitions / 2);
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
