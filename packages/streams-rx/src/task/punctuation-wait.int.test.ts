import { FakeClock } from '@millrace/core/testing';
import { createTestEngine, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { processRecords } from '../operators/process-records.ts';
import { to } from '../operators/to.ts';
import { LogApp } from '../testing/log-app.ts';

let log: TestEngine;
let run: LogApp;
beforeAll(async () => {
  log = await createTestEngine();
});
beforeEach(() => {
  run = new LogApp(log);
});
afterEach(() => run.stop());
afterAll(() => log.remove());

const hour = 3_600_000;
const at = (time: string) => Date.parse(`2026-01-01T${time}Z`);

/** An application that writes when its punctuation of each hour came, and for which. */
async function hourly(clock: FakeClock) {
  const [input, ticks] = [await run.topic('in'), await run.topic('ticks')];
  let processed = 0;
  const start = () =>
    run.start(
      (app) =>
        app.stream<string, number>(input).pipe(
          processRecords({
            process: () => {
              processed += 1;
              return undefined;
            },
            punctuations: [
              {
                every: hour,
                on: 'WALL_CLOCK',
                punctuate: (time, { wallClock }) => [
                  { key: 'k', value: [time, wallClock].map((ms) => new Date(ms).toISOString().slice(11, 19)) },
                ],
              },
            ],
          }),
          to(ticks),
        ),
      { clock },
    );
  return { input, start, processed: () => processed, ticks: () => run.values(ticks) };
}

describe('S88: a punctuation on the wall clock', () => {
  it('comes at the multiple, whenever the last record came', async () => {
    const clock = new FakeClock(at('10:59:50'));
    const { input, start, processed, ticks } = await hourly(clock);
    await start();
    await run.put(input, [['k', 1]]);
    await until('the record to be processed', () => processed() === 1);
    await run.done();
    clock.advance(10_000);
    await until('the punctuation', async () => (await ticks()).length > 0);
    expect(await ticks()).toEqual(['["11:00:00","11:00:00"]']);
  });

  it('comes to a task that has no records, also at once for what came while it was nowhere', async () => {
    const clock = new FakeClock(at('10:05:00'));
    const { start, ticks } = await hourly(clock);
    const app = await start();
    await until('the clock to be taken note of', () => app.snapshot().totals.epochs === 1);
    clock.advance(55 * 60_000);
    await until('the punctuation', async () => (await ticks()).length === 1);
    await app.stop();
    clock.advance(2.5 * hour);
    await start();
    await until('the one that was missed', async () => (await ticks()).length === 2);
    expect(await ticks()).toEqual(['["11:00:00","11:00:00"]', '["13:00:00","13:30:00"]']);
  });
});
