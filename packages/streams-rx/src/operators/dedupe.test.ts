import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import { dedupe } from './dedupe.ts';
import { to } from './to.ts';

interface Payment {
  readonly id: string | null;
  readonly n: number;
}

const numbers = (driver: TestDriver) => driver.output('out').map(({ value }) => (value as Payment).n);

const run = (within: number, payments: readonly (readonly [time: number, id: string | null])[]) =>
  runInAllEpochs(
    (app) => app.stream<string, Payment>('in').pipe(dedupe({ by: ({ value }) => value.id, within }), to('out')),
    (test) =>
      test.pipe(
        'in',
        payments.map(([timestamp, id], n) => ({ key: 'k', value: { id, n }, timestamp })),
      ),
  );

describe('dedupe', () => {
  it('lets the first record of an id through, and the next that is far enough from it, before or after', async () => {
    const driver = await run(10, [
      [100, 'a'],
      [100, 'a'],
      [109, 'a'],
      [100, 'b'],
      [110, 'a'],
      [101, 'b'],
      [110, null],
      [110, null],
    ]);
    expect(numbers(driver)).toEqual([0, 3, 4, 6, 7]);
    const early = await run(10, [
      [105, 'a'],
      [96, 'a'],
      [95, 'a'],
    ]);
    expect(numbers(early)).toEqual([0, 2]);
  });

  it('counts as late what is more than its time behind', async () => {
    const driver = await run(10, [
      [100, 'a'],
      [90, 'b'],
      [89, 'c'],
    ]);
    expect(numbers(driver)).toEqual([0, 1]);
    expect(driver.counts.late).toBe(1);
  });

  it('sends what is late to a topic as it was read, with the reason', async () => {
    const driver = await runInAllEpochs(
      (app) => app.stream('in').pipe(dedupe({ within: 10, late: { topic: 'late' } }), to('out')),
      (test) =>
        test.pipe('in', [
          { key: 'a', value: 1, timestamp: 100 },
          { key: 'b', value: 2, timestamp: 89 },
        ]),
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([1]);
    expect(driver.output('late')).toMatchObject([{ key: 'b', value: 2, timestamp: 89 }]);
    expect(driver.output('late')[0]?.headers.slice(2)).toEqual([
      { key: 'millrace.late.offset', value: '1' },
      {
        key: 'millrace.late.reason',
        value: 'What came near it is not known any more: stream time was 100, within is 10 ms.',
      },
    ]);
    expect(driver.counts.late).toBe(1);
  });

  it('by the key where nothing else is said, without looking at values', async () => {
    const driver = await runInAllEpochs(
      (app) => app.stream('in').pipe(dedupe({ within: 10 }), to('out')),
      (test) =>
        test.pipe('in', [
          { key: 'a', value: 1 },
          { key: 'a', value: 2 },
          { key: 'b', value: null },
          { key: 'b', value: 3 },
          { value: 4 },
          { value: 5 },
        ]),
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([1, null, 4, 5]);
  });

  it('by an id of any length, which is told from others by all of it', async () => {
    const long = 'x'.repeat(100_000);
    const driver = await run(10, [
      [100, long],
      [101, `${long}y`],
      [102, long],
      [103, `${long}y`],
      [110, long],
    ]);
    expect(numbers(driver)).toEqual([0, 1, 4]);
  });

  it('never lets two through that are near each other, nor holds back one that is near none', async () => {
    const payments = fc.array(fc.tuple(fc.integer({ min: -10, max: 60 }), fc.constantFrom('a', 'b')), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(payments, fc.integer({ min: 1, max: 15 }), async (events, within) => {
        const passed: number[] = [];
        let streamTime = Number.NEGATIVE_INFINITY;
        for (const [n, [time, id]] of events.entries()) {
          streamTime = Math.max(streamTime, time);
          if (time < streamTime - within) continue;
          const isNear = passed.some((other) => {
            const [otherTime, otherId] = events[other] as (typeof events)[number];
            return otherId === id && Math.abs(otherTime - time) < within;
          });
          if (!isNear) passed.push(n);
        }
        expect(numbers(await run(within, events))).toEqual(passed);
      }),
      { numRuns: 40 },
    );
  });
});
