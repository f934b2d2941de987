import { type Clock, MillraceError } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { type PersistOptions, persist } from './persist.ts';

const away = new MillraceError('POSTGRES_UNAVAILABLE', 'Away.');

/** Work on a clock that is as far as what is waited for. `waits`: how long, ms. */
function persisting(more: Partial<PersistOptions> = {}) {
  const fake = new FakeClock(0);
  const waits: number[] = [];
  const clock: Clock = {
    now: () => fake.now(),
    monotonic: () => fake.monotonic(),
    schedule: (ms, callback) => fake.schedule(ms, callback),
    async sleep(ms) {
      waits.push(ms);
      fake.advance(ms);
    },
  };
  const signal = new AbortController().signal;
  const limits = { retryTimeoutMs: 5_000, retryMs: 100, maxRetryMs: 1_000 };
  let tries = 0;
  const run = (work: (nth: number) => string) =>
    persist({ clock, limits, signal, onRetry() {}, ...more }, async () => {
      tries += 1;
      if (tries > 100) throw new Error('It does not end.');
      return work(tries);
    });
  return { run, waits, tries: () => tries };
}
const fails = (error: Error) => () => {
  throw error;
};

describe('S13: what nothing but an outage is in the way of', () => {
  it('is tried again until it is done, each time after twice as long, up to a limit', async () => {
    const { run, waits } = persisting();
    const done = run((nth) => {
      if (nth < 7) throw away;
      return `the ${nth}th`;
    });
    expect(await done).toBe('the 7th');
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('is given up with its last failure when it has been tried for so long', async () => {
    const { run, waits } = persisting();
    let last: Error | undefined;
    const error = await run((nth) => {
      last = new MillraceError('POSTGRES_UNAVAILABLE', `Away for the ${nth}th time.`);
      throw last;
    }).catch((failure) => failure);
    expect(error).toBe(last);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(5_500);
  });

  it('is told of before each wait', async () => {
    const told: unknown[] = [];
    const { run } = persisting({ onRetry: (error) => told.push(error) });
    await run((nth) => (nth === 3 ? 'done' : fails(away)()));
    expect(told).toEqual([away, away]);
  });
});

it('S13: nothing else is tried again', async () => {
  for (const error of [new RangeError('Its own.'), new MillraceError('INVALID_RECORD', 'Refused.')]) {
    const { run, tries } = persisting();
    await expect(run(fails(error))).rejects.toBe(error);
    expect(tries()).toBe(1);
  }
});

it('S13: a stop does not wait for another try', async () => {
  const over = new AbortController();
  const { run, tries } = persisting({ signal: over.signal, onRetry: () => over.abort() });
  await expect(run(fails(away))).rejects.toBe(away);
  expect(tries()).toBe(1);
});

it('S12: what is its own failure is given up with the third in a row', async () => {
  const slow = new MillraceError('TRANSACTION_TIMEOUT', 'Slow.');
  const { run, tries } = persisting({ isItsOwn: async (error) => error === slow });
  await expect(run((nth) => fails(nth === 3 ? away : slow)())).rejects.toBe(slow);
  expect(tries()).toBe(6);
});
