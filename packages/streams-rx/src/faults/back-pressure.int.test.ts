import { createTestEngine, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { onCommit } from '../operators/on-commit.ts';
import { to } from '../operators/to.ts';
import { LogApp } from '../testing/log-app.ts';

let log: TestEngine;
let run: LogApp;
beforeAll(async () => {
  log = await createTestEngine();
  run = new LogApp(log);
});
afterEach(() => run.stop());
afterAll(() => log.remove());

it('S18: a slow task reads no more than may wait for it, in records or in bytes, and goes on with all of it', async () => {
  const limits = [
    { limit: { maxBufferedBytes: 300_000 }, enough: 6 },
    { limit: { maxBufferedRecords: 3 }, enough: 3 },
  ];
  for (const [place, { limit, enough }] of limits.entries()) {
    const input = await run.topic(`in${place}`);
    const output = await run.topic(`out${place}`);
    let goOn: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const app = await run.start(
      (each) =>
        each.stream(input).pipe(
          onCommit(() => held),
          to(output),
        ),
      {
        applicationId: run.name(`app${place}`),
        limits: { ...limit, maxEpochRecords: 2 },
      },
    );
    const count = 40;
    const value = 'x'.repeat(50_000);
    const buffered = () => app.snapshot().tasks.reduce((sum, { bufferedRecords }) => sum + bufferedRecords, 0);
    for (let n = 0; n < count; n++) {
      await run.put(input, [['k', { n, value }]]);
      // One by one as long as it reads, since what is there is read at once; two are in the epoch that is held.
      await until('it to be read', () => buffered() >= Math.min(n - 1, enough));
    }
    expect(buffered()).toBeLessThan(count / 2);
    goOn();
    await until('all to be processed', async () => (await run.values(output)).length === count, 30_000);
    const numbers = (await run.values(output)).map((text) => (JSON.parse(text) as { n: number }).n);
    expect(numbers).toEqual(Array.from({ length: count }, (_, n) => n));
    expect(buffered()).toBe(0);
    await app.stop();
  }
});
