import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

const turns = async () => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

/** How long `spend` rests, in steps of 10 ms. */
async function restOf(clock: FakeClock, spending: Promise<void>): Promise<number> {
  let isDone = false;
  void spending.then(() => {
    isDone = true;
  });
  await turns();
  let rest = 0;
  while (!isDone && rest < 100_000) {
    clock.advance(10);
    rest += 10;
    await turns();
  }
  return rest;
}

describe('L26: the pace of rewriting', () => {
  it('is so many bytes a second', async () => {
    const clock = new FakeClock();
    const { signal } = new AbortController();
    const pace = new Pace({ clock, maxBytesPerSecond: 1_000, percent: 100, signal });
    expect(await restOf(clock, pace.spend(500))).toBe(500);
    expect(await restOf(clock, pace.spend(5))).toBe(0);
    expect(await restOf(clock, pace.spend(495))).toBe(500);
    // What was not used is not made up for, but for a moment.
    clock.advance(60_000);
    expect(await restOf(clock, pace.spend(1_000))).toBe(900);
  });

  it('is a part of the time', async () => {
    const clock = new FakeClock();
    const { signal } = new AbortController();
    const pace = new Pace({ clock, maxBytesPerSecond: 1e12, percent: 25, signal });
    clock.advance(100);
    expect(await restOf(clock, pace.spend(1))).toBe(300);
    clock.advance(10);
    expect(await restOf(clock, pace.spend(1))).toBe(30);
  });

  it('ends at once when the node stops', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const pace = new Pace({ clock, maxBytesPerSecond: 1, percent: 100, signal: stop.signal });
    const resting = pace.spend(1_000);
    stop.abort(new Error('stopping'));
    await expect(resting).rejects.toThrow('stopping');
    await expect(pace.spend(0)).rejects.toThrow('stopping');
    await expect(pace.breathe()).resolves.toBeUndefined();
  });
});
