import { type Logger, silentLogger } from '@millrace/core';
import type { Consumer, ConsumerEvent, Engine } from '@millrace/engine';
import { createTestEngine, loseEnd, signal, type TestEngine, until } from '@millrace/engine/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listErrors } from '../application/list-errors.ts';
import { onCommit } from '../operators/on-commit.ts';
import { to } from '../operators/to.ts';
import { LogApp } from '../testing/log-app.ts';
import { withCalls } from '../testing/with-calls.ts';

let log: TestEngine;
let run: LogApp;
beforeEach(async () => {
  log = await createTestEngine();
  run = new LogApp(log);
});
afterEach(async () => {
  await run.stop();
  await log.remove();
});

describe('S2: an epoch whose input the log has lost', () => {
  it('blames no record, and the application goes on from where the log ended', async () => {
    const [input, output] = [await run.topic('in'), await run.topic('out')];
    const [held, lost] = [signal(), signal()];
    let inHand = 0;
    let isHolding = false;
    let consumer: Consumer | undefined;
    // The next assignment, which begins where the log ends now, comes behind the commit that is refused.
    const engine: Engine = withCalls(log.engine, {
      consumer: (given) => {
        const real = log.engine.consumer(given);
        consumer = withCalls(real, {
          [Symbol.asyncIterator]: () => consumer as Consumer,
          next: async (): Promise<IteratorResult<ConsumerEvent, undefined>> => {
            const event = await real.next();
            if (isHolding && event.value?.kind === 'ASSIGNMENT') await lost.fired;
            return event;
          },
        });
        return consumer;
      },
    });
    const logger: Logger = {
      ...silentLogger,
      warn: (_, message) => message.includes("not this instance's any more") && lost.fire(),
      error: () => lost.fire(),
      child: () => logger,
    };
    const app = await run.start(
      (each) =>
        each.stream(input).pipe(
          onCommit(async () => {
            if (!isHolding) return;
            inHand += 1;
            await held.fired;
          }),
          to(output),
        ),
      { engine, logger },
    );
    const put = (prefix: string, count: number) =>
      run.put(
        input,
        Array.from({ length: count }, (_, n) => ['k', `"${prefix}${n}"`] as const),
      );
    await put('kept', 2);
    await run.done();
    isHolding = true;
    await put('lost', 3);
    await until('the epoch to be in hand', () => inHand === 1);
    const before = log.engine.logEpoch;
    await loseEnd(log, { topic: input, partition: 0, from: 2 });
    await until('the node to connect again', () => log.engine.logEpoch > before);
    held.fire();
    await lost.fired;
    await put('new', 2);
    await run.done();
    expect(app.state).toBe('RUNNING');
    expect(await run.values(output)).toEqual(['"kept0"', '"kept1"', '"new0"', '"new1"']);
    expect((await listErrors(log.engine, run.name('app'), { first: 10 })).errors).toEqual([]);
  });
});
