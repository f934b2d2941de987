import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { Gathering } from './gathering.ts';

/** Waits with a clock that moves by `stepMs` a look, and gives how long that was. */
async function waited(gathering: Gathering, clock: FakeClock, gathered: (looks: number) => number, stepMs = 0.1) {
  const start = clock.now();
  let looks = 0;
  await gathering.wait(() => {
    looks += 1;
    clock.advance(stepMs);
    return gathered(looks);
  });
  return clock.now() - start;
}

describe('Gathering', () => {
  it('lets a caller that is alone wait for nobody', async () => {
    const clock = new FakeClock(0);
    const gathering = new Gathering(clock);
    gathering.went(1, 10);
    expect(await waited(gathering, clock, () => 1)).toBeCloseTo(0.1);
  });

  it('waits for half as many calls as went the last time, and no longer', async () => {
    const clock = new FakeClock(0);
    const gathering = new Gathering(clock);
    gathering.went(10, 10);
    expect(await waited(gathering, clock, (looks) => looks)).toBeCloseTo(0.5);
  });

  it('waits for half of what the last flush took, and for a millisecond at most', async () => {
    const clock = new FakeClock(0);
    const gathering = new Gathering(clock);
    gathering.went(10, 0.8);
    expect(await waited(gathering, clock, () => 1)).toBeCloseTo(0.4);
    gathering.went(10, 500);
    expect(await waited(gathering, clock, () => 1)).toBeCloseTo(1);
  });

  it('finds half as many calls as went the last time enough', () => {
    const gathering = new Gathering(new FakeClock(0));
    gathering.went(10, 10);
    expect([0, 4, 5, 20].map((calls) => gathering.isEnough(calls))).toEqual([false, false, true, true]);
  });

  it('lets half as many wait no longer once the others take as long to come back as half of the flush took', () => {
    const clock = new FakeClock(0);
    const gathering = new Gathering(clock);
    gathering.went(400, 3);
    clock.advance(1.4);
    expect(gathering.isOverdue(400)).toBe(false);
    clock.advance(0.1);
    expect([199, 200].map((calls) => gathering.isOverdue(calls))).toEqual([false, true]);
    gathering.went(10, 3);
    clock.advance(10);
    expect(gathering.isOverdue(10)).toBe(false);
  });
});
