import { FakeClock } from '@millrace/core/testing';
import { createTestEngine, type TestEngine, until, within } from '@millrace/engine/testing';
import { mergeMap } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import { to } from '../operators/to.ts';
import { LogApp } from '../testing/log-app.ts';

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
  input = await run.topic('in');
  output = await run.topic('out');
});
afterEach(() => run.stop());

const through = (app: Streams) => app.stream(input).pipe(to(output));

describe('S8: an instance that is stopped', () => {
  it('breaks off an epoch that takes more than 8 s, and the next owner does it', async () => {
    const clock = new FakeClock();
    let isInHand = false;
    const app = await run.start(
      (each) =>
        each.stream(input).pipe(
          mergeMap((record) => {
            isInHand = true;
            return new Promise<typeof record>(() => {});
          }),
          to(output),
        ),
      { clock },
    );
    await run.put(input, [['k', 1]]);
    await until('the record to be in hand', () => isInHand);
    const stopped = app.stop();
    clock.advance(7_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(app.state).toBe('STOPPING');
    clock.advance(1);
    await within(stopped, 'the stop');
    expect(app.state).toBe('STOPPED');
    await run.start(through);
    await run.done();
    expect(await run.values(output)).toEqual(['1']);
  });
});
